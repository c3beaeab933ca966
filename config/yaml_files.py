"""Reading the YAML files people write: every fault of every file at once, each with its remedy.

A council's officer edits these files by hand. So a mistake is answered with the file, the line,
the key and what to write instead, and all mistakes come together, never one for each attempt.

The YAML read here is the plain part of YAML 1.2: ``yes``, ``no``, ``on`` and ``off`` are words and
``10:00`` is a text, not the number 600 that YAML 1.1 makes of it. Dates are ``2018-05-09``.
Keys that stand twice, and anchors with aliases, are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

# `as` re-exports it: those who read files word their own faults with it.
from config.remedies import did_you_mean as did_you_mean
from config.remedies import remedy

KeyPath = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)

# No file of ours is a tenth as deep, and reading deeper would exhaust the stack.
MOST_LEVELS = 60

_SafeLoader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Declared(BaseModel):
    """Base of every model that is read from a file: unknown keys are faults, values are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in one file. ``message`` says what is wrong and what to write instead."""

    file: Path
    message: str
    key: str = ""
    line: int | None = None

    def __str__(self) -> str:
        place = [str(self.file)]
        if self.line is not None:
            place.append(f"line {self.line}")
        if self.key:
            place.append(self.key)
        return f"{', '.join(place)}: {self.message}"


class ConfigFaults(Exception):
    """One or more files cannot be used. ``faults`` holds all that is wrong, in reading order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        files = len({fault.file for fault in self.faults})
        count = len(self.faults)
        heading = (
            f"{count} {'fault' if count == 1 else 'faults'} in "
            f"{files} {'file' if files == 1 else 'files'}. Nothing was loaded."
        )
        super().__init__("\n".join([heading, *(f"  {fault}" for fault in self.faults)]))


@dataclass(frozen=True, slots=True)
class YamlFile:
    """The values of one file, and the line on which each key path stands (counted from 1)."""

    path: Path
    value: Any
    lines: Mapping[KeyPath, int]

    def fault(self, key_path: KeyPath, message: str) -> Fault:
        """A fault at ``key_path``, with the line of the nearest key that stands in the file."""
        return Fault(
            file=self.path, key=written_key(key_path), line=self._line(key_path), message=message
        )

    def _line(self, key_path: KeyPath) -> int | None:
        for length in range(len(key_path), -1, -1):
            if key_path[:length] in self.lines:
                return self.lines[key_path[:length]]
        return None


def written_key(key_path: KeyPath) -> str:
    """``("rules", 2, "count")`` as people write it: ``rules[2].count``."""
    written = ""
    for step in key_path:
        written += f"[{step}]" if isinstance(step, int) else f"{'.' if written else ''}{step}"
    return written


def load_yaml(path: Path) -> YamlFile:
    """Read one file into plain values.

    Raises:
        ConfigFaults: the file cannot be read, is not YAML, is empty, states a key twice, or uses
            an alias; all of the latter at once.
    """
    walk = _Walk(path)
    value = walk.value_of(_compose(path), ())
    if walk.faults:
        raise ConfigFaults(walk.faults)
    return YamlFile(path=path, value=value, lines=walk.lines)


def read_model(path: Path, model: type[Model]) -> Model:
    """Read one file into ``model``.

    Raises:
        ConfigFaults: everything that is wrong with the file, at once.
    """
    source = load_yaml(path)
    return validate(source, model)


def validate(source: YamlFile, model: type[Model]) -> Model:
    """The model of values that :func:`load_yaml` has read.

    Raises:
        ConfigFaults: every key that is missing, unknown or has the wrong kind of value.
    """
    try:
        return model.model_validate(source.value)
    except ValidationError as error:
        raise ConfigFaults(_faults_of(error, source, model)) from error


def read_folder(folder: Path, model: type[Model]) -> dict[str, Model]:
    """Every ``*.yaml`` of ``folder`` by its name without ``.yaml``, in order of name.

    Raises:
        ConfigFaults: everything that is wrong with any of the files, at once.
    """
    models: dict[str, Model] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            models[path.stem] = read_model(path, model)
        except ConfigFaults as found:
            faults.extend(found.faults)
    if faults:
        raise ConfigFaults(faults)
    return models


class _PlainLoader(_SafeLoader):  # type: ignore[misc]  # its base is chosen when the module loads
    """A safe loader that reads only what YAML 1.2 reads, with dates kept."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012


_PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|false|True|False)$"), list("tfTF")
)
_PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"^(?:~|null|Null|)$"), ["~", "n", "N", ""]
)
_PlainLoader.add_implicit_resolver(
    # No leading zero: 01702215000 is a telephone number, not a count.
    "tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9][0-9]*)$"), list("-+0123456789")
)  # fmt: skip
_PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?[0-9]+\.[0-9]+$"), list("-+0123456789")
)
_PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:timestamp", re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), list("0123456789")
)


def _compose(path: Path) -> yaml.Node:
    """The file as YAML nodes, which know their lines."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_PlainLoader)
    except OSError as error:
        message = f"cannot be read ({error.strerror}). Check the name and the permissions."
        raise ConfigFaults([Fault(path, message)]) from error
    except UnicodeDecodeError as error:
        raise ConfigFaults([Fault(path, "is not UTF-8 text. Save it as UTF-8.")]) from error
    except yaml.MarkedYAMLError as error:
        raise ConfigFaults([_syntax_fault(path, error)]) from error
    except yaml.YAMLError as error:
        raise ConfigFaults([Fault(path, f"is not YAML: {error}")]) from error
    if node is None:
        raise ConfigFaults([Fault(path, "is empty. Write the keys, or remove the file.")])
    return node


def _syntax_fault(path: Path, error: yaml.MarkedYAMLError) -> Fault:
    mark = error.problem_mark or error.context_mark
    said = " ".join(part for part in (error.context, error.problem) if part)
    message = f"is not YAML here: {said}. Check the indentation, colons and quotation marks."
    return Fault(path, message, line=mark.line + 1 if mark else None)


@dataclass
class _Walk:
    """Turns nodes into values, noting the line of each key and what may not stand there."""

    path: Path
    lines: dict[KeyPath, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)

    def value_of(self, node: yaml.Node, key_path: KeyPath) -> Any:
        """The value of ``node``; what is wrong with it goes to ``faults``."""
        self.lines.setdefault(key_path, node.start_mark.line + 1)
        if id(node) in self.seen:
            # Refusing aliases also refuses a small file that unfolds to gigabytes.
            self._fault(node, key_path, "is an alias (*name). Write the value out again here.")
            return None
        self.seen.add(id(node))
        if len(key_path) > MOST_LEVELS:
            self._fault(node, key_path, f"stands more than {MOST_LEVELS} levels deep.")
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, key_path)
        if isinstance(node, yaml.SequenceNode):
            return [
                self.value_of(item, (*key_path, index)) for index, item in enumerate(node.value)
            ]
        return self._scalar(node, key_path)

    def _mapping(self, node: yaml.MappingNode, key_path: KeyPath) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            here = (*key_path, key)
            if key in values:
                first = self.lines[here]
                self._fault(
                    key_node, here, f"stands twice, first on line {first}. Keep one of the two."
                )
                continue
            self.lines[here] = key_node.start_mark.line + 1
            values[key] = self.value_of(value_node, here)
        return values

    def _scalar(self, node: yaml.Node, key_path: KeyPath) -> Any:
        try:
            return _scalar_value(node)
        except (ValueError, yaml.YAMLError):
            message = f"'{node.value}' cannot be read. Write a real date as 2018-05-09."
            self._fault(node, key_path, message)
            return None

    def _fault(self, node: yaml.Node, key_path: KeyPath, message: str) -> None:
        line = node.start_mark.line + 1
        self.faults.append(Fault(self.path, message, key=written_key(key_path), line=line))


def _scalar_value(node: yaml.Node) -> Any:
    """The value of one word, number, date or text; a tag such as ``!!python`` is refused."""
    constructor = yaml.constructor.SafeConstructor()
    return constructor.construct_object(node)


def _faults_of(error: ValidationError, source: YamlFile, model: type[BaseModel]) -> Iterator[Fault]:
    details = error.errors(include_url=False)
    for detail in sorted(details, key=lambda one: source._line(one["loc"]) or 0):
        yield source.fault(detail["loc"], remedy(detail, model))
