"""What is approved together: the morning's messages, a body's, a batch of the brake, or a list.

Each brief is read singly: what goes above the lead is never approved with others, and neither is
what a person held for a reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from models.agencies import Agency, Contact
from models.ledger import Batch, Message
from models.queries.approvals import Waiting, waiting_messages
from models.queries.messages import locked_message
from models.words import MessageState
from rules.approvals import Approval, approval_of
from services.errors import Refused
from services.find_message import refuse_unless_it_waits, the_message, the_open_batch
from services.stand_alone import stands_alone


@dataclass(frozen=True, slots=True)
class Lot:
    """Which messages are meant. None of the fields: all that waits this morning."""

    body_id: int | None = None
    batch: int | None = None
    numbers: tuple[int, ...] = ()

    def words(self, session: Session) -> str:
        """``what waits for Estuary Police``, for sentences and for History."""
        if self.batch is not None:
            return f"batch {self.batch}"
        if self.body_id is not None:
            return f"what waits for {session.get_one(Agency, self.body_id).name}"
        return "the messages named" if self.numbers else "what waits this morning"


@dataclass(frozen=True, slots=True)
class Apart:
    """A message that is left for a decision of its own, and how it is approved."""

    message: Message
    how: Approval

    @property
    def sentence(self) -> str:
        """Why it is left, and what decides it."""
        number, batch = self.message.id, self.message.batch_id
        if self.how is Approval.BATCH:
            return (
                f"Message {number} is held back by the brake: decide the whole of it with "
                f"'longstop outbox approve --batch {batch}'."
            )
        why = "was held by a person" if stands_alone(self.message) else "goes above the lead"
        return (
            f"Message {number} {why}, so it is read and approved by itself: 'longstop outbox "
            f"approve {number}'."
        )


@dataclass(frozen=True, slots=True)
class Sorted:
    """The lot's messages, and those that are left for a decision of their own."""

    together: tuple[Message, ...]
    apart: tuple[Apart, ...]
    batch: Batch | None = None


def how_approved(message: Message, contact: Contact) -> Approval:
    """How this message is approved."""
    return approval_of(
        kind=message.kind,
        role=contact.role,
        is_braked=message.batch_id is not None,
        is_held_by_person=stands_alone(message),
    )


def sort_lot(session: Session, lot: Lot, *, to_decide: bool) -> Sorted:
    """The lot as it waits now; locked until the end ``to_decide``.

    What the brake holds is left out of every lot but its own, and of the messages somebody named.
    Raises `NotFoundError`; `Refused` for a batch that was decided, or a named message that does
    not wait.
    """
    batch = the_open_batch(session, lot.batch, to_decide=to_decide) if lot.batch else None
    rows = _rows(session, lot, lock=to_decide)
    if to_decide:
        rows = [(message, contact) for message, contact in rows if _still_waits(session, message)]
    chosen = [(message, _approval(lot, message, contact)) for message, contact in rows]
    return Sorted(
        together=tuple(one for one, how in chosen if how is Approval.TOGETHER),
        apart=tuple(Apart(one, how) for one, how in chosen if how is not Approval.TOGETHER),
        batch=batch,
    )


def _rows(session: Session, lot: Lot, *, lock: bool) -> Sequence[Waiting]:
    if lot.numbers:
        for number in sorted(lot.numbers):
            refuse_unless_it_waits(the_message(session, number, to_decide=lock))
        return waiting_messages(session, numbers=lot.numbers)
    rows = waiting_messages(session, agency_id=lot.body_id, batch_id=lot.batch)
    if lot.batch is not None or lot.body_id is not None:
        return rows
    return [(message, contact) for message, contact in rows if message.batch_id is None]


def _approval(lot: Lot, message: Message, contact: Contact) -> Approval:
    """Whoever names a message, or its batch, means it; above the lead it is read singly still."""
    named = bool(lot.numbers)
    return approval_of(
        kind=message.kind,
        role=contact.role,
        is_braked=message.batch_id is not None and lot.batch is None and not named,
        is_held_by_person=stands_alone(message) and not named,
    )


def _still_waits(session: Session, message: Message) -> bool:
    locked = locked_message(session, message.id or 0)
    if locked is None:
        return False
    session.refresh(locked)
    return locked.state is MessageState.HELD


def refuse_if_empty(session: Session, lot: Lot, found: Sorted) -> None:
    """Raise `Refused` where nothing of the lot can be approved together."""
    if found.together:
        return
    apart = " ".join(one.sentence for one in found.apart)
    raise Refused(f"Nothing of {lot.words(session)} can be approved together. {apart}".strip())
