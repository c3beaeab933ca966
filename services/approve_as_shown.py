"""Approving what was read: if the message reads differently now, nothing is approved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.queries.by_hand import lock_asking
from rules.text_mark import TextMark, UnreadableMark, read_mark
from services.approve_message import Approved, approve_and_record
from services.as_it_reads import as_it_reads, mark_of_reads
from services.errors import Refused
from services.find_message import the_waiting_message
from services.what_changed import changes_of_message


@dataclass(frozen=True, slots=True)
class AsShown:
    """What a person read: its mark and, where the door still has it, the text itself, so that a
    change of wording can be shown side by side."""

    mark: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """Nothing was approved, because it reads differently now: what changed, each a sentence, and
    the mark of how it reads now."""

    what: tuple[str, ...]
    mark: str


def approve_as_shown(
    session: Session, number: int, as_shown: AsShown, *, by: str, today: date, now: datetime
) -> Approved | Changed:
    """Approve one message if it still says what was read; writes nothing otherwise.

    Raises `NotFoundError`; `Refused` if it does not wait (and says who decided it), or if the
    mark is none, or another message's.
    """
    mark = the_mark(as_shown.mark)
    # Before any row is locked: what is asked by hand yields to what a check queues at this moment.
    lock_asking(session)
    message = the_waiting_message(session, number)
    read = as_it_reads(session, message, today=today, now=now)
    present = mark_of_reads([read], today=today)
    if mark.messages != present.messages:
        raise Refused(f"Mark {as_shown.mark} was not shown for message {number}. Read it first.")
    if mark.says_the_same_as(present):
        return approve_and_record(session, read, by=by, today=today, now=now)
    return Changed(
        changes_of_message(session, read, mark, present, before=as_shown.text), str(present)
    )


def the_mark(written: str) -> TextMark:
    """The mark that a person gave. Raises `Refused`."""
    try:
        return read_mark(written)
    except UnreadableMark as error:
        raise Refused(str(error)) from error
