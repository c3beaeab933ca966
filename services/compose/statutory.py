"""One statutory date in a message of its own, with the four dates apart (design section 2)."""

from __future__ import annotations

from sqlmodel import Session

from notifications.contents import FourDates, StatutoryContent
from notifications.message import Opening
from services.compose.items import Kept, items_of
from services.compose.reader import Reader
from services.timeline import statutory_dates


def statutory_content(
    session: Session, reader: Reader, kept: Kept, *, opening: Opening | None
) -> StatutoryContent:
    """The item, its dates where the reader may see them, and what stands open about them."""
    item = items_of(session, reader, [kept])[0]
    inspection = kept.row[4]
    dates: FourDates | None = None
    questions: tuple[str, ...] = ()
    if not item.withheld:
        dates, questions = statutory_dates(session, kept.milestone, today=reader.today)
    return StatutoryContent(
        item=item,
        dates=dates,
        submit_to=None if item.withheld else inspection.submit_to,
        questions=questions,
        copied_to=reader.deputy_name,
        opening=opening,
    )
