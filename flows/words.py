"""The one sentence by which a run says what it did: in its log and as its final state."""

from __future__ import annotations

from collections.abc import Sequence

from rules.wording import counted, listed, long_date
from services.deliver import DeliveryReport
from services.statutory_stage import StageOutcome
from services.watch import WatchReport

# In the order in which a person wants to hear of them.
OUTCOMES = {
    "sent": "sent",
    "filed": "filed",
    "unknown": "not known whether sent: check",
    "failed": "not sent",
    "queued": "to be tried again",
    "cancelled": "cancelled, with nothing left to say",
}


def watch_sentence(report: WatchReport) -> str:
    """``Decided for Tuesday 3 July 2018: 4 messages going out, 2 waiting for approval.``"""
    day = long_date(report.day)
    if report.not_decided:
        return f"{day}: {report.not_decided}"
    parts = [f"{counted(report.messages, 'message')} going out"]
    if report.held:
        parts.append(f"{report.held} waiting for approval")
    if report.escalations:
        parts.append(f"{counted(report.escalations, 'item')} raised above the lead")
    if report.trouble:
        # The manager's own message names them; a mail address has no place in a run's record.
        parts.append(f"{counted(len(report.trouble), 'question')} about contacts")
    sentence = f"Decided for {day}: {', '.join(parts)}."
    return f"{sentence} Held back: {report.braked}" if report.braked else sentence


def delivery_sentence(report: DeliveryReport, *, is_demonstration: bool) -> str:
    """``3 filed, 1 not sent.``; says so when nothing was waiting, or when sending is stopped."""
    if report.stopped_because:
        return report.stopped_because
    counts = dict(report.counts)
    known = [f"{counts.pop(key)} {words}" for key, words in OUTCOMES.items() if counts.get(key)]
    other = [f"{number} {key}" for key, number in counts.items() if number]
    if not known and not other:
        return "Nothing was waiting to go."
    sentence = f"{', '.join(known + other)}."
    return f"Demonstration, filed and never sent: {sentence}" if is_demonstration else sentence


def stages_sentence(name: str, outcomes: Sequence[StageOutcome]) -> str:
    """``southend-2018: letter met, action plan open, ...``."""
    return f"{name}: {listed([f'{one.stage} {one.state}' for one in outcomes])}."
