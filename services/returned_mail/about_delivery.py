"""A report that cites a message of ours: it is certain which."""

from __future__ import annotations

from documents.delivery_report import Told
from models.ledger import Delivery
from models.words import ReportKind
from rules.bounces import Fate, Fault, Judged
from services.find_message import person_words
from services.returned_mail.effects import came_back
from services.returned_mail.keeping import it_waits, keep, mark, marked_words, note_event, settle
from services.returned_mail.matching import Matched
from services.returned_mail.values import Became, Reading, Taken, in_words


def of_delivery(reading: Reading, found: Matched, delivery: Delivery, judged: Judged) -> Taken:
    """It cites a message of ours, so it is certain which."""
    to = f"message {delivery.message_id} to {person_words(reading.session, delivery.contact_id)}"
    number = {"message": delivery.message_id}
    if judged.fate is Fate.UNCLEAR:
        report = keep(reading, delivery.sent_to, ReportKind.UNCLEAR, found.told, delivery)
        return it_waits(report, f"It is about {to}, but says neither that it came back nor that it "
                      "arrived.", **number)  # fmt: skip
    if judged.fate is not Fate.CAME_BACK:
        return _not_back(reading, found.told, delivery, judged, to)
    words = in_words(found.told)
    is_news = came_back(reading.session, delivery, words=words, now=reading.now)
    waits = found.is_passed_on or judged.fault is Fault.UNCLEAR
    kind = ReportKind.UNCLEAR if waits else ReportKind.FAILED
    report = keep(reading, delivery.sent_to, kind, found.told, delivery, is_done=not waits)
    marked = [] if waits else mark(reading, delivery.sent_to, judged, words)
    note_event(reading, report, delivery, is_news=is_news, marked=marked)
    if waits:
        return it_waits(
            report, f"{to[0].upper()}{to[1:]} came back. {_why_unclear(found)}", **number
        )
    return Taken(
        Became.CAME_BACK,
        f"{to[0].upper()}{to[1:]} came back: {words} {marked_words(marked, judged)}",
        report=report.id,
        marked=tuple(one.name for one in marked),
        **number,
    )


def _not_back(reading: Reading, told: Told, delivery: Delivery, judged: Judged, to: str) -> Taken:
    """Still on its way, or arrived: in either case a server has it, so it is not unknown."""
    arrived = judged.fate is Fate.ARRIVED
    kind = ReportKind.DELIVERED if arrived else ReportKind.DELAYED
    said = "A report says that it arrived." if arrived else "A server reports a delay."
    settled = settle(reading, delivery, said)
    report = keep(reading, delivery.sent_to, kind, told, delivery, is_done=True)
    also = " Until now that was not known: it is recorded." if settled else ""
    verb = "arrived." if arrived else "is delayed; the server goes on trying."
    return Taken(
        Became.ARRIVED if arrived else Became.DELAYED,
        f"{to[0].upper()}{to[1:]} {verb}{also}",
        report=report.id,
        message=delivery.message_id,
    )


def _why_unclear(found: Matched) -> str:
    if found.is_passed_on:
        return (
            f"Their system passes mail on to {found.told.address}, and that is where it failed: "
            f"{in_words(found.told)}"
        )
    return f"Whether the address is wrong for good is not certain: {in_words(found.told)}"
