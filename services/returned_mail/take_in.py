"""Taking in one mail that came in: what it is, what follows from it, and what waits for a person.

A report counts once, however often it is read. What nobody can tell is not guessed: it waits.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from documents.delivery_report import MailRead, Nature
from models.words import ReportKind
from rules.bounces import judge
from services.returned_mail.about_address import of_address
from services.returned_mail.about_delivery import of_delivery
from services.returned_mail.keeping import is_known, keep, read_before, settle
from services.returned_mail.matching import Matched, address_of, cited_delivery, matched
from services.returned_mail.values import Became, Reading, Taken


def take_in(
    session: Session, mail: MailRead, *, file_name: str, today: date, now: datetime, by: str
) -> list[Taken]:
    """File what one mail says. Most mails say one thing; a report may speak of several people."""
    reading = Reading(session, mail, file_name, now, today, by)
    if mail.nature is Nature.LETTER:
        return [_letter(reading)]
    if mail.nature is Nature.AUTOMATIC_REPLY:
        return [_automatic_reply(reading)]
    return [_one(reading, found) for found in matched(session, mail)]


def _letter(reading: Reading) -> Taken:
    """Written by a person: it proves that what it answers arrived, and nothing more is read."""
    delivery = cited_delivery(reading.session, reading.mail)
    if delivery is None:
        return Taken(Became.LETTER, "It is no delivery report.")
    settled = settle(reading, delivery, "A reply to it came.")
    also = " It arrived, then: that is recorded." if settled else ""
    return Taken(
        Became.LETTER,
        f"It is a reply to message {delivery.message_id}, no delivery report.{also} "
        "Record what it says with 'longstop update record'.",
        message=delivery.message_id,
    )


def _automatic_reply(reading: Reading) -> Taken:
    """An absence: the message arrived, and nobody has answered."""
    sender = reading.mail.sender
    if is_known(reading, sender):
        return read_before()
    delivery = cited_delivery(reading.session, reading.mail)
    settled = delivery is not None and settle(reading, delivery, "An automatic reply came.")
    report = keep(reading, sender, ReportKind.AUTOMATIC_REPLY, delivery=delivery, is_done=True)
    also = " It shows that the message arrived: that is recorded." if settled else ""
    about = f" to message {delivery.message_id}" if delivery else ""
    return Taken(
        Became.AUTOMATIC_REPLY,
        f"From {sender or 'nobody named'}{about}: neither an answer nor a bounce.{also}",
        report=report.id,
        message=delivery.message_id if delivery else None,
    )


def _one(reading: Reading, found: Matched) -> Taken:
    address = address_of(found.told)
    if is_known(reading, address):
        return read_before()
    judged = judge(action=found.told.action, code=found.told.code, words=found.told.words)
    if found.delivery is not None:
        return of_delivery(reading, found, found.delivery, judged)
    return of_address(reading, found.told, address, judged)
