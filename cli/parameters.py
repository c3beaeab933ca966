"""What people type on the command line: dates and units, with suggestions for near misses."""

from __future__ import annotations

import datetime
from difflib import get_close_matches
from typing import Any

import click

from rules.counts import Unit
from rules.written_dates import UnreadableDate, read_date


class DateWritten(click.ParamType[Any]):
    """A date as people write it, the day before the month."""

    name = "date"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime.date:
        if isinstance(value, datetime.date):
            return value
        try:
            return read_date(str(value))
        except UnreadableDate as error:
            self.fail(str(error), param, ctx)


class UnitWritten(click.ParamType[Any]):
    """``working-days``, ``days``, ``weeks`` or ``months``, in the singular as well."""

    name = "unit"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Unit:
        words = {unit.value.rstrip("s"): unit for unit in Unit}
        written = str(value).lower().replace("_", "-").replace(" ", "-").rstrip("s")
        if written in words:
            return words[written]
        close = get_close_matches(written, words, n=1, cutoff=0.5)
        hint = f" Did you mean '{words[close[0]].value}'?" if close else ""
        self.fail(f"'{value}' is not a unit.{hint} Choose from {', '.join(Unit)}.", param, ctx)
