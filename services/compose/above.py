"""What is said above the lead: the escalation, its brief, and the all-clear."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from models.agencies import Contact
from models.inspections import Inspection
from models.ledger import Brief, Message, Notice
from models.milestones import Milestone
from models.queries.briefs import brief_of_message, own_overdue_milestones
from models.queries.earlier_mail import told_of_before
from models.queries.outbox import notices_of
from models.queries.watching import notices_about
from models.words import ContactRole, NoticeState
from notifications.contents import (
    Asked,
    BriefContent,
    EscalationContent,
    RaisedItem,
    ResolvedContent,
    ResolvedItem,
)
from notifications.message import Item, ItemKind, Tone
from rules.ladders import Audience
from services.compose.items import in_reading_order, items_of
from services.compose.looking import Kept
from services.compose.next_step import next_step
from services.compose.reader import Reader, role_words
from services.embargo import sees, title_for

MAY_BE_WRONG = (
    "An answer may have come by telephone or in a meeting and not been recorded here.",
    "The item may be done and only its report be missing.",
)


def escalation_content(
    session: Session, reader: Reader, message: Message, kept: Sequence[Kept]
) -> EscalationContent:
    """What is raised, with everything that was asked before, after a person approved it."""
    brief = brief_of_message(session, message.id or 0)
    return EscalationContent(
        items=raised_items(session, reader, kept),
        lead=reader.name_of(Audience.LEAD, agency_id=kept[0].milestone.agency_id),
        approved_by=message.approved_by or (brief.recorded_by if brief else None) or "",
        reply_by=_answer_by(reader),
        may_be_wrong=MAY_BE_WRONG,
        next_step=next_step(reader, kept),
    )


def brief_content(
    session: Session, reader: Reader, brief: Brief, kept: Sequence[Kept]
) -> BriefContent:
    """What a person needs in order to speak to this reader, with our own overdue items in it."""
    council = reader.around.council
    return BriefContent(
        to=reader.recipient,
        raise_by=brief.prepared_on,
        items=raised_items(session, reader, kept),
        lead=reader.name_of(Audience.LEAD, agency_id=kept[0].milestone.agency_id),
        signatory=reader.name_of(_signatory(reader), agency_id=kept[0].milestone.agency_id),
        may_be_wrong=MAY_BE_WRONG,
        our_own_overdue=_own_overdue(session, reader),
        last_heard=items_of(session, reader, kept[:1])[0].last_said,
        reachable=bool(council.team.reply_to) and bool(reader.email),
    )


def _signatory(reader: Reader) -> Audience:
    """The director signs what goes above the lead; to the director the manager writes."""
    is_to_director = reader.contact.role is ContactRole.DCS
    return Audience.PROGRAMME_MANAGER if is_to_director else Audience.DCS


def raised_items(session: Session, reader: Reader, kept: Sequence[Kept]) -> tuple[RaisedItem, ...]:
    """Each item with what was asked, when and of whom."""
    ordered = in_reading_order(kept)
    return tuple(
        RaisedItem(item=item, asked=_asked(session, one.milestone.id, one.version.version))
        for item, one in zip(items_of(session, reader, ordered), ordered, strict=True)
    )


def resolved_content(session: Session, reader: Reader, message: Message) -> ResolvedContent | None:
    """The all-clear: each item that was raised with this reader and is settled."""
    settled = [
        notice
        for notice in notices_of(session, message.id or 0)
        if notice.state in (NoticeState.QUEUED, NoticeState.TOLD)
    ]
    told = told_of_before(session, message, milestone_ids=[one.subject_id for one in settled])
    items = tuple(_resolved(session, reader, one, told.get(one.subject_id)) for one in settled)
    return ResolvedContent(items) if items else None


def _asked(session: Session, milestone_id: int, version: int) -> tuple[Asked, ...]:
    return tuple(
        Asked(on=notice.told_on, whom=_whom(session, notice))
        for notice in notices_about(session, milestone_id=milestone_id, version=version)
        if notice.state is NoticeState.TOLD and notice.told_on is not None
    )


def _whom(session: Session, notice: Notice) -> str:
    contact = session.get(Contact, notice.contact_id) if notice.contact_id else None
    return f"{contact.name}, {role_words(contact.role)}" if contact else "the lead"


def _answer_by(reader: Reader) -> date:
    council = reader.around.council
    return reader.around.calendar.working_days_after(
        reader.today, council.answers.asked_within
    ).result


def _own_overdue(session: Session, reader: Reader) -> tuple[Item, ...]:
    """What the council itself is late with: said before anybody else says it."""
    items = []
    for milestone in own_overdue_milestones(session, today=reader.today):
        inspection = session.get_one(Inspection, milestone.inspection_id)
        circle = reader.circle_of(inspection)
        withheld = not sees(inspection, reader.email, circle=circle)
        items.append(
            Item(
                ref=milestone.ref,
                inspection=title_for(inspection, for_email=reader.email, circle=circle),
                title=None if withheld else milestone.title,
                due=milestone.due or reader.today,
                kind=ItemKind(milestone.kind.value),
                tone=Tone.LATE,
                held_by=reader.body_names.get(milestone.agency_id),
                withheld=withheld,
            )
        )
    return tuple(items)


def _resolved(
    session: Session, reader: Reader, notice: Notice, last_told: date | None
) -> ResolvedItem:
    milestone = session.get_one(Milestone, notice.subject_id)
    inspection = session.get_one(Inspection, milestone.inspection_id)
    circle = reader.circle_of(inspection)
    withheld = not sees(inspection, reader.email, circle=circle)
    because = notice.reason or "it is settled"
    return ResolvedItem(
        ref=milestone.ref,
        inspection=title_for(inspection, for_email=reader.email, circle=circle),
        title=None if withheld else milestone.title,
        how=f"{because[0].upper()}{because[1:]}.",
        held_by=reader.body_names.get(milestone.agency_id),
        last_told=last_told,
    )
