"""One test message through the real channel, so that nobody finds out on the day that mail fails.

It stands in History and not in the ledger: it tells nobody about any item.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from secrets import randbelow
from typing import Protocol, runtime_checkable

from sqlmodel import Session

from notifications.dispatch import Receipt, Transport
from notifications.keys import DeliveryKey
from notifications.mail import Envelope, build_mail
from notifications.message import Recipient, Sender
from notifications.proof import proof_of
from notifications.senders import sender_of
from rules.mail_addresses import is_mail_address
from services.divert import VARIABLE, diverted_address
from services.errors import Refused
from services.history import Subject, record
from services.installation import installation, named_after
from services.surroundings import surroundings


@dataclass(frozen=True, slots=True)
class Proof:
    """A test message ready to go. ``diverted_from`` is set where it goes elsewhere than asked."""

    raw: bytes
    to: str
    key: DeliveryKey
    diverted_from: str | None = None


@runtime_checkable
class SaysItsStages(Protocol):
    """A transport that says each stage as it passes."""

    def heard_by(self, say: Callable[[str], None]) -> Transport:
        """The same transport, whose every stage ``say`` hears."""


def make_proof(session: Session, *, to: str | None, now: datetime.datetime, by: str) -> Proof:
    """A test message to ``to``, the team's own reply address unless given.

    Raises `Refused` for what is no mail address.
    """
    row = installation(session)
    sender = sender_of(surroundings(session).council)
    wanted = (to or sender.reply_to).strip()
    if not is_mail_address(wanted):
        raise Refused(f"{wanted!r} is not a mail address. Write one like team@council.example.")
    instead = diverted_address(wanted)
    # A number of its own tells one test from the next: a folder refuses a name that it has.
    key = DeliveryKey(named_after(row), delivery_id=0, attempt=randbelow(10**9))
    goes_to = instead or wanted
    raw = _mail(sender, goes_to, key, now=now, by=by, diverted_from=wanted if instead else None)
    return Proof(raw, goes_to, key, diverted_from=wanted if instead else None)


def _mail(
    sender: Sender,
    to: str,
    key: DeliveryKey,
    *,
    now: datetime.datetime,
    by: str,
    diverted_from: str | None,
) -> bytes:
    rendered = proof_of(sender, now=now, by=by, diverted_from=diverted_from)
    return build_mail(
        Envelope(
            sender=sender,
            recipient=Recipient(sender.team, "", sender.council, to, own_staff=True),
            subject=rendered.subject,
            text=rendered.text,
            html=rendered.html,
            message_id=key.message_id(sender.from_address.partition("@")[2]),
            date=now,
        )
    )


def send_proof(proof: Proof, transport: Transport, *, say: Callable[[str], None]) -> Receipt:
    """Send it; ``say`` hears each stage, where the channel has stages to tell."""
    told = transport.heard_by(say) if isinstance(transport, SaysItsStages) else transport
    return told.send(proof.raw, recipient=proof.to, key=proof.key)


def record_proof(
    session: Session, proof: Proof, receipt: Receipt, *, now: datetime.datetime, by: str
) -> None:
    """Keep in History that it was tried, and what the channel answered."""
    record(
        session,
        now=now,
        actor=by,
        kind="mail_tested",
        subject=Subject("installation", 1),
        payload={
            "to": proof.to,
            "instead_of": proof.diverted_from,
            "outcome": receipt.outcome,
            "code": receipt.code,
            "detail": receipt.detail,
        },
    )


def diverted_words(proof: Proof) -> str | None:
    """That it goes elsewhere than asked, or None."""
    if proof.diverted_from is None:
        return None
    return f"Diverted: it goes to {proof.to} instead of {proof.diverted_from} ({VARIABLE})."
