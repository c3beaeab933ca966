"""Frameworks as files, ``config/frameworks/*.yaml``: reading and checking them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import Field

from config.yaml_files import (
    ConfigFaults,
    Declared,
    Fault,
    YamlFile,
    did_you_mean,
    load_yaml,
    validate,
)
from rules.counts import Convention, Unit
from rules.frameworks import Count, DutyKind, Event, Framework, Rule
from rules.provisions import Provision, Verified

SHIPPED = Path(__file__).resolve().parent / "frameworks"


class EventFile(Declared):
    """An event as it is written."""

    words: str = Field(min_length=1)
    stands_in: str | None = None


class CountFile(Declared):
    """A count as it is written."""

    number: int = Field(ge=1)
    unit: Unit
    convention: Convention

    def count(self) -> Count:
        """The same as a value of the rules."""
        return Count(number=self.number, unit=self.unit, convention=self.convention)


class SourceFile(Declared):
    """The law behind a rule as it is written. Every rule must have one, and say how sure it is."""

    rule: str = Field(min_length=1)
    citation: str = Field(min_length=1)
    verified: Verified
    url: str = ""
    caveat: str = ""

    def provision(self) -> Provision:
        """The same as a value of the rules."""
        return Provision(**self.model_dump())


class RuleFile(Declared):
    """A rule as it is written."""

    title: str = Field(min_length=1)
    kind: DutyKind
    owner_role: str = Field(min_length=1)
    anchor: str
    source: SourceFile
    ladder: str
    count: CountFile | None = None
    before: str | None = None
    is_stated: bool = False
    is_on: bool = True

    def rule_named(self, key: str) -> Rule:
        """The same as a value of the rules."""
        return Rule(
            key=key,
            title=self.title,
            kind=self.kind,
            owner_role=self.owner_role,
            anchor=self.anchor,
            source=self.source.provision(),
            ladder=self.ladder,
            count=self.count.count() if self.count else None,
            before=self.before,
            is_stated=self.is_stated,
            is_on=self.is_on,
        )


class FrameworkFile(Declared):
    """A framework as it is written."""

    title: str = Field(min_length=1)
    version: str = Field(min_length=1)
    events: dict[str, EventFile]
    rules: dict[str, RuleFile]


def load_framework(key: str, folder: Path = SHIPPED) -> Framework:
    """The framework of that key.

    Raises:
        ConfigFaults: there is no such framework (the fault suggests one), or its file is faulty.
    """
    path = folder / f"{key}.yaml"
    if not path.is_file():
        known = [each.stem for each in folder.glob("*.yaml")]
        message = f"there is no framework '{key}'.{did_you_mean(key, known)}"
        raise ConfigFaults([Fault(path, message)])
    return read_framework(path)


def read_framework(path: Path) -> Framework:
    """The framework of one file.

    Raises:
        ConfigFaults: everything that is wrong with the file, at once.
    """
    source = load_yaml(path)
    file = validate(source, FrameworkFile)
    faults = list(_faults_between_keys(file, source))
    if faults:
        raise ConfigFaults(faults)
    return Framework(
        key=path.stem,
        title=file.title,
        version=file.version,
        digest=hashlib.sha256(path.read_bytes()).hexdigest(),
        events=tuple(
            Event(key=key, words=event.words, stands_in=event.stands_in)
            for key, event in file.events.items()
        ),
        rules=tuple(rule.rule_named(key) for key, rule in file.rules.items()),
    )


def _faults_between_keys(file: FrameworkFile, source: YamlFile) -> Iterator[Fault]:
    """Names that name nothing, keys used twice, and rules that wait for each other in a ring."""
    for key in file.events.keys() & file.rules.keys():
        yield source.fault(("rules", key), "is an event's name too. Rename one of the two.")
    for key, event in file.events.items():
        if event.stands_in is not None and event.stands_in not in file.events:
            hint = did_you_mean(event.stands_in, file.events)
            where = ("events", key, "stands_in")
            yield source.fault(where, f"names no event: '{event.stands_in}'.{hint}")
    for key, rule in file.rules.items():
        yield from _faults_of_rule(key, rule, file, source)
    yield from _rings(file, source)


def _faults_of_rule(
    key: str, rule: RuleFile, file: FrameworkFile, source: YamlFile
) -> Iterator[Fault]:
    known = {**file.events, **file.rules}
    if rule.anchor not in known:
        hint = did_you_mean(rule.anchor, known)
        yield source.fault(
            ("rules", key, "anchor"), f"names no event and no rule: '{rule.anchor}'.{hint}"
        )
    if rule.before is not None and rule.before not in file.rules:
        hint = did_you_mean(rule.before, file.rules)
        yield source.fault(("rules", key, "before"), f"names no rule: '{rule.before}'.{hint}")
    is_law = rule.source.verified is not Verified.NOT_LAW
    if is_law and not rule.source.url:
        yield source.fault(
            ("rules", key, "source"), "cites law without a url. Add where it was read."
        )
    if rule.kind is DutyKind.STATUTORY and not is_law:
        yield source.fault(
            ("rules", key, "source", "verified"), "is 'not law', but the kind is statutory."
        )


def _rings(file: FrameworkFile, source: YamlFile) -> Iterator[Fault]:
    """Rules whose date would need itself. One fault for each rule of a ring."""
    for key in file.rules:
        if key not in file.events and key in _waits_for(key, file.rules):
            yield source.fault(("rules", key), "is counted from itself, through its anchor.")


def _waits_for(key: str, rules: Mapping[str, RuleFile]) -> set[str]:
    """The rules that must have a date before ``key`` has one."""
    waits: set[str] = set()
    ahead = [key]
    while ahead:
        rule = rules[ahead.pop()]
        wanted = {rule.anchor, rule.before or rule.anchor}
        for needed in (wanted & rules.keys()) - waits:
            waits.add(needed)
            ahead.append(needed)
    return waits
