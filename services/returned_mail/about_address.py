"""A report that cites no message of ours: only an address that is certainly gone may be marked.

Anybody can write such a report, so much is asked of it: that it returns no message of somebody
else's, that the address is gone for good, that one person has it, and that we wrote there of late.
"""

from __future__ import annotations

from datetime import timedelta

from documents.delivery_report import Told
from models.agencies import Contact
from models.queries.reports import holders_of_address, was_written_to
from models.words import ReportKind
from rules.bounces import Fate, Judged
from services.returned_mail.keeping import it_waits, keep, mark, marked_words, note_event
from services.returned_mail.values import Became, Reading, Taken, in_words

RECENTLY = timedelta(days=14)
"""How long after a message an address may be marked by a report that names no message."""


def of_address(reading: Reading, told: Told, address: str | None, judged: Judged) -> Taken:
    """It cites no message of ours: only an address that is certainly gone may be marked."""
    holders = holders_of_address(reading.session, address) if address else ()
    if not holders or judged.fate in (Fate.ON_ITS_WAY, Fate.ARRIVED):
        whose = f"{address}: " if address else ""
        return Taken(Became.NOT_OURS, f"{whose}not about mail that was sent from here.")
    contact = holders[0] if len(holders) == 1 else None
    why = _why_not_by_address(reading, address or "", judged, contact)
    if why is not None:
        report = keep(reading, address, ReportKind.UNCLEAR, told, contact=contact)
        return it_waits(report, f"Mail to {address} came back. {why}")
    words = in_words(told)
    report = keep(reading, address, ReportKind.FAILED, told, contact=contact, is_done=True)
    marked = mark(reading, address, judged, words)
    note_event(reading, report, None, is_news=False, marked=marked)
    return Taken(
        Became.CAME_BACK,
        f"Mail to {address} came back, no telling which: {words} {marked_words(marked, judged)}",
        report=report.id,
        marked=tuple(one.name for one in marked),
    )


def _why_not_by_address(
    reading: Reading, address: str, judged: Judged, contact: Contact | None
) -> str | None:
    """Why a report that names no message of ours may not mark the address, or None if it may."""
    if reading.mail.returned:
        return "The message it returns was not sent from here."
    if not judged.is_for_good:
        return "It does not say which message, nor that the address is wrong for good."
    if contact is None:
        return "It does not say which message, and several people have this address."
    if not was_written_to(reading.session, address, since=reading.now - RECENTLY):
        return "It does not say which message, and nothing went there of late."
    return None
