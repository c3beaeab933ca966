"""A step in words for the person who reads why a message came."""

from __future__ import annotations

from rules.ladders import Step, Subject, Tone
from rules.wording import counted


def reason_of(step: Step, *, subject: Subject) -> str:
    """Why this step goes, as a full sentence: "You get this 3 working days before its date."."""
    if step.is_late_when_entered:
        return "Its date had passed when it was entered here."
    if subject is Subject.CHECK:
        return f"It was reported complete {counted(step.offset, 'working day')} ago."
    if step.tone is Tone.COURTESY:
        return "No update has been received, and it is about to be raised."
    if step.audience.is_above_lead:
        return "It was raised because the body's lead was told and no update came."
    return f"You get this {_when(step.offset)}."


def _when(offset: int) -> str:
    if offset < 0:
        return f"{counted(-offset, 'working day')} before its date"
    if offset == 0:
        return "on its date"
    return f"because its date was {counted(offset, 'working day')} ago"
