"""Ladders as files: reading, checking and hashing them, and keeping them as plain values.

``config/ladders/*.yaml`` holds the shipped ones, each by its file's name.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

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
from rules.ladder_faults import faults_of_ladder
from rules.ladders import Audience, Ladder, Repeat, Rung, Subject, Tone, Way

SHIPPED = Path(__file__).parent / "ladders"
# Not a fault of spelling: a deliberate limit, which the message explains.
INFORMED_ONLY = frozenset({"chief_officer", "commissioner", "mayor", "informed", "lead_member"})


class RepeatFile(Declared):
    """``times`` more occurrences, ``every`` so many working days."""

    every: int
    times: int


class RungFile(Declared):
    """One step as it is written."""

    id: str
    offset: int
    audience: Audience
    way: Way
    tone: Tone
    stale_after: int | None = None
    repeat: RepeatFile | None = None
    wait: int | None = None
    courtesy: int | None = None

    def rung(self) -> Rung:
        """The step as the rules know it."""
        repeat = Repeat(self.repeat.every, self.repeat.times) if self.repeat else None
        return Rung(
            id=self.id,
            offset=self.offset,
            audience=self.audience,
            way=self.way,
            tone=self.tone,
            stale_after=self.stale_after,
            repeat=repeat,
            wait=self.wait,
            courtesy=self.courtesy,
        )


class LadderFile(Declared):
    """One ladder as it is written."""

    title: str
    subject: Subject
    answer_holds: int
    rungs: list[RungFile]

    def ladder(self, name: str) -> Ladder:
        """The ladder as the rules know it, under the name of its file."""
        return Ladder(
            name=name,
            title=self.title,
            subject=self.subject,
            answer_holds=self.answer_holds,
            rungs=tuple(rung.rung() for rung in self.rungs),
        )


def shipped_ladders() -> dict[str, Ladder]:
    """The ladders that come with Longstop, by name.

    Raises:
        ConfigFaults: everything that is wrong with any of the files, at once.
    """
    return read_ladders(SHIPPED)


def read_ladders(folder: Path) -> dict[str, Ladder]:
    """Every ladder of ``folder``, by the name of its file.

    Raises:
        ConfigFaults: everything that is wrong with any of the files, at once.
    """
    ladders: dict[str, Ladder] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            ladders[path.stem] = read_ladder(path)
        except ConfigFaults as found:
            faults.extend(found.faults)
    if faults:
        raise ConfigFaults(faults)
    return ladders


def read_ladder(path: Path) -> Ladder:
    """The ladder in this file.

    Raises:
        ConfigFaults: everything that is wrong with the file, at once.
    """
    source = load_yaml(path)
    outsiders = _informed_only(source)
    try:
        ladder = validate(source, LadderFile).ladder(path.stem)
    except ConfigFaults as found:
        raise ConfigFaults(_with_reason(found.faults, outsiders)) from found
    faults = [
        source.fault(_key_path(fault.rung, fault.field), fault.message)
        for fault in faults_of_ladder(ladder)
    ]
    if faults:
        raise ConfigFaults(faults)
    return ladder


def ladder_body(ladder: Ladder) -> dict[str, Any]:
    """The ladder as plain values, to be stored with what is armed by it."""
    file = LadderFile.model_validate(
        {
            "title": ladder.title,
            "subject": ladder.subject,
            "answer_holds": ladder.answer_holds,
            "rungs": [_rung_values(rung) for rung in ladder.rungs],
        }
    )
    return {"name": ladder.name, **file.model_dump(mode="json", exclude_none=True)}


def ladder_from_body(body: Mapping[str, Any]) -> Ladder:
    """The ladder that ``ladder_body`` made these values of, from whatever release."""
    values = dict(body)
    name = str(values.pop("name"))
    return LadderFile.model_validate(values).ladder(name)


def ladder_hash(ladder: Ladder) -> str:
    """SHA-256 of the ladder's canonical JSON: the same steps give the same hash on any machine."""
    text = json.dumps(
        ladder_body(ladder), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _rung_values(rung: Rung) -> dict[str, Any]:
    repeat = {"every": rung.repeat.every, "times": rung.repeat.times} if rung.repeat else None
    return {
        "id": rung.id,
        "offset": rung.offset,
        "audience": rung.audience,
        "way": rung.way,
        "tone": rung.tone,
        "stale_after": rung.stale_after,
        "repeat": repeat,
        "wait": rung.wait,
        "courtesy": rung.courtesy,
    }


def _key_path(rung: int | None, field: str) -> KeyPath:
    steps: tuple[str, ...] = tuple(field.split("."))
    return steps if rung is None else ("rungs", rung, *steps)


def _informed_only(source: YamlFile) -> dict[str, Fault]:
    """Audiences that are people the tool never writes to, each as a fault by its place."""
    rungs = source.value.get("rungs") if isinstance(source.value, dict) else None
    faults: dict[str, Fault] = {}
    for place, rung in enumerate(rungs if isinstance(rungs, list) else []):
        audience = rung.get("audience") if isinstance(rung, dict) else None
        if audience in INFORMED_ONLY:
            fault = source.fault(
                ("rungs", place, "audience"),
                f"is '{audience}': chief officers, commissioners, mayors and members are informed"
                " by a person and never written to by Longstop."
                f"{did_you_mean('', [one.value for one in Audience])}",
            )
            faults[fault.key] = fault
    return faults


def _with_reason(faults: tuple[Fault, ...], outsiders: Mapping[str, Fault]) -> list[Fault]:
    return [outsiders.get(fault.key, fault) for fault in faults]
