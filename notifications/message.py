"""The values that messages are made of: who writes to whom, and about which items.

Whoever builds them has looked at the rows; from here on nothing is looked up. A message therefore
says what was true when it was built, and can be rendered and tested without a database.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum


class ItemKind(StrEnum):
    """What kind of date an item has. Statutory items stand first in every list."""

    STATUTORY = "statutory"
    COMMITTEE = "committee"
    PLAN = "plan"


class Tone(StrEnum):
    """Why an item is in a message, which decides the words it is put in."""

    REMINDER = "reminder"
    LATE = "late"
    # Before an item is raised above the lead, the lead is told when and with whom.
    COURTESY = "courtesy"
    # Raised with the reader, who stands above the lead.
    ESCALATION = "escalation"
    # Its date had passed before anything could have been asked.
    LATE_WHEN_ENTERED = "late_when_entered"
    # Reported complete: now we owe the check of the evidence.
    CHECK = "check"


class WordingWithheld(ValueError):
    """An item of an embargoed inspection carries words that may not leave the circle."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """The person who gets a message, in the role for which they get it.

    ``role`` is in words ("single point of contact"). ``own_staff`` is true for the council's own
    staff: they alone read "Overdue", and their mail has no foot about disclosure.
    """

    name: str
    role: str
    agency: str
    email: str
    own_staff: bool = False


@dataclass(frozen=True, slots=True)
class Sender:
    """The council's team in whose name every message goes, and its look.

    ``marking`` stands in the subject ("OFFICIAL"). ``colour`` is ``#rrggbb``. ``illustration``
    marks every message "Illustration: invented answers" (the replay of a real case).
    """

    council: str
    team: str
    from_address: str
    reply_to: str
    telephone: str | None
    marking: str = "OFFICIAL"
    colour: str = "#1d4f76"
    illustration: bool = False


@dataclass(frozen=True, slots=True)
class LastSaid:
    """The last update on an item: its state in words, what was written, by whom, on which day."""

    state: str
    words: str
    by: str
    on: datetime.date


@dataclass(frozen=True, slots=True)
class Raising:
    """That an item will be raised above its lead: on which day, and with whom:
    "Rowan Ash, senior lead"."""

    on: datetime.date
    to: str


@dataclass(frozen=True, slots=True)
class Item:
    """One dated duty as a message shows it.

    Args:
        ref: the item's reference, by which a reply names it ("2.1").
        inspection: the inspection's title, or its code name while it is embargoed.
        title: its short title; None where the wording is withheld.
        due: the day it is due (the day we work to).
        kind: statutory, committee or plan.
        tone: why it is in this message.
        plan_words: the plan's own words for the timescale, unchanged.
        ask: what is asked, in words that end without a full stop.
        reason: why this item is in this message, a full sentence.
        held_by: the body accountable for it; shown where the reader is not that body.
        days_left: working days after today up to and including ``due``; negative when late.
        last_said: the last update, or None if there has been none.
        raising: when and with whom it will be raised, for a courtesy notice.
        reported_on: the day it was reported complete, for a check that we owe.
        success_measure: the plan's own words for it.
        reopened: why it is open again after it had been reported complete or paused, in words
            that follow "because"; None where it never was.
        is_new: it was not in the message before this one to the same role.
        code_name: what the inspection is called in subjects while it is embargoed, also in those
            of the circle: a subject is read over a shoulder and on a locked screen.
        withheld: the inspection is embargoed and the reader is outside its circle. Then the item
            may carry no words of the letter or the plan.

    Raises:
        WordingWithheld: ``withheld`` is set and such words are there all the same.
    """

    ref: str
    inspection: str
    title: str | None
    due: datetime.date
    kind: ItemKind
    tone: Tone
    plan_words: str | None = None
    ask: str | None = None
    reason: str | None = None
    held_by: str | None = None
    days_left: int | None = None
    last_said: LastSaid | None = None
    raising: Raising | None = None
    reported_on: datetime.date | None = None
    success_measure: str | None = None
    reopened: str | None = None
    is_new: bool = False
    code_name: str | None = None
    withheld: bool = False

    def __post_init__(self) -> None:
        words = (
            self.title,
            self.plan_words,
            self.ask,
            self.success_measure,
            self.last_said,
            self.reopened,
        )
        if self.withheld and any(word is not None for word in words):
            raise WordingWithheld(
                f"Item {self.ref} of {self.inspection} is embargoed: a message outside the circle "
                "may name its reference and its date, and nothing else."
            )

    @property
    def is_late(self) -> bool:
        """Whether its date has passed and no update has arrived.

        A statutory date is raised before it comes, so being raised does not make an item late.
        """
        if self.tone in (Tone.COURTESY, Tone.ESCALATION):
            return self.days_left is None or self.days_left < 0
        return self.tone in (Tone.LATE, Tone.LATE_WHEN_ENTERED)


@dataclass(frozen=True, slots=True)
class Introduction:
    """The first message that a person gets in a role, and why it is this person."""

    because: str


@dataclass(frozen=True, slots=True)
class Handover:
    """A person new in a role takes over what somebody else was asked."""

    from_name: str
    on: datetime.date


@dataclass(frozen=True, slots=True)
class Cover:
    """A person stands in for the holder of a role until a day (the last day of cover)."""

    for_name: str
    until: datetime.date


Opening = Introduction | Handover | Cover


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message ready for the envelope: one-line subject, written text part, HTML part."""

    subject: str
    text: str
    html: str
