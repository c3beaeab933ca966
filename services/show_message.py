"""One message as it reads: how it would go now or, once it has gone, the bytes as kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as current_policy

from sqlmodel import Session

from models.ledger import Delivery, Message, Notice
from models.milestones import Milestone
from models.queries.outbox import deliveries_of
from models.words import MessageState
from services.compose import Withdrawn, show
from services.errors import NotFoundError
from services.outbox_overview import OutboxLine, lines_of


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A message in words.

    ``raw`` holds the bytes as kept, None before the message is claimed. ``left_out`` names items
    that would be withdrawn if it went now. ``nothing_because`` is set where nothing would go.
    """

    line: OutboxLine
    to: str
    subject: str
    text: str
    html: str
    raw: bytes | None = None
    left_out: tuple[str, ...] = ()
    nothing_because: str | None = None


def show_message(
    session: Session, number: int, *, today: date, now: datetime, approver: str | None = None
) -> ShownMessage:
    """The message with this number; nothing is changed. Raises `NotFoundError`.

    ``approver`` is who is about to approve it, where its text names them.
    """
    message = session.get(Message, number)
    if message is None:
        raise NotFoundError(
            f"There is no message {number}. 'longstop outbox list' shows the numbers."
        )
    (line,) = lines_of(session, [number])
    kept = _kept(session, number)
    if kept is not None and kept.raw is not None:
        return _as_kept(line, kept.raw)
    if message.state is MessageState.CANCELLED:
        return _nothing(line, message.cancelled_because or "it was cancelled")
    return _as_it_would_go(session, message, line, today=today, now=now, approver=approver)


def _as_it_would_go(
    session: Session,
    message: Message,
    line: OutboxLine,
    *,
    today: date,
    now: datetime,
    approver: str | None,
) -> ShownMessage:
    with session.no_autoflush:
        if approver is not None and message.state is MessageState.HELD:
            message.approved_by = approver
        shown = show(session, message, today=today, now=now)
        session.expire(message)
    if isinstance(shown, Withdrawn):
        return _nothing(line, shown.reason)
    return ShownMessage(
        line=line,
        to=shown.to.email,
        subject=shown.subject,
        text=shown.text,
        html=shown.html,
        left_out=tuple(_left_out(session, shown.withdrawn)),
    )


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


def _nothing(line: OutboxLine, because: str) -> ShownMessage:
    return ShownMessage(line, to="", subject="", text="", html="", nothing_because=because)


def _kept(session: Session, number: int) -> Delivery | None:
    """The newest delivery to the person themself whose bytes were kept."""
    own = [one for one in deliveries_of(session, number) if not one.is_copy and one.raw]
    return own[-1] if own else None


def _left_out(session: Session, withdrawn: Iterable[tuple[Notice, str]]) -> Iterable[str]:
    for notice, because in withdrawn:
        milestone = session.get(Milestone, notice.subject_id)
        name = f"Item {milestone.ref}" if milestone else "An item"
        yield f"{name} would be left out: {because}."
