"""Reads of inspections, their letters, and who may see them."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, func, select

from models.findings import Finding
from models.inspections import (
    Addressee,
    EmbargoMember,
    Inspection,
    InvolvedBody,
    LetterVersion,
    Participation,
    PrincipalAuthority,
)


def inspection_with_ref(session: Session, ref: str) -> Inspection | None:
    """The inspection with this reference, written in any case."""
    query = select(Inspection).where(func.lower(Inspection.ref) == ref.lower())
    return session.exec(query).one_or_none()


def all_inspections(session: Session) -> list[Inspection]:
    """Every inspection, the newest fieldwork first, those without dates last."""
    query = select(Inspection).order_by(
        col(Inspection.fieldwork_start).desc().nulls_last(), col(Inspection.id)
    )
    return list(session.exec(query))


def inspection_refs(session: Session) -> list[str]:
    """The references of every inspection."""
    return list(session.exec(select(Inspection.ref).order_by(Inspection.ref)))


def inspections_of_fieldwork(session: Session, *, start: date, end: date) -> list[Inspection]:
    """The inspections whose inspectors were on site on exactly these days."""
    query = select(Inspection).where(
        Inspection.fieldwork_start == start, Inspection.fieldwork_end == end
    )
    return list(session.exec(query))


def letter_with_hash(session: Session, sha256: str) -> LetterVersion | None:
    """The letter that was recorded from exactly this file, whichever inspection it belongs to."""
    return session.exec(select(LetterVersion).where(LetterVersion.sha256 == sha256)).one_or_none()


def letters_of(session: Session, inspection_id: int) -> list[LetterVersion]:
    """The versions of an inspection's letter in the order in which they were recorded."""
    query = select(LetterVersion).where(LetterVersion.inspection_id == inspection_id)
    return list(session.exec(query.order_by(col(LetterVersion.id))))


def circle_of(session: Session, inspection_id: int) -> list[EmbargoMember]:
    """The people who may see the inspection before publication, by name."""
    query = select(EmbargoMember).where(EmbargoMember.inspection_id == inspection_id)
    return list(session.exec(query.order_by(EmbargoMember.name)))


def participations_of(session: Session, inspection_id: int) -> list[Participation]:
    """The bodies that take part, in the order in which they were added."""
    query = select(Participation).where(Participation.inspection_id == inspection_id)
    return list(session.exec(query.order_by(col(Participation.id))))


def authorities_of(session: Session, inspection_id: int) -> list[PrincipalAuthority]:
    """The bodies that must make the statement."""
    query = select(PrincipalAuthority).where(PrincipalAuthority.inspection_id == inspection_id)
    return list(session.exec(query.order_by(col(PrincipalAuthority.id))))


def involved_bodies_of(session: Session, inspection_id: int) -> list[InvolvedBody]:
    """The bodies the letter asks to involve, in its own words and order."""
    query = select(InvolvedBody).where(InvolvedBody.inspection_id == inspection_id)
    return list(session.exec(query.order_by(col(InvolvedBody.id))))


def addressees_of(session: Session, inspection_id: int) -> list[Addressee]:
    """The people the letter is addressed to, in the letter's order."""
    query = select(Addressee).where(Addressee.inspection_id == inspection_id)
    return list(session.exec(query.order_by(col(Addressee.id))))


def letter_findings_of(session: Session, inspection_id: int) -> list[Finding]:
    """The letter's findings without the parts people made, in the letter's order."""
    query = select(Finding).where(
        Finding.inspection_id == inspection_id, col(Finding.part_of_id).is_(None)
    )
    return list(session.exec(query.order_by(col(Finding.position))))


def embargoes_to_lift(session: Session, today: date) -> list[Inspection]:
    """The embargoed inspections whose letter is published by this day."""
    query = select(Inspection).where(
        col(Inspection.embargoed).is_(True), col(Inspection.published_on) <= today
    )
    return list(session.exec(query.order_by(col(Inspection.id))))
