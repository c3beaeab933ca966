"""Opening an inspection from what arrived, or completing the one it belongs to.

Everything happens in the caller's one transaction: what is refused opens nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from sqlmodel import Session

from models.inspections import Addressee, Inspection, LetterVersion
from models.plans import Plan
from models.queries.inspections import addressees_of, all_inspections, letters_of
from models.queries.plans import plan_of
from models.words import LetterKind
from rules.wording import plain_date
from services.act import Act
from services.child_level import refuse_child_detail
from services.code_names import free_code_name, ref_for
from services.embargo import public_title
from services.find import key_of
from services.history import Subject, record
from services.incoming import Incoming, IncomingFinding
from services.letter_bodies import add_bodies, body_questions, take_in_bodies
from services.merge_fields import FieldChange, is_public, merge_fields, take_receipt
from services.merge_findings import FindingChanges, merge_findings
from services.recount import DateSet, recount
from services.which_inspection import (
    VERSION_WORDS,
    refuse_impossible_receipt,
    refuse_known_document,
    refuse_late_version,
    the_one_it_belongs_to,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningOrder:
    """How a person wants it opened, and what they confirmed: that a date already past is meant,
    and that what looks like it identifies no child."""

    ref: str | None = None
    code_name: str | None = None
    past_date_confirmed: bool = False
    no_child_confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What was opened or completed, what differs from before, and what a person must say."""

    inspection: Inspection
    is_new: bool
    changes: tuple[FieldChange, ...] = ()
    findings: FindingChanges = field(default_factory=FindingChanges)
    embargo_lifted: bool = False
    dates: tuple[DateSet, ...] = ()
    added_bodies: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


def open_inspection(
    session: Session,
    incoming: Incoming,
    *,
    order: OpeningOrder,
    act: Act,
) -> Opening:
    """Open the inspection that arrived, or complete the one of the same area and fieldwork.

    A body it names takes part quietly. The law's clock starts with the final letter. Raises
    `Refused` for a document that is known already, for one that is about another area than the
    inspection named, and for a version that comes too late; `NeedsConfirmation` for a key date
    that lies in the past.
    """
    refuse_known_document(session, incoming)
    refuse_impossible_receipt(incoming, today=act.today)
    refuse_child_detail(
        {f"{_kind_words(one)} {one.order}": one.words for one in incoming.findings},
        no_child_confirmed=order.no_child_confirmed,
    )
    inspection = the_one_it_belongs_to(session, incoming, ref=order.ref)
    is_new = inspection is None
    if inspection is None:
        inspection = _new_inspection(session, incoming, order=order, act=act)
    else:
        refuse_late_version(session, inspection, incoming)
    return _take_in(
        session,
        inspection,
        incoming,
        is_new=is_new,
        order=order,
        act=act,
    )


def _take_in(
    session: Session,
    inspection: Inspection,
    incoming: Incoming,
    *,
    is_new: bool,
    order: OpeningOrder,
    act: Act,
) -> Opening:
    was_embargoed = inspection.embargoed
    added = add_bodies(session, incoming.bodies)
    changes = _merge_header(session, inspection, incoming, by=act.by)
    inspection.invented = list(incoming.invented) or inspection.invented
    inspection.embargoed = not is_public(inspection, today=act.today)
    take_in_bodies(session, inspection, incoming)
    _take_in_addressees(session, inspection, incoming)
    findings = merge_findings(
        session,
        inspection,
        findings=incoming.findings,
        version_name=_version_name(incoming),
        proposed_by=act.by,
    )
    _record_version(session, inspection, incoming, act=act)
    _ensure_plan(session, inspection)
    opening = Opening(
        inspection=inspection,
        is_new=is_new,
        changes=() if is_new else changes,
        findings=findings,
        embargo_lifted=was_embargoed and not inspection.embargoed and not is_new,
        added_bodies=tuple(added),
    )
    _record_event(session, opening, incoming, act=act)
    dates = recount(
        session,
        inspection,
        act=act,
        reason=_version_name(incoming),
        past_date_confirmed=order.past_date_confirmed,
    )
    questions = (*_statement_question(inspection, incoming), *body_questions(session, inspection))
    return replace(opening, dates=dates, questions=questions)


def _statement_question(inspection: Inspection, incoming: Incoming) -> Iterator[str]:
    """A letter that asks for no statement is rare enough to be asked about."""
    document = incoming.document
    if document is not None and document.reading.get("statement_required") is False:
        yield (
            "The letter seems to ask for no written statement. If that is right: longstop "
            f"inspection switch statement off --inspection {inspection.ref} --reason ..."
        )


def _kind_words(finding: IncomingFinding) -> str:
    return finding.kind.value.replace("_", " ")


def _new_inspection(
    session: Session, incoming: Incoming, *, order: OpeningOrder, act: Act
) -> Inspection:
    taken = [one.code_name for one in all_inspections(session)]
    code_name = order.code_name or incoming.code_name or free_code_name(taken)
    published = incoming.fields.get("published_on")
    is_secret = published is None or published > act.today
    inspection = Inspection(
        ref=ref_for(session, incoming, chosen=order.ref, code_name=code_name, is_secret=is_secret),
        code_name=code_name,
        area=incoming.area,
        framework=incoming.framework,
        embargoed=is_secret,
        invented=list(incoming.invented),
        opened_at=act.now,
    )
    session.add(inspection)
    session.flush()
    return inspection


def _merge_header(
    session: Session, inspection: Inspection, incoming: Incoming, *, by: str
) -> tuple[FieldChange, ...]:
    kinds = {letter.kind for letter in letters_of(session, key_of(inspection.id))}
    changes = merge_fields(session, inspection, incoming=incoming)
    receipt = take_receipt(
        inspection, incoming=incoming, final_is_known=LetterKind.FINAL in kinds, by=by
    )
    return (*changes, receipt) if receipt else changes


def _take_in_addressees(session: Session, inspection: Inspection, incoming: Incoming) -> None:
    """The newest letter's addressees; those of an earlier version stay in its own reading."""
    if not incoming.addressees:
        return
    for row in addressees_of(session, key_of(inspection.id)):
        session.delete(row)
    for one in incoming.addressees:
        session.add(
            Addressee(
                inspection_id=key_of(inspection.id),
                name=one.name,
                role=one.role,
                body=one.body,
                kind=one.kind,
            )
        )


def _version_name(incoming: Incoming) -> str:
    if incoming.document is None:
        return "the declared facts"
    letter_date = incoming.fields.get("letter_date")
    dated = f" of {plain_date(letter_date)}" if letter_date else ""
    return f"{VERSION_WORDS[incoming.document.kind]}{dated}"


def _record_version(
    session: Session, inspection: Inspection, incoming: Incoming, *, act: Act
) -> None:
    document = incoming.document
    if document is None:
        return
    session.add(
        LetterVersion(
            inspection_id=key_of(inspection.id),
            kind=document.kind,
            received_on=document.received_on,
            file_name=document.file_name,
            sha256=document.sha256,
            reading=dict(document.reading),
            recorded_at=act.now,
        )
    )
    session.flush()


def _ensure_plan(session: Session, inspection: Inspection) -> None:
    if plan_of(session, key_of(inspection.id)) is None:
        session.add(Plan(inspection_id=key_of(inspection.id)))
        session.flush()


def _record_event(session: Session, opening: Opening, incoming: Incoming, *, act: Act) -> None:
    """What happened, without a finding, theme or title: history is read by more than the circle."""
    inspection = opening.inspection
    document = incoming.document
    record(
        session,
        now=act.now,
        actor=act.by,
        kind="inspection_opened" if opening.is_new else "inspection_completed",
        subject=Subject("inspection", inspection.id, inspection.id),
        payload={
            "title": public_title(inspection),
            "from": document.kind if document else "declared facts",
            "sha256": document.sha256 if document else None,
            "received_on": document.received_on if document else None,
            "fields": [change.field for change in opening.changes],
            "findings_added": list(opening.findings.added),
            "findings_reworded": list(opening.findings.reworded),
            "findings_gone": list(opening.findings.gone),
            "embargoed": inspection.embargoed,
            "embargo_lifted": opening.embargo_lifted,
        },
    )
