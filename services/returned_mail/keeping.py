"""Keeping a report as a row, once, and saying so in History."""

from __future__ import annotations

import hashlib

from documents.delivery_report import MailRead, Told
from models.agencies import Contact
from models.ledger import Delivery, DeliveryReport
from models.queries.reports import report_with
from models.words import ReportKind
from rules.bounces import Judged
from services.history import Subject, record
from services.mark_bounced import mark_bounced
from services.returned_mail.effects import reached_a_server
from services.returned_mail.matching import address_of
from services.returned_mail.values import Became, Reading, Taken


def is_known(reading: Reading, address: str | None) -> bool:
    """Whether what this mail says of this address was read before."""
    return report_with(reading.session, _digest(reading.mail, address)) is not None


def read_before() -> Taken:
    """What became of a report that was read before: nothing."""
    return Taken(Became.READ_BEFORE, "It was read before.")


def it_waits(report: DeliveryReport, sentence: str, *, message: int | None = None) -> Taken:
    """A report that waits for a person, in the words of ``sentence``."""
    return Taken(
        Became.WAITS,
        f"{sentence} It waits as report {report.id} for a person.",
        report=report.id,
        message=message,
    )


def keep(
    reading: Reading,
    recipient: str | None,
    kind: ReportKind,
    told: Told | None = None,
    delivery: Delivery | None = None,
    *,
    contact: Contact | None = None,
    is_done: bool = False,
) -> DeliveryReport:
    """Keep the report as a row; one that is not ``is_done`` waits for a person."""
    named = address_of(told) if told is not None else recipient
    row = DeliveryReport(
        digest=_digest(reading.mail, named),
        file_name=reading.file_name[:255],
        read_at=reading.now,
        kind=kind,
        recipient=(recipient or named or "")[:254] or None,
        code=told.code[:20] if told and told.code else None,
        detail=told.words if told else "",
        delivery_id=delivery.id if delivery else None,
        contact_id=delivery.contact_id if delivery else (contact.id if contact else None),
        filed_at=reading.now if is_done else None,
        filed_by=reading.by if is_done else None,
    )
    reading.session.add(row)
    reading.session.flush()
    return row


def mark(reading: Reading, address: str | None, judged: Judged, words: str) -> list[Contact]:
    """Mark the address if it is gone for good; returns who was marked now."""
    if not judged.is_for_good or not address:
        return []
    return mark_bounced(
        reading.session, address, reason=words.rstrip("."), now=reading.now, by=reading.by
    )


def marked_words(marked: list[Contact], judged: Judged) -> str:
    """What follows for those who are written to at the address, in a sentence."""
    if marked:
        names = " and ".join(one.name for one in marked)
        return f"Nothing more goes to {names} there until the address is put right."
    if judged.is_for_good:
        return "Nobody is marked: the address is marked already, or nobody has it any longer."
    return "The address is not marked: the next message may get there."


def settle(reading: Reading, delivery: Delivery, words: str) -> bool:
    """Settle an unknown delivery as arrived, and say so in History; false for any other."""
    settled = reached_a_server(
        reading.session, delivery, words=words, now=reading.now, today=reading.today
    )
    if settled:
        record(
            reading.session,
            now=reading.now,
            actor=reading.by,
            kind="delivery_settled",
            subject=Subject("message", delivery.message_id),
            payload={"message": delivery.message_id, "arrived": True, "because": words},
        )
    return settled


def note_event(
    reading: Reading,
    report: DeliveryReport,
    delivery: Delivery | None,
    *,
    is_news: bool,
    marked: list[Contact],
) -> None:
    """One event for a message that came back; each marked contact has one of its own."""
    if delivery is None or not is_news:
        return
    record(
        reading.session,
        now=reading.now,
        actor=reading.by,
        kind="message_came_back",
        subject=Subject("message", delivery.message_id),
        payload={
            "message": delivery.message_id,
            "report": report.id,
            "code": report.code,
            "file": report.file_name,
            "marked": [one.name for one in marked],
        },
    )


def _digest(mail: MailRead, address: str | None) -> str:
    return hashlib.sha256(f"{mail.sha256} {(address or '').lower()}".encode()).hexdigest()
