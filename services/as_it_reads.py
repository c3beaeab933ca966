"""A message that waits, as a person would read it now, with the mark of what was read.

A message names who approved it only once it is approved, so the mark is the same whoever reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.ledger import Message, Notice
from models.milestones import Milestone
from models.queries.outbox import notices_of
from models.queries.subjects import ABOUT_ITEMS
from models.words import NoticeState, SubjectKind
from notifications.message import Recipient
from rules.text_mark import Seen, TextMark, mark_of
from services.compose import Shown, Withdrawn, show
from services.compose.reading import DayReading, read_day


@dataclass(frozen=True, slots=True)
class Read:
    """A message as it reads. ``shown`` is None where nothing would go, ``nothing_because`` why."""

    message: Message
    shown: Shown | None
    nothing_because: str | None
    seen: Seen

    @property
    def left_out(self) -> tuple[tuple[Notice, str], ...]:
        """The notices that may not go any more, each with its reason."""
        return self.shown.withdrawn if self.shown else ()


def as_it_reads(
    session: Session,
    message: Message,
    *,
    today: date,
    now: datetime,
    reading: DayReading | None = None,
) -> Read:
    """The message as it reads now; nothing is changed.

    ``reading`` is the day's reading, if the caller has one that still stands.
    """
    shown = show(session, message, today=today, now=now, reading=reading)
    number = message.id or 0
    if isinstance(shown, Withdrawn):
        return Read(message, None, shown.reason, Seen(number, "", frozenset(), shown.reason))
    left_out = {notice.id for notice, _ in shown.withdrawn}
    items = frozenset(
        notice.id
        for notice in notices_of(session, number)
        if notice.state is NoticeState.QUEUED and notice.id is not None
    )
    seen = Seen(
        number=number,
        reader=_reader_words(shown.to),
        items=items - left_out,
        text=f"{shown.subject}\n\n{shown.text}",
    )
    return Read(message, shown, None, seen)


def all_as_they_read(
    session: Session, messages: Sequence[Message], *, today: date, now: datetime
) -> list[Read]:
    """Several messages as they read now, the day's facts read once."""
    reading = read_day(session, today=today)
    return [as_it_reads(session, one, today=today, now=now, reading=reading) for one in messages]


def mark_of_reads(reads: Sequence[Read], *, today: date) -> TextMark:
    """The mark of these messages as they read today."""
    return mark_of([read.seen for read in reads], day=today)


def left_out_words(
    session: Session, left_out: Iterable[tuple[Notice, str]], *, verb: str
) -> tuple[str, ...]:
    """``Item 3.1 is left out: an answer has come since.``, one for each notice."""
    return tuple(
        f"{what_it_is_about(session, notice)} {verb} left out: {because}."
        for notice, because in left_out
    )


def what_it_is_about(session: Session, notice: Notice) -> str:
    """``Item 3.1``, ``The introduction``: what one notice of a message says."""
    if notice.subject_kind is SubjectKind.CONTACT:
        return "The introduction"
    if notice.subject_kind not in ABOUT_ITEMS:
        return "The correction"
    milestone = session.get(Milestone, notice.subject_id)
    return f"Item {milestone.ref}" if milestone else f"Item number {notice.subject_id}"


def _reader_words(to: Recipient) -> str:
    return f"{to.name}, {to.role}, {to.agency} <{to.email}>"
