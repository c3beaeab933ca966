"""Closed sets on the command line: typed with hyphens, spaces or underscores, with suggestions."""

from __future__ import annotations

from difflib import get_close_matches
from enum import StrEnum
from typing import Any

import click

from rules.wording import WEEKDAYS


class Chosen(click.ParamType[Any]):
    """One value of an enumeration, written ``senior-lead``, ``senior lead`` or ``senior_lead``."""

    def __init__(self, kind: type[StrEnum], *, name: str) -> None:
        self.kind = kind
        self.name = name

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> StrEnum:
        words = {as_typed(member): member for member in self.kind}
        written = as_typed(str(value))
        if written in words:
            return words[written]
        close = get_close_matches(written, words, n=1, cutoff=0.5)
        hint = f" Did you mean '{close[0]}'?" if close else ""
        self.fail(f"'{value}' is no {self.name}.{hint} Choose from {', '.join(words)}.", param, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:  # noqa: ARG002
        # An argument's choices would fill its usage line; they stand in the command's own text.
        if isinstance(param, click.Argument):
            return None
        return f"[{'|'.join(as_typed(member) for member in self.kind)}]"


class Weekday(click.ParamType[Any]):
    """A working day of the week; Monday is 1. Three letters are enough."""

    name = "weekday"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        written = str(value).strip().lower()
        for number, day in enumerate(WEEKDAYS[:5], start=1):
            if len(written) >= 3 and day.lower().startswith(written):
                return number
        self.fail(f"'{value}' is not a working day, Monday to Friday.", param, ctx)


def as_typed(value: str) -> str:
    """``senior_lead`` as people type it: ``senior-lead``."""
    return "-".join(value.lower().replace("_", " ").replace("-", " ").split())


def as_read(value: str) -> str:
    """``senior_lead`` as people read it: ``senior lead``."""
    return value.replace("_", " ")
