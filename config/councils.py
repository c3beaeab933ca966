"""The council's own facts and settings, declared in ``config/councils/*.yaml``.

A file describes the council as it is set up. What a person changes later is a row that wins over
the file (:func:`with_settings`), so that an upgrade never undoes a decision.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, ValidationError, model_validator

import rules.approvals
import rules.brake
from config.yaml_files import Declared, did_you_mean, read_folder
from rules.mail_addresses import is_mail_address

COUNCILS = Path(__file__).parent / "councils"


class UnknownCouncil(LookupError):
    """There is no file for a council of that name."""


class UnusableSetting(ValueError):
    """A changed setting has no such name or no such value."""


def _address(text: str) -> str:
    if not is_mail_address(text):
        raise ValueError(
            f"'{text}' is not one plain mail address. Write it as team@council.example."
        )
    return text


def _one_line(text: str) -> str:
    if not text.isprintable() or not text:
        raise ValueError("must be one line of text. Remove line breaks and tabs.")
    return text


def _dark_colour(text: str) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        raise ValueError(f"'{text}' is not a colour. Write it as '#1d4f76', in quotation marks.")
    if contrast_with_white(text) < 4.5:
        raise ValueError(f"'{text}' is too light for white text on it (WCAG asks for 4.5 to 1).")
    return text.lower()


def contrast_with_white(colour: str) -> float:
    """The contrast ratio of ``#rrggbb`` with white, from 1 to 21 (WCAG 2.2)."""
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


Address = Annotated[str, AfterValidator(_address)]
Line = Annotated[str, AfterValidator(_one_line)]
Colour = Annotated[str, AfterValidator(_dark_colour)]
Weekday = Annotated[int, Field(ge=1, le=5)]
WorkingDays = Annotated[int, Field(ge=0, le=60)]


class Team(Declared):
    """In whose name messages go, and where answers arrive. ``reply_to`` must be watched."""

    name: Line
    from_address: Address
    reply_to: Address
    telephone: Line | None = None


class Day(Declared):
    """The order of a working day, in London time.

    ``partners_not_after`` is the time after which nothing goes to another body on a Friday or on
    the eve of a closure: it would lie unread and grow old there.
    """

    decide_at: datetime.time = datetime.time(7, 30)
    look_again_at: datetime.time = datetime.time(9, 30)
    send_at: datetime.time = datetime.time(10, 0)
    partners_not_after: datetime.time = datetime.time(15, 0)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.decide_at < self.look_again_at < self.send_at < self.partners_not_after:
            raise ValueError(
                "the times must follow each other: decide_at, look_again_at, send_at,"
                " partners_not_after."
            )
        return self


class OwnStaff(Declared):
    """The council's own people are written to at most once a day; the director once a week.

    ``dcs_weekday`` is the day of the director's weekly line, Monday being 1. With
    ``calendar_entries`` their mail carries its dates as a file for their calendars.
    """

    dcs_weekday: Weekday = 5
    calendar_entries: bool = True


class Answers(Declared):
    """By when a message asks for an answer, in working days after the day on which it goes."""

    asked_within: WorkingDays = 5


class Brake(Declared):
    """When a sweep is held back as one batch (design 6.5).

    It brakes above ``multiplier`` times the median of the last ``sweeps`` sweeps (never below
    ``at_least`` messages), or above ``escalations`` opened at once. Statutory items due within
    ``statutory_days`` working days go all the same.
    """

    enabled: bool = True
    multiplier: Annotated[int, Field(gt=1)] = 3
    sweeps: Annotated[int, Field(ge=1)] = 20
    at_least: Annotated[int, Field(ge=1)] = 50
    escalations: Annotated[int, Field(ge=0)] = 10
    statutory_days: WorkingDays = 5

    @property
    def rule(self) -> rules.brake.Brake:
        """The same as the rule engine takes it."""
        return rules.brake.Brake(
            is_on=self.enabled,
            times=self.multiplier,
            of_last=self.sweeps,
            at_least=self.at_least,
            escalations=self.escalations,
        )


class Raised(Declared):
    """Acknowledging what was raised pauses it, in working days; never past a statutory date."""

    acknowledged_for: WorkingDays = 5
    acknowledged_at_most: WorkingDays = 10


class Approvals(Declared):
    """When something has waited for a person too long, in working days since it was decided.

    After ``remind_after`` the programme manager's message says it first. After ``cover_after``
    without any decision, the council's deputy gets that message as well, unless somebody covers.
    """

    remind_after: WorkingDays = 2
    cover_after: WorkingDays = 4

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.cover_after < self.remind_after:
            raise ValueError("cover_after must not be less than remind_after.")
        return self

    @property
    def patience(self) -> rules.approvals.Patience:
        """The same as the rule takes it."""
        return rules.approvals.Patience(self.remind_after, self.cover_after)


class ByHand(Declared):
    """Requests that a person makes between the daily checks.

    Whoever asks at the command line has read what goes. A form of Prefect's shows no message, so
    what is asked there waits for approval, unless ``prefect_may_send``; even then a body whose
    messages wait for approval is not written to unread.
    """

    prefect_may_send: bool = False


class Closure(Declared):
    """Days on which the council is closed, first and last included.

    They shift sending; they never change how a date is counted.
    """

    name: Line
    first: datetime.date
    last: datetime.date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError("'last' lies before 'first'. Swap them.")
        return self


class Council(Declared):
    """One council. ``illustration`` marks all it sends "Illustration: invented answers"."""

    name: Line
    team: Team
    division: str = "england-and-wales"
    marking: Line = "OFFICIAL"
    colour: Colour = "#1d4f76"
    illustration: bool = False
    day: Day = Day()
    own_staff: OwnStaff = OwnStaff()
    answers: Answers = Answers()
    brake: Brake = Brake()
    raised: Raised = Raised()
    approvals: Approvals = Approvals()
    by_hand: ByHand = ByHand()
    closures: tuple[Closure, ...] = ()

    def closed_on(self, day: datetime.date) -> Closure | None:
        """The closure that covers ``day``, or None."""
        return next((one for one in self.closures if one.first <= day <= one.last), None)


def councils(folder: Path = COUNCILS) -> dict[str, Council]:
    """Every declared council by its key, the file's name without ``.yaml``.

    Raises:
        ConfigFaults: everything that is wrong with any of the files, at once.
    """
    return read_folder(folder, Council)


def council(key: str, folder: Path = COUNCILS) -> Council:
    """The council with this key.

    Raises:
        UnknownCouncil: there is no such file; the message suggests one.
        ConfigFaults: a file is faulty.
    """
    known = councils(folder)
    if key not in known:
        raise UnknownCouncil(f"There is no council '{key}'.{did_you_mean(key, known)}")
    return known[key]


def with_settings(declared: Council, changed: Mapping[str, Any]) -> Council:
    """``declared`` with what people changed: ``{"brake.enabled": False}``.

    Raises:
        UnusableSetting: there is no such setting, or it cannot have that value.
    """
    values = declared.model_dump(mode="json")
    for key, value in changed.items():
        _put(values, key, value)
    try:
        return Council.model_validate(values)
    except ValidationError as error:
        faults = "; ".join(_fault_words(detail) for detail in error.errors())
        raise UnusableSetting(f"The council's settings cannot be used: {faults}") from error


def _put(values: dict[str, Any], key: str, value: Any) -> None:
    *parents, last = key.split(".")
    place: Any = values
    for parent in parents:
        place = place.get(parent) if isinstance(place, dict) else None
    if not isinstance(place, dict) or last not in place:
        raise UnusableSetting(f"There is no setting '{key}'.{did_you_mean(key, _keys(values))}")
    place[last] = value


def _keys(values: Mapping[str, Any], before: str = "") -> list[str]:
    keys: list[str] = []
    for name, value in values.items():
        keys += _keys(value, f"{before}{name}.") if isinstance(value, dict) else [before + name]
    return keys


def _fault_words(detail: Any) -> str:
    key = ".".join(str(step) for step in detail["loc"])
    return f"{key} is {detail['input']!r}, {detail['msg'].removeprefix('Value error, ')}"
