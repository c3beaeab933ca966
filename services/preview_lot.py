"""What a lot would approve: who gets what, what waits on, and the mark of all of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.ledger import Batch
from services.approval_lot import Lot, refuse_if_empty, sort_lot
from services.as_it_reads import Read, all_as_they_read, left_out_words, mark_of_reads
from services.outbox_overview import OutboxLine, lines_of


@dataclass(frozen=True, slots=True)
class PreviewedLot:
    """A lot before it is approved.

    ``lines`` are its messages, oldest first. ``notes`` say, each a sentence, what would be left
    out and why, and what is left for a decision of its own. ``mark`` stands for all that would
    go. ``batch`` is the brake's, where the lot is one.
    """

    lines: tuple[OutboxLine, ...]
    notes: tuple[str, ...]
    mark: str
    batch: Batch | None = None


def preview_lot(session: Session, lot: Lot, *, today: date, now: datetime) -> PreviewedLot:
    """The lot as it reads now; nothing is changed. Raises `NotFoundError`; `Refused` where
    nothing of it can be approved together, or a batch was decided."""
    found = sort_lot(session, lot, to_decide=False)
    if lot.batch is None:
        refuse_if_empty(session, lot, found)
    reads = all_as_they_read(session, found.together, today=today, now=now)
    notes = [note for read in reads for note in _notes(session, read)]
    return PreviewedLot(
        lines=lines_of(session, [read.seen.number for read in reads], today=today)[::-1],
        notes=(*notes, *(one.sentence for one in found.apart)),
        mark=str(mark_of_reads(reads, today=today)),
        batch=found.batch,
    )


def _notes(session: Session, read: Read) -> tuple[str, ...]:
    number = read.seen.number
    if read.nothing_because is not None:
        return (f"Nothing of message {number} would go: {read.nothing_because}.",)
    return tuple(
        f"Message {number}: {sentence}"
        for sentence in left_out_words(session, read.left_out, verb="would be")
    )
