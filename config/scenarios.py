"""Scenarios in ``config/scenarios/*.yaml``: who the people of a demonstration are, and what they do
on which day.

A scenario plays a declared inspection through the real services (``services.replay``). Whoever is
silent simply does not act in it. Every address ends in ``.example``, so that nothing made from it
can reach a living person.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field

from config.inspections import INSPECTIONS, Day, InspectionFacts, read_inspection
from config.loader import load_framework
from config.scenario_acts import ActOn, AddBody, AnyAct, ApproveWaiting, Words
from config.yaml_files import (
    ConfigFaults,
    Declared,
    Fault,
    KeyPath,
    YamlFile,
    did_you_mean,
    load_yaml,
    validate,
)

SCENARIOS = Path(__file__).parent / "scenarios"
SAFE_ENDING = ".example"


class Role(StrEnum):
    """The part a person plays in a body."""

    SPOC = "spoc"
    DEPUTY = "deputy"
    SENIOR_LEAD = "senior_lead"
    CHIEF_OFFICER = "chief_officer"
    DCS = "dcs"
    CHAIR = "chair"
    PROGRAMME_MANAGER = "programme_manager"
    INFORMED = "informed"


class Person(Declared):
    """A fictional person in a role of a body, set in the contacts on their first day ``since``.

    Another person in the same role from a later day is a handover; the same person again with an
    address is an address that was found. ``teams`` is the channel that their role reads.
    """

    body: Words
    role: Role
    name: Words
    email: Words | None = None
    since: datetime.date
    day: Day | None = None
    teams: Words | None = None


class Scenario(Declared):
    """Who acts in a replay and when. ``ends_on`` is the last day that is lived."""

    title: Words
    council: Words
    inspection: Words
    starts_on: datetime.date
    ends_on: datetime.date
    manager: Words
    people: Annotated[tuple[Person, ...], Field(min_length=1)]
    acts: Annotated[tuple[AnyAct, ...], Field(min_length=1)]

    def people_from(self, day: datetime.date) -> tuple[Person, ...]:
        """Whoever takes up a role on this day."""
        return tuple(person for person in self.people if person.since == day)

    def acts_on(self, day: datetime.date, *, after_the_check: bool) -> tuple[ActOn, ...]:
        """What is done on this day before its check, or after it, in the order of the file."""
        return tuple(
            act
            for act in self.acts
            if act.after_the_check is after_the_check and _happens_on(act, day)
        )


def _happens_on(act: ActOn, day: datetime.date) -> bool:
    if isinstance(act, ApproveWaiting) and act.until is not None:
        return act.on <= day <= act.until
    return act.on == day


def read_scenario(path: Path) -> Scenario:
    """The scenario of one file.

    Raises:
        ConfigFaults: everything that is wrong with the file, at once: missing and unknown keys,
            acts that there are not, days outside its time, refs that name nothing, real addresses.
    """
    source = load_yaml(path)
    scenario = validate(source, Scenario)
    faults = list(_faults(scenario, source))
    if faults:
        raise ConfigFaults(faults)
    return scenario


def shipped_scenario(name: str = "southend-2018") -> Scenario:
    """A scenario that comes with Longstop, by its file's name without ``.yaml``."""
    return read_scenario(SCENARIOS / f"{name}.yaml")


def _faults(scenario: Scenario, source: YamlFile) -> Iterator[Fault]:
    yield from _days_outside(scenario, source)
    yield from _real_addresses(scenario, source)
    path = INSPECTIONS / f"{scenario.inspection}.yaml"
    if not path.is_file():
        hint = did_you_mean(scenario.inspection, [one.stem for one in INSPECTIONS.glob("*.yaml")])
        message = f"names no file of config/inspections: '{scenario.inspection}'.{hint}"
        yield source.fault(("inspection",), message)
        return
    yield from _unknown_refs(scenario, source, read_inspection(path))


def _days_outside(scenario: Scenario, source: YamlFile) -> Iterator[Fault]:
    first, last = scenario.starts_on, scenario.ends_on
    if last < first:
        yield source.fault(("ends_on",), "lies before 'starts_on'. Swap them.")
        return
    days: list[tuple[KeyPath, datetime.date]] = [
        *((("people", place, "since"), one.since) for place, one in enumerate(scenario.people)),
        *((("acts", place, "on"), one.on) for place, one in enumerate(scenario.acts)),
    ]
    for key_path, day in days:
        if not first <= day <= last:
            yield source.fault(key_path, f"{day} lies outside the scenario, {first} to {last}.")


def _real_addresses(scenario: Scenario, source: YamlFile) -> Iterator[Fault]:
    named: list[tuple[KeyPath, Person | ActOn]] = [
        *((("people", place), person) for place, person in enumerate(scenario.people)),
        *((("acts", place), act) for place, act in enumerate(scenario.acts)),
    ]
    addresses = [
        ((*key_path, field), getattr(one, field, None))
        for key_path, one in named
        for field in ("email", "sent_to")
    ]
    for key_path, address in addresses:
        if address is not None and not address.endswith(SAFE_ENDING):
            message = f"'{address}' may be a real address. Use one that ends in {SAFE_ENDING}."
            yield source.fault(key_path, message)


def _unknown_refs(scenario: Scenario, source: YamlFile, facts: InspectionFacts) -> Iterator[Fault]:
    known = _known_refs(scenario, facts)
    for place, person in enumerate(scenario.people):
        yield from _unknown(source, ("people", place, "body"), person.body, known["body"])
    for place, act in enumerate(scenario.acts):
        for field, ref in _refs_of(act):
            yield from _unknown(source, ("acts", place, field), ref, known[KIND_OF_FIELD[field]])


KIND_OF_FIELD = {
    "bodies": "body",
    "items": "item",
    "item": "item",
    "action": "action",
    "actions": "action",
    "finding": "finding",
}


def _refs_of(act: ActOn) -> Iterator[tuple[str, str]]:
    for field in KIND_OF_FIELD:
        value = getattr(act, field, None)
        for ref in (value,) if isinstance(value, str) else value or ():
            yield field, ref


def _known_refs(scenario: Scenario, facts: InspectionFacts) -> dict[str, set[str]]:
    actions = facts.plan.actions if facts.plan else ()
    # The first milestone of an action bears its ref, the others a number behind it.
    steps = {
        one.ref if place == 0 else f"{one.ref}-{place + 1}"
        for one in actions
        for place in range(max(1, len(one.milestones)))
    }
    duties = {rule.key.replace("_", "-") for rule in load_framework(facts.framework).rules}
    joined = {act.ref for act in scenario.acts if isinstance(act, AddBody)}
    return {
        "body": {body.ref for body in facts.bodies} | joined,
        "item": steps | duties,
        "action": {one.ref for one in actions},
        "finding": {one.ref for one in facts.findings},
    }


def _unknown(source: YamlFile, key_path: KeyPath, ref: str, known: set[str]) -> Iterator[Fault]:
    if ref not in known:
        yield source.fault(key_path, f"'{ref}' names nothing.{did_you_mean(ref, known)}")
