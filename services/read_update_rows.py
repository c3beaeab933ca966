"""Reading a sheet of updates: each row as what a body said of one item, or a fault in its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from sqlmodel import Session

from documents.sheet import Sheet, SheetFault, SheetRow
from documents.update_sheet import (
    DONE_ON,
    EVIDENCE,
    FORECAST,
    RATING,
    REF,
    SAID_BY,
    SAID_ON,
    STATE,
    WORDS,
)
from models.milestones import Milestone
from models.words import Rating, SaidState
from rules.status_words import SAID_STATES
from rules.written_dates import UnreadableDate, read_date
from services.errors import ServiceError
from services.find import the_milestone
from services.record_update import Answer
from services.record_updates import Said
from services.sheet_refused import SheetRefused

Word = TypeVar("Word", bound=StrEnum)


def _plain(written: str) -> str:
    return " ".join(re.split(r"[\s_-]+", written.strip().lower()))


STATES: Mapping[str, SaidState] = (
    {_plain(state.value): state for state in SaidState}
    | {_plain(words): SaidState(value) for value, words in SAID_STATES.items()}
    | {"completed": SaidState.COMPLETE, "done": SaidState.COMPLETE}
)
RATINGS: Mapping[str, Rating] = {rating.value: rating for rating in Rating}


def read_update_rows(
    session: Session, sheet: Sheet, *, given: Answer, inspection: str | None
) -> list[Said]:
    """What the sheet says. ``given`` holds what is the same for every row that says nothing else:
    who said it, how and when. Raises `SheetRefused` with every fault of the sheet."""
    faults: list[SheetFault] = []
    said = []
    for row in sheet.rows:
        read = _Row(session, row, faults)
        milestone, answer = read.milestone(inspection), read.answer(given)
        if milestone is not None and answer is not None:
            said.append(Said(milestone, answer, f"row {row.number}"))
    if faults:
        raise SheetRefused(sheet.name, faults)
    return said


@dataclass(frozen=True)
class _Row:
    """One row, and where its faults are noted."""

    session: Session
    row: SheetRow
    faults: list[SheetFault]

    def milestone(self, inspection: str | None) -> Milestone | None:
        """The item it is about."""
        if not self.row.cell(REF):
            self._fault(REF, "is empty. Write the item's reference.")
            return None
        try:
            return the_milestone(self.session, self.row.cell(REF), inspection=inspection)
        except ServiceError as error:
            self._fault(REF, str(error))
            return None

    def answer(self, given: Answer) -> Answer | None:
        """What was said of it."""
        if not self.row.cell(STATE):
            self._fault(STATE, "is empty. Write what the body says: on track, at risk ...")
            return None
        before = len(self.faults)
        state = self._word(STATE, STATES)
        # What is given for all rows and belongs to 'complete' alone stands with no other state.
        done = given if state is SaidState.COMPLETE else replace(given, done_on=None, evidence=None)
        answer = replace(
            given,
            words=self.row.cell(WORDS) or given.words,
            rating=self._word(RATING, RATINGS) or given.rating,
            forecast=self._date(FORECAST) or given.forecast,
            done_on=self._date(DONE_ON) or done.done_on,
            evidence=self.row.cell(EVIDENCE) or done.evidence,
            said_by=self.row.cell(SAID_BY) or given.said_by,
            said_on=self._date(SAID_ON) or given.said_on,
        )
        if state is None or len(self.faults) > before:
            return None
        return replace(answer, state=state)

    def _word(self, column: str, known: Mapping[str, Word]) -> Word | None:
        written = self.row.cell(column)
        if not written:
            return None
        found = known.get(_plain(written))
        if found is not None:
            return found
        close = get_close_matches(_plain(written), known, n=1, cutoff=0.5)
        hint = f"Did you mean {close[0]!r}?" if close else f"Choose from {', '.join(known)}."
        self._fault(column, f"{written!r} is not known. {hint}")
        return None

    def _date(self, column: str) -> date | None:
        if not self.row.cell(column):
            return None
        try:
            return read_date(self.row.cell(column))
        except UnreadableDate as error:
            self._fault(column, str(error))
            return None

    def _fault(self, column: str, message: str) -> None:
        self.faults.append(SheetFault(self.row.number, column, message))
