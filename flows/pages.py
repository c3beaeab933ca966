"""What a run leaves on Prefect's page: tables of references, dates and counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from prefect.artifacts import acreate_table_artifact

from flows.words import watch_sentence
from rules.ad_hoc import LEFT_WORDS
from rules.wording import counted, long_date
from services.by_hand import Preview
from services.day_overview import DayOverview
from services.statutory_stage import StageOutcome
from services.watch import WatchReport

KEY_DATES = "key-dates"
GOING_OUT = "going-out"
KEY_STAGES = "key-stages"
ASKED_BY_HAND = "asked-by-hand"
DEMONSTRATION = "**Demonstration: mail is filed, never sent.** "


async def show_day(report: WatchReport, overview: DayOverview, *, is_demonstration: bool) -> None:
    """Leave two tables: the key dates, and what goes out or waits."""
    said = f"{DEMONSTRATION if is_demonstration else ''}{watch_sentence(report)}"
    await acreate_table_artifact(
        key=KEY_DATES, table=key_dates_table(overview), description=_with_rest(said, overview)
    )
    await acreate_table_artifact(key=GOING_OUT, table=going_table(overview), description=said)


def key_dates_table(overview: DayOverview) -> list[dict[str, Any]]:
    """One row a key date, or one that says there is none: an empty table reads as broken."""
    if not overview.key_dates:
        return [{"Date": "No key dates yet", "Standing": "", "What": "", "State": ""}]
    # What one looks for stands first: the page cuts a wide table off on the right.
    return [
        {
            "Date": long_date(line.due),
            "Standing": line.standing,
            "What": line.what,
            "State": line.state,
            "Owner": line.owner,
            "Item": f"{line.inspection}/{line.ref}",
        }
        for line in overview.key_dates
    ]


def going_table(overview: DayOverview) -> list[dict[str, Any]]:
    """One row a body, role and kind of message; one that says so if nothing goes."""
    if not overview.going:
        return [{"To": "", "What": "Nothing goes out today", "Messages": 0, "State": ""}]
    return [
        {"To": line.to, "What": line.kind, "Messages": line.number, "State": line.state}
        for line in overview.going
    ]


async def show_stages(
    name: str, outcomes: Sequence[StageOutcome], *, is_demonstration: bool
) -> None:
    """Leave a table of one inspection's stages."""
    rows = [
        {
            "Stage": str(outcome.stage),
            "Date": long_date(outcome.date) if outcome.date else "not known yet",
            "State": str(outcome.state),
            "Why": outcome.reason,
        }
        for outcome in outcomes
    ]
    said = f"{DEMONSTRATION if is_demonstration else ''}Key stages of {name}."
    await acreate_table_artifact(key=KEY_STAGES, table=rows, description=said)


async def show_request(preview: Preview, said: str, *, is_demonstration: bool) -> None:
    """Leave a table of what a request by hand asks about and leaves out."""
    said = f"{DEMONSTRATION if is_demonstration else ''}{said}"
    await acreate_table_artifact(key=ASKED_BY_HAND, table=request_table(preview), description=said)


def request_table(preview: Preview) -> list[dict[str, Any]]:
    """One row an item; one that says so if there is none. No wording, and nobody's name."""
    rows = [
        {"Item": f"{one.known_as}/{one.ref}", "Date": long_date(one.due), "Standing": "Asked about"}
        for one in preview.asked
    ]
    rows += [
        {
            "Item": f"{one.known_as}/{one.ref}",
            "Date": "",
            "Standing": f"Left out: {LEFT_WORDS[one.reason]}",
        }
        for one in preview.left_out
    ]
    return rows or [{"Item": "Nothing is open", "Date": "", "Standing": ""}]


def _with_rest(said: str, overview: DayOverview) -> str:
    if not overview.key_dates_left_out:
        return said
    return f"{said} {counted(overview.key_dates_left_out, 'later date')} not listed."
