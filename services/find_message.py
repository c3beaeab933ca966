"""Finding a message, batch or brief by its number, and saying in what state it is."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from models.agencies import Agency, Contact
from models.ledger import Batch, Brief, Message
from models.queries.messages import held_numbers_of_batch, locked_message
from models.words import MessageState
from rules.wording import long_date
from services.compose.reader import role_words
from services.errors import NotFoundError, Refused

# Rows that refer to the locked one may still be added.
LOCK = {"key_share": True}
STATE_SENTENCES = {
    MessageState.HELD: "waits for approval",
    MessageState.QUEUED: "is on its way",
    MessageState.CLOSED: "was dealt with already",
    MessageState.CANCELLED: "was cancelled",
}


def the_message(session: Session, number: int, *, to_decide: bool = True) -> Message:
    """The message with this number, locked until the end ``to_decide``. Raises `NotFoundError`."""
    message = locked_message(session, number) if to_decide else session.get(Message, number)
    if message is None:
        raise NotFoundError(
            f"There is no message {number}. 'longstop outbox list' shows the numbers."
        )
    return message


def the_waiting_message(session: Session, number: int) -> Message:
    """The message with this number, which waits for approval. Raises `Refused` otherwise."""
    message = the_message(session, number)
    refuse_unless_it_waits(message)
    return message


def refuse_unless_it_waits(message: Message) -> None:
    """Raise `Refused` for a message that does not wait for approval."""
    if message.state is not MessageState.HELD:
        raise Refused(
            f"Message {message.id} {state_sentence(message)}; there is nothing to approve."
        )


def state_sentence(message: Message) -> str:
    """Where a message stands, in words that follow "Message 12"."""
    words = STATE_SENTENCES[MessageState(message.state)]
    if message.cancelled_because:
        return f"{words}: {message.cancelled_because}"
    if message.approved_by and message.state in (MessageState.QUEUED, MessageState.CLOSED):
        return f"{words}, approved by {message.approved_by}"
    return words


def the_open_batch(session: Session, number: int, *, to_decide: bool = True) -> Batch:
    """The batch with this number, which nobody has decided; locked until the end ``to_decide``.

    Raises `NotFoundError`, `Refused`.
    """
    lock = LOCK if to_decide else None
    batch = session.get(Batch, number, with_for_update=lock, populate_existing=to_decide)
    if batch is None:
        raise NotFoundError(
            f"There is no batch {number}. 'longstop outbox list' shows what the brake holds."
        )
    if batch.decided_at is not None:
        verb = "released" if batch.released else "dropped"
        raise Refused(f"Batch {number} was {verb} by {batch.decided_by} already.")
    return batch


def held_of_batch(session: Session, number: int) -> list[Message]:
    """The batch's messages that wait, all of them locked before any is changed."""
    found = [locked_message(session, held) for held in held_numbers_of_batch(session, number)]
    return [one for one in found if one is not None and one.state is MessageState.HELD]


def the_brief(session: Session, number: int) -> Brief:
    """The brief with this number. Raises `NotFoundError`."""
    brief = session.get(Brief, number)
    if brief is None:
        raise NotFoundError(f"There is no brief {number}. 'longstop brief list' shows the numbers.")
    return brief


def the_brief_to_settle(session: Session, number: int) -> Brief:
    """The same, locked until the end, and its message before it, as an approval locks them."""
    brief = the_brief(session, number)
    if brief.message_id is not None:
        locked_message(session, brief.message_id)
    return session.get_one(Brief, number, with_for_update=LOCK, populate_existing=True)


def person_words(session: Session, contact_id: int) -> str:
    """``Maria Fenn, single point of contact, Estuary Police``."""
    contact = session.get_one(Contact, contact_id)
    agency = session.get_one(Agency, contact.agency_id)
    return f"{contact.name}, {role_words(contact.role)}, {agency.name}"


def cancelled_words(session: Session, message: Message, because: str) -> str:
    """That a message which waited was cancelled by the daily check, for the manager."""
    to = person_words(session, message.contact_id)
    return f"Message {message.id} to {to} waited and was cancelled: {because}."


def not_in_the_future(day: date, *, today: date, what: str) -> None:
    """Raise `Refused` where what is recorded would lie in the future."""
    if day > today:
        raise Refused(f"{what} on {long_date(day)} lies in the future. Give today or a past date.")
