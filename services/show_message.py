"""One message as it reads: how it would go now or, once it has gone, the bytes as kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as current_policy

from sqlmodel import Session

from models.ledger import Delivery, Message
from models.queries.outbox import deliveries_of
from models.words import Channel, MessageKind, MessageState
from services.approver import who_approves
from services.as_it_reads import as_it_reads, left_out_words, mark_of_reads
from services.compose import Shown, show
from services.errors import NotFoundError
from services.find_message import the_message
from services.outbox_overview import OutboxLine, lines_of


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A message in words.

    ``raw`` holds the bytes as kept, None before the message is claimed. ``left_out`` names items
    that would be withdrawn if it went now. ``nothing_because`` is set where nothing would go.
    ``mark`` stands for the text of a message that waits: who approves can give it back.
    """

    line: OutboxLine
    to: str
    subject: str
    text: str
    html: str
    raw: bytes | None = None
    left_out: tuple[str, ...] = ()
    nothing_because: str | None = None
    mark: str | None = None


def show_message(
    session: Session, number: int, *, today: date, now: datetime, approver: str | None = None
) -> ShownMessage:
    """The message with this number; nothing is changed. Raises `NotFoundError`.

    ``approver`` is who is about to approve it, where its text names them.
    """
    message = the_message(session, number, to_decide=False)
    (line,) = lines_of(session, [number], today=today)
    kept = _kept(session, number)
    if kept is not None and kept.raw is not None:
        return _as_kept(line, kept.raw)
    if message.state is MessageState.CANCELLED:
        return _nothing(line, message.cancelled_because or "it was cancelled")
    return _as_it_would_go(session, message, line, today=today, now=now, approver=approver)


def kept_card(session: Session, number: int) -> str:
    """The JSON of the newest card of this message, as it was kept. Raises `NotFoundError`."""
    the_message(session, number, to_decide=False)
    cards = [one for one in deliveries_of(session, number) if one.channel is Channel.TEAMS]
    kept = next((one.raw for one in reversed(cards) if one.raw), None)
    if kept is None:
        because = "it is made after its mail has gone" if cards else "it is for no Teams channel"
        raise NotFoundError(f"Message {number} has no card: {because}.")
    return kept.decode()


def _as_it_would_go(
    session: Session,
    message: Message,
    line: OutboxLine,
    *,
    today: date,
    now: datetime,
    approver: str | None,
) -> ShownMessage:
    read = as_it_reads(session, message, today=today, now=now)
    if read.shown is None:
        because = read.nothing_because or "nothing is left to say"
        return _nothing(line, because, mark=str(mark_of_reads([read], today=today)))
    waits = message.state is MessageState.HELD
    shown = read.shown
    if approver is not None and waits and message.kind is MessageKind.ESCALATION:
        shown = _as_signed(session, message, approver, today=today, now=now) or shown
    return ShownMessage(
        line=line,
        to=shown.to.email,
        subject=shown.subject,
        text=shown.text,
        html=shown.html,
        left_out=left_out_words(session, read.left_out, verb="would be"),
        mark=str(mark_of_reads([read], today=today)) if waits else None,
    )


def _as_signed(
    session: Session, message: Message, approver: str, *, today: date, now: datetime
) -> Shown | None:
    """What is raised, with the name of who is about to approve it; the row stays as it is."""
    with session.no_autoflush:
        message.approved_by = who_approves(session, approver, today=today)
        shown = show(session, message, today=today, now=now)
        session.expire(message)
    return shown if isinstance(shown, Shown) else None


def _as_kept(line: OutboxLine, raw: bytes) -> ShownMessage:
    mail = message_from_bytes(raw, policy=current_policy)
    return ShownMessage(
        line=line,
        to=str(mail["To"]),
        subject=str(mail["Subject"]),
        text=_part(mail, "plain"),
        html=_part(mail, "html"),
        raw=raw,
    )


def _part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body(preferencelist=(kind,))
    return str(body.get_content()) if body is not None else ""


def _nothing(line: OutboxLine, because: str, *, mark: str | None = None) -> ShownMessage:
    return ShownMessage(line, "", subject="", text="", html="", nothing_because=because, mark=mark)


def _kept(session: Session, number: int) -> Delivery | None:
    """The newest delivery to the person themself whose bytes were kept."""
    own = [one for one in deliveries_of(session, number) if not one.is_copy and one.raw]
    return own[-1] if own else None
