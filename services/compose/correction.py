"""What a body reads when we had recorded wrongly what it told us."""

from __future__ import annotations

from sqlmodel import Session

from models.inspections import Inspection
from models.ledger import Message
from models.milestones import Milestone, Update
from models.queries.outbox import notices_of
from models.queries.plans import updates_of
from models.words import NoticeState, SubjectKind
from notifications.by_hand_contents import CorrectionContent
from notifications.message import LastSaid
from rules.status_words import SAID_STATES
from services.compose.reader import Reader
from services.embargo import sees, title_for
from services.find import key_of

SAID_OF = (NoticeState.QUEUED, NoticeState.TOLD, NoticeState.UNKNOWN)


def correction_content(
    session: Session, reader: Reader, message: Message
) -> CorrectionContent | None:
    """What we had recorded and what it says now; None once that was corrected again."""
    update = _update_of(session, message)
    if update is None or update.corrects_id is None or _corrected_again(session, update):
        return None
    before = session.get_one(Update, update.corrects_id)
    milestone = session.get_one(Milestone, update.milestone_id)
    inspection = session.get_one(Inspection, milestone.inspection_id)
    circle = reader.circle_of(inspection)
    is_seen = sees(inspection, reader.email, circle=circle)
    return CorrectionContent(
        ref=milestone.ref,
        inspection=title_for(inspection, for_email=reader.email, circle=circle),
        title=milestone.title if is_seen else None,
        corrected_by=update.recorded_by,
        recorded=_as_said(before) if is_seen else None,
        now=_as_said(update) if is_seen else None,
        copied_to=reader.deputy_name,
        opening=reader.cover,
    )


def _as_said(update: Update) -> LastSaid:
    return LastSaid(
        state=SAID_STATES[update.state.value],
        words=update.words,
        by=update.said_by,
        on=update.said_on,
    )


def _update_of(session: Session, message: Message) -> Update | None:
    for notice in notices_of(session, key_of(message.id)):
        if notice.subject_kind is SubjectKind.UPDATE and notice.state in SAID_OF:
            return session.get(Update, notice.subject_id)
    return None


def _corrected_again(session: Session, update: Update) -> bool:
    return any(one.corrects_id == update.id for one in updates_of(session, update.milestone_id))
