"""One statutory date in a message of its own, with the four dates apart (design section 2)."""

from __future__ import annotations

from sqlmodel import Session

from models.ledger import Message
from models.milestones import Milestone
from models.queries.earlier_mail import told_of_before
from notifications.contents import FourDates, StatutoryContent
from notifications.message import Opening
from services.compose.items import items_of
from services.compose.looking import Kept
from services.compose.reader import Reader
from services.compose.sign_offs import waiting_on
from services.timeline import statutory_dates


def statutory_content(
    session: Session, reader: Reader, message: Message, kept: Kept, *, opening: Opening | None
) -> StatutoryContent:
    """The item, its dates where the reader may see them, and what stands open about them."""
    item = items_of(session, reader, [kept])[0]
    inspection = kept.row.inspection
    milestone = session.get_one(Milestone, kept.milestone.id)
    ident = kept.milestone.id
    dates: FourDates | None = None
    questions: tuple[str, ...] = ()
    if not item.withheld:
        dates, questions = statutory_dates(session, milestone, today=reader.today)
    return StatutoryContent(
        item=item,
        dates=dates,
        submit_to=None if item.withheld else inspection.submit_to,
        waiting_on=() if item.withheld else waiting_on(session, reader, milestone),
        questions=questions,
        last_written=told_of_before(session, message, milestone_ids=[ident]).get(ident),
        copied_to=reader.deputy_name,
        opening=opening,
    )
