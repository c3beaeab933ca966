"""Which of our messages a report is about.

A Message-ID of ours carries a mark that nobody can guess, so whoever cites one has seen that very
message. An address alone is weaker: anybody can write a report about an address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from documents.delivery_report import MailRead, Told
from models.ledger import Delivery
from models.queries.reports import deliveries_named


@dataclass(frozen=True, slots=True)
class Matched:
    """A report's row about one recipient, and the delivery of ours that it is about, if known.

    ``is_passed_on`` is true where the server speaks of another address than the one we wrote to:
    their system passes its mail on.
    """

    told: Told
    delivery: Delivery | None
    is_passed_on: bool = False


def matched(session: Session, mail: MailRead) -> list[Matched]:
    """The rows of a report with their deliveries: one row where it cites a message of ours.

    Each of our messages goes to one address, so of several recipients at most one is meant.
    """
    delivery = cited_delivery(session, mail)
    if delivery is None:
        return [Matched(told, None) for told in mail.about]
    ours = (delivery.sent_to or "").lower()
    for told in mail.about:
        if ours in _addresses(told):
            return [Matched(told, delivery)]
    nameless = [told for told in mail.about if not _addresses(told)]
    if nameless:
        return [Matched(nameless[0], delivery)]
    return [Matched(told, delivery, is_passed_on=True) for told in mail.about[:1]]


def cited_delivery(session: Session, mail: MailRead) -> Delivery | None:
    """The delivery whose Message-ID the mail cites; the newest of several in one thread."""
    found: Sequence[Delivery] = deliveries_named(session, mail.cited)
    return found[0] if found else None


def address_of(told: Told) -> str | None:
    """The address we would have written to: the original one where the report gives it."""
    return told.original or told.address


def _addresses(told: Told) -> set[str]:
    return {one.lower() for one in (told.address, told.original) if one}
