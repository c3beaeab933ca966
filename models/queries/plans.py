"""Reads of plans, their actions, milestones and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, func, select

from models.agencies import Agency
from models.findings import Finding, FindingBody
from models.ledger import Escalation, Notice
from models.milestones import (
    DateChange,
    DeadlineVersion,
    Evidence,
    Milestone,
    StoredLadder,
    Update,
)
from models.plans import Action, ActionSupport, DocumentSent, Plan, SignOff
from models.queries.subjects import ABOUT_ITEMS
from models.words import MilestoneKind, MilestoneState, NoticeState, SaidState


def plan_of(session: Session, inspection_id: int) -> Plan | None:
    """The plan of an inspection."""
    return session.exec(select(Plan).where(Plan.inspection_id == inspection_id)).one_or_none()


def actions_of(session: Session, plan_id: int) -> list[Action]:
    """The actions of a plan in the order in which they were added."""
    return list(
        session.exec(select(Action).where(Action.plan_id == plan_id).order_by(col(Action.id)))
    )


def actions_of_finding(session: Session, finding_id: int) -> list[Action]:
    """The actions that answer one finding."""
    query = select(Action).where(Action.finding_id == finding_id).order_by(col(Action.id))
    return list(session.exec(query))


def actions_with_ref(session: Session, ref: str) -> list[tuple[Action, Plan]]:
    """The actions with this reference in any inspection's plan, written in any case."""
    query = (
        select(Action, Plan)
        .join(Plan, col(Plan.id) == Action.plan_id)
        .where(func.lower(Action.ref) == ref.strip().lower())
    )
    return list(session.exec(query.order_by(col(Action.id))))


def action_refs(session: Session, *, inspection_id: int | None = None) -> list[str]:
    """The references of all actions, of one inspection if given."""
    query = select(Action.ref).join(Plan, col(Plan.id) == Action.plan_id)
    if inspection_id is not None:
        query = query.where(Plan.inspection_id == inspection_id)
    return list(session.exec(query.order_by(Action.ref)))


def supporters_of(session: Session, action_id: int) -> list[Agency]:
    """The supporting bodies of an action by name."""
    query = (
        select(Agency)
        .join(ActionSupport, col(ActionSupport.agency_id) == Agency.id)
        .where(ActionSupport.action_id == action_id)
    )
    return list(session.exec(query.order_by(Agency.name)))


def milestones_with_ref(session: Session, ref: str) -> list[Milestone]:
    """The milestones with this reference in any inspection, written in any case."""
    query = select(Milestone).where(func.lower(Milestone.ref) == ref.strip().lower())
    return list(session.exec(query.order_by(col(Milestone.id))))


def milestone_refs(session: Session, *, inspection_id: int | None = None) -> list[str]:
    """The references of all milestones, of one inspection if given."""
    query = select(Milestone.ref).order_by(Milestone.ref)
    if inspection_id is not None:
        query = query.where(Milestone.inspection_id == inspection_id)
    return list(session.exec(query))


def milestones_of(
    session: Session, inspection_id: int, *, agency_ids: Sequence[int] | None = None
) -> list[Milestone]:
    """The milestones of an inspection by date, those without one last; of some bodies if given."""
    query = select(Milestone).where(Milestone.inspection_id == inspection_id)
    if agency_ids is not None:
        query = query.where(col(Milestone.agency_id).in_(agency_ids))
    return list(session.exec(query.order_by(col(Milestone.due).nulls_last(), col(Milestone.id))))


def milestones_of_action(session: Session, action_id: int) -> list[Milestone]:
    """The milestones of an action in the order in which they were added."""
    query = select(Milestone).where(Milestone.action_id == action_id)
    return list(session.exec(query.order_by(col(Milestone.id))))


def statutory_milestones_of(session: Session, inspection_id: int) -> list[Milestone]:
    """The statutory milestones of an inspection by date."""
    return [
        milestone
        for milestone in milestones_of(session, inspection_id)
        if milestone.kind is MilestoneKind.STATUTORY
    ]


def paused_until_by(session: Session, day: date) -> list[Milestone]:
    """The paused milestones whose pause has ended by this day (``paused_until`` is its last)."""
    query = select(Milestone).where(
        Milestone.state == MilestoneState.PAUSED, col(Milestone.paused_until) < day
    )
    return list(session.exec(query.order_by(col(Milestone.id))))


def current_version(session: Session, milestone_id: int) -> DeadlineVersion | None:
    """The version of a milestone's date that counts; none while it has no date."""
    query = select(DeadlineVersion).where(
        DeadlineVersion.milestone_id == milestone_id, col(DeadlineVersion.is_current).is_(True)
    )
    return session.exec(query).one_or_none()


def versions_of(session: Session, milestone_id: int) -> list[DeadlineVersion]:
    """Every version of a milestone's date, oldest first."""
    query = select(DeadlineVersion).where(DeadlineVersion.milestone_id == milestone_id)
    return list(session.exec(query.order_by(col(DeadlineVersion.version))))


def changes_of(session: Session, milestone_id: int) -> list[DateChange]:
    """Every change of a milestone's date, oldest first."""
    query = select(DateChange).where(DateChange.milestone_id == milestone_id)
    return list(session.exec(query.order_by(col(DateChange.id))))


def updates_of(session: Session, milestone_id: int) -> list[Update]:
    """What was said of an item, oldest first, corrections and what they correct included."""
    query = select(Update).where(Update.milestone_id == milestone_id)
    return list(session.exec(query.order_by(col(Update.said_on), col(Update.id))))


def evidence_of(session: Session, milestone_id: int) -> list[Evidence]:
    """The proofs offered for a milestone, oldest first."""
    query = select(Evidence).where(Evidence.milestone_id == milestone_id)
    return list(session.exec(query.order_by(col(Evidence.id))))


def stored_ladder_with_hash(session: Session, sha256: str) -> StoredLadder | None:
    """The stored ladder with this hash."""
    return session.exec(select(StoredLadder).where(StoredLadder.sha256 == sha256)).one_or_none()


def live_notices_of(session: Session, *, subject_id: int, version: int) -> list[Notice]:
    """The ledger's lines about one version of one item, withdrawn ones left out."""
    query = select(Notice).where(
        col(Notice.subject_kind).in_(ABOUT_ITEMS),
        Notice.subject_id == subject_id,
        Notice.deadline_version == version,
        Notice.state != NoticeState.WITHDRAWN,
    )
    return list(session.exec(query.order_by(col(Notice.id))))


def open_escalations_of(session: Session, milestone_id: int) -> list[Escalation]:
    """The open escalations of a milestone, of whichever version."""
    query = select(Escalation).where(
        Escalation.milestone_id == milestone_id, col(Escalation.closed_on).is_(None)
    )
    return list(session.exec(query))


def sign_offs_of(session: Session, inspection_id: int, *, document: str) -> list[SignOff]:
    """The sign-offs of one document, by version and in the order in which they were recorded."""
    query = select(SignOff).where(
        SignOff.inspection_id == inspection_id, SignOff.document == document
    )
    return list(session.exec(query.order_by(col(SignOff.version), col(SignOff.id))))


def documents_sent_of(session: Session, inspection_id: int) -> list[DocumentSent]:
    """The documents that were sent outside, in the order in which they were recorded."""
    query = select(DocumentSent).where(DocumentSent.inspection_id == inspection_id)
    return list(session.exec(query.order_by(col(DocumentSent.id))))


def findings_of(session: Session, inspection_id: int) -> list[Finding]:
    """All findings of an inspection, parts included, in the letter's order."""
    query = select(Finding).where(Finding.inspection_id == inspection_id)
    return list(session.exec(query.order_by(col(Finding.position), col(Finding.ref))))


def findings_with_ref(session: Session, ref: str) -> list[Finding]:
    """The findings with this reference in any inspection, written in any case."""
    query = select(Finding).where(func.lower(Finding.ref) == ref.strip().lower())
    return list(session.exec(query.order_by(col(Finding.id))))


def parts_of(session: Session, finding_id: int) -> list[Finding]:
    """The parts into which a finding was split."""
    query = select(Finding).where(Finding.part_of_id == finding_id).order_by(Finding.ref)
    return list(session.exec(query))


def bodies_of_finding(session: Session, finding_id: int) -> list[FindingBody]:
    """The bodies that contribute to a finding, in the order in which they were proposed."""
    query = select(FindingBody).where(FindingBody.finding_id == finding_id)
    return list(session.exec(query.order_by(col(FindingBody.id))))


def milestones_that_have_begun(session: Session, inspection_id: int) -> set[int]:
    """The milestones of which a body said anything but that it has not started."""
    quiet = (SaidState.NOT_STARTED, SaidState.NOT_OURS, SaidState.NEED_TO_TALK)
    query = (
        select(Update.milestone_id)
        .join(Milestone, col(Milestone.id) == Update.milestone_id)
        .where(Milestone.inspection_id == inspection_id, col(Update.state).not_in(quiet))
    )
    return set(session.exec(query.distinct()))
