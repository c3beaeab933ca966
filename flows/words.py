"""The one sentence by which a run says what it did: in its log and as its final state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rules.wording import counted, listed, long_date
from services.by_hand import Chased, Preview
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
    "retry": "to be tried again",
    "put_off": "put off to the next working day",
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


def preview_sentence(preview: Preview, *, day: date) -> str:
    """``estuary-police on Monday 9 July 2018: 3 items to ask about, 2 left out. ...``"""
    asked = counted(len(preview.asked), "item")
    left_out = f", {len(preview.left_out)} left out" if preview.left_out else ""
    return f"{preview.body} on {long_date(day)}: {asked} to ask about{left_out}. Nothing was asked."


def prepared_sentence(preview: Preview, done: Chased) -> str:
    """``Message 12 to estuary-police waits for approval: 3 items, 2 left out.``"""
    if done.made is not None:
        return f"Message {done.message} to {preview.body} asks this already: nothing was added."
    state = "waits for approval" if done.waits_because else "goes with the next delivery"
    left_out = f", {done.left_out} left out" if done.left_out else ""
    items = counted(done.items, "item")
    return f"Message {done.message} to {preview.body} {state}: {items}{left_out}."


def stages_sentence(name: str, outcomes: Sequence[StageOutcome]) -> str:
    """``southend-2018: letter met, action plan open, ...``."""
    return f"{name}: {listed([f'{one.stage} {one.state}' for one in outcomes])}."
