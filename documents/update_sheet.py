"""The columns of a plain sheet of updates: what bodies said of their items, one row an item."""

from __future__ import annotations

from pathlib import Path

from documents.sheet import Column, Sheet, read_sheet

REF = "Ref"
STATE = "State"
WORDS = "Words"
RATING = "Rating"
FORECAST = "Forecast"
DONE_ON = "Done on"
EVIDENCE = "Evidence"
SAID_BY = "Said by"
SAID_ON = "Said on"

COLUMNS = (
    Column(REF, ("ref no", "reference", "no", "number", "action ref", "item"), is_required=True),
    Column(STATE, ("status", "update state", "progress state"), is_required=True),
    Column(WORDS, ("update", "progress", "comment", "comments", "progress update", "notes")),
    Column(RATING, ("brag", "rag", "brag rating", "rag rating")),
    Column(FORECAST, ("forecast date", "expected", "expected completion", "revised date")),
    Column(DONE_ON, ("done", "date done", "completed on", "date completed", "completion date")),
    Column(EVIDENCE, ("evidence reference", "proof", "where the evidence is")),
    Column(SAID_BY, ("by", "updated by", "from", "name")),
    Column(SAID_ON, ("on", "date", "update date", "date of update")),
)


def read_updates(path: Path) -> Sheet:
    """The sheet. Raises `UnusableSheet` if it is none, or lacks a column it needs."""
    return read_sheet(path, COLUMNS)
