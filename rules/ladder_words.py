"""Steps of a ladder in the words people read: never "rung", "ladder" or "chase"."""

from __future__ import annotations

from rules.ladders import (
    AD_HOC,
    COURTESY_SUFFIX,
    LATE_WHEN_ENTERED,
    Audience,
    Ladder,
    Rung,
    Subject,
    Tone,
    Way,
)
from rules.wording import counted

ROLE_WORDS = {
    Audience.LEAD: "the lead",
    Audience.PROGRAMME_MANAGER: "the programme manager",
    Audience.SENIOR_LEAD: "the senior lead",
    Audience.DCS: "the director of children's services",
    Audience.CHAIR: "the chair",
}
WAY_WORDS = {
    Way.AUTOMATIC: "by itself",
    Way.APPROVAL: "after approval",
    Way.PERSON: "by a person",
}
LATE_WHEN_ENTERED_WORDS = "Notice that the date had passed when the item was entered"
OF_NO_LADDER = {
    LATE_WHEN_ENTERED: LATE_WHEN_ENTERED_WORDS,
    AD_HOC: "Update request by hand",
}


def day_words(offset: int, *, subject: Subject) -> str:
    """``3 working days before the date``, ``on the date``, ``1 working day after the date``."""
    if subject is Subject.CHECK:
        return f"{counted(offset, 'working day')} after it was reported complete"
    if offset == 0:
        return "on the date"
    side = "before" if offset < 0 else "after"
    return f"{counted(abs(offset), 'working day')} {side} the date"


def kind_words(rung: Rung, *, subject: Subject) -> str:
    """What the step is: ``Reminder``, ``Update request``, ``Raising it to the chair``."""
    if rung.audience.is_above_lead:
        return f"Raising it to {ROLE_WORDS[rung.audience]}"
    what = "Reminder" if rung.tone is Tone.REMINDER else "Update request"
    if subject is Subject.CHECK:
        what = "Reminder that the evidence is to be checked"
    if rung.audience is Audience.LEAD or subject is Subject.CHECK:
        return what
    return f"{what} to {ROLE_WORDS[rung.audience]}"


def rung_words(rung: Rung, *, subject: Subject, offset: int | None = None) -> str:
    """The step's name: ``Reminder 3 working days before the date``.

    ``offset`` is that of the occurrence, the rung's own unless given.
    """
    day = day_words(rung.offset if offset is None else offset, subject=subject)
    return f"{kind_words(rung, subject=subject)} {day}"


def courtesy_words(rung: Rung) -> str:
    """The name of the courtesy notice that goes before ``rung``."""
    return f"Notice to the lead that it will be raised to {ROLE_WORDS[rung.audience]}"


def step_words(ladder: Ladder, *, rung_id: str, occurrence: int = 0) -> str:
    """The name of a step by its place in the ledger, for messages, pages and reports.

    A name that the ladder does not know is given back as it is: the ledger outlives ladders.
    """
    for rung in ladder.rungs:
        if rung.id == rung_id:
            every = rung.repeat.every if rung.repeat else 0
            offset = rung.offset + occurrence * every
            return rung_words(rung, subject=ladder.subject, offset=offset)
        if rung.id + COURTESY_SUFFIX == rung_id:
            return courtesy_words(rung)
    return OF_NO_LADDER.get(rung_id, rung_id)


def rung_conditions(rung: Rung) -> str:
    """What else holds for the step: repeats, staleness, waits, as one sentence or nothing."""
    said = []
    if rung.repeat:
        times = counted(rung.repeat.times, "more time")
        said.append(f"{times}, every {counted(rung.repeat.every, 'working day')}")
    if rung.wait:
        said.append(f"at least {counted(rung.wait, 'working day')} after the level below was told")
    if rung.courtesy:
        said.append(f"the lead is told {counted(rung.courtesy, 'working day')} before")
    if rung.stale_after is not None:
        said.append(f"left out once {counted(rung.stale_after, 'working day')} late")
    return "; ".join(said)
