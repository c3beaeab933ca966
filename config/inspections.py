"""Inspections declared as facts in ``config/inspections/*.yaml``, plan included.

For an inspection whose letter is not at hand, or whose plan already exists. A file names what the
letter would say (dates, findings, bodies to involve) and what the council adds (its bodies, boards,
meetings, actions). People are never declared: they come by ``longstop contact import``.
"""

from __future__ import annotations

import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field

from config.inspection_faults import faults_between_keys
from config.yaml_files import ConfigFaults, Declared, Fault, load_yaml, validate

INSPECTIONS = Path(__file__).parent / "inspections"

Ref = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9][A-Za-z0-9 .()/-]*$")]
Words = Annotated[str, Field(min_length=1)]


class Kind(StrEnum):
    """Kinds of finding, in the words of the files."""

    PRIORITY_ACTION = "priority_action"
    AREA_FOR_IMPROVEMENT = "area_for_improvement"
    STRENGTH = "strength"


class BodyKind(StrEnum):
    """Who a body is to the council."""

    COUNCIL = "council"
    PARTNER = "partner"
    OUTSIDE = "outside"


class Day(StrEnum):
    """The day on which a body takes its weekly message."""

    MONDAY = "Monday"
    TUESDAY = "Tuesday"
    WEDNESDAY = "Wednesday"
    THURSDAY = "Thursday"
    FRIDAY = "Friday"

    @property
    def number(self) -> int:
        """Monday is 1, as in ISO 8601."""
        return list(Day).index(self) + 1


class Source(StrEnum):
    """Where an action comes from."""

    LETTER = "letter"
    BOARD_CHALLENGE = "board_challenge"
    OWN = "own"


class Fieldwork(Declared):
    """The first and the last day on which the inspectors were on site."""

    start: datetime.date
    end: datetime.date


class LetterFacts(Declared):
    """What the letter prints of itself. ``stated_due_text`` is the date in the letter's words."""

    date: datetime.date
    published_on: datetime.date | None = None
    received_on: datetime.date | None = None
    stated_due: datetime.date | None = None
    stated_due_text: Words | None = None
    sender: Words | None = None
    submit_to: Words | None = None


class Counts(Declared):
    """How many findings the letter holds: the list below is held to it."""

    strengths: int = 0
    areas_for_improvement: int = 0
    priority_actions: int = 0


class Body(Declared):
    """A body of the council or of a partner, and which of the letter's words mean it."""

    ref: Ref
    name: Words
    kind: BodyKind
    chosen_day: Day = Day.MONDAY
    answers_for: tuple[Words, ...] = ()


class Finding(Declared):
    """One finding under a short title in our own words; ``accountable`` is a body's ref."""

    ref: Ref
    kind: Kind
    title: Annotated[str, Field(min_length=1, max_length=200)]
    accountable: Ref | None = None
    contributing: tuple[Ref, ...] = ()
    board: Words | None = None
    themes: tuple[Words, ...] = ()


class MilestoneFacts(Declared):
    """One dated step of an action. ``due`` is a person's reading of ``timescale``, if made."""

    title: Words
    timescale: str = ""
    due: datetime.date | None = None


class ActionFacts(Declared):
    """One action: ``lead`` is the accountable body's ref, ``timescale`` the plan's own words.

    Without ``milestones`` the action is its own and only milestone.
    """

    ref: Ref
    title: Words
    lead: Ref
    finding: Ref | None = None
    lead_role: Words | None = None
    supporting: tuple[Ref, ...] = ()
    timescale: str = ""
    due: datetime.date | None = None
    success_measure: Words | None = None
    body_ref: Words | None = None
    source: Source = Source.LETTER
    milestones: tuple[MilestoneFacts, ...] = ()


class PlanFacts(Declared):
    """The plan as it was written on a day, from which "August" is read."""

    written_on: datetime.date
    actions: tuple[ActionFacts, ...]


class MeetingFacts(Declared):
    """A meeting that is known; ``rule`` is the key of the framework's date that it decides."""

    body: Words
    held_on: datetime.date
    rule: Words | None = None
    invented: bool = False


class StatedElsewhere(Declared):
    """A date that another document than the letter states for one of the framework's rules.

    ``text`` is that document's own words ("August 2018"), ``day`` a person's reading of them.
    """

    rule: Words
    text: Words
    day: datetime.date
    said_by: Words
    said_on: datetime.date | None = None


class InspectionFacts(Declared):
    """One inspection. ``invented`` says in sentences what of it is an illustration."""

    ref: Annotated[str, Field(max_length=60, pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*$")]
    framework: Words
    area: Words
    fieldwork: Fieldwork
    code_name: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    theme: Words | None = None
    marking: Words = "OFFICIAL"
    letter: LetterFacts | None = None
    principal_authorities: tuple[Words, ...] = ()
    involve: tuple[Words, ...] = ()
    counts: Counts | None = None
    boards: tuple[Words, ...] = ()
    meetings: tuple[MeetingFacts, ...] = ()
    stated_elsewhere: tuple[StatedElsewhere, ...] = ()
    bodies: tuple[Body, ...]
    findings: tuple[Finding, ...] = ()
    plan: PlanFacts | None = None
    invented: tuple[Words, ...] = ()

    def before_the_letter(self) -> InspectionFacts:
        """What was known before the letter came: no findings, no plan, none of its dates."""
        return self.model_copy(
            update={
                "letter": None,
                "findings": (),
                "counts": None,
                "involve": (),
                "meetings": (),
                "stated_elsewhere": (),
                "plan": None,
            }
        )

    def without_plan(self) -> InspectionFacts:
        """The same before the plan was written."""
        return self.model_copy(update={"plan": None})


def read_inspection(path: Path) -> InspectionFacts:
    """The inspection declared in one file.

    Raises:
        ConfigFaults: everything that is wrong with the file, at once: missing and unknown keys,
            wrong values, and refs that name nothing.
    """
    source = load_yaml(path)
    faults: list[Fault] = list(faults_between_keys(source))
    try:
        facts = validate(source, InspectionFacts)
    except ConfigFaults as found:
        faults.extend(found.faults)
    if faults:
        raise ConfigFaults(sorted(faults, key=lambda fault: fault.line or 0))
    return facts


def shipped_inspection(name: str = "southend-2018") -> InspectionFacts:
    """An inspection that comes with Longstop, by its file's name without ``.yaml``."""
    return read_inspection(INSPECTIONS / f"{name}.yaml")
