"""A step in words for the person who reads why a message came."""

from __future__ import annotations

from rules.ladders import Step, Subject, Tone
from rules.wording import counted


def reason_of(step: Step, *, subject: Subject, is_open_again: bool = False) -> str:
    """Why this step goes, as a full sentence: "You get this 3 working days before its date.".

    ``is_open_again``: the item came back after it had been reported complete, checked or paused.
    """
    if step.is_late_when_entered:
        how = "opened again" if is_open_again else "entered here"
        return f"Its date had passed when it was {how}."
    if subject is Subject.CHECK:
        return f"It was reported complete {counted(step.offset, 'working day')} ago."
    is_before_its_date = step.offset < 0
    if step.tone is Tone.COURTESY and is_before_its_date:
        return "Its date is near, and it is about to be raised."
    if step.tone is Tone.COURTESY:
        return "No update has been received, and it is about to be raised."
    if step.audience.is_above_lead and is_before_its_date:
        return "Its date is near, and the lead has been reminded of it."
    if step.audience.is_above_lead:
        return "It was raised because the body's lead was told and no update came."
    return f"You get this {_when(step.offset)}."


def _when(offset: int) -> str:
    if offset < 0:
        return f"{counted(-offset, 'working day')} before its date"
    if offset == 0:
        return "on its date"
    return f"because its date was {counted(offset, 'working day')} ago"
