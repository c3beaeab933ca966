"""A date in the past at entry is confirmed by a person, not assumed (issue 2, bad input)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from rules.wording import long_date
from services.errors import NeedsConfirmation


class PastDateAsked(NeedsConfirmation):
    """A date has passed; a person may say that it is meant."""


def ask_about_past_dates(
    dates: Mapping[str, date | None], *, today: date, past_date_confirmed: bool
) -> None:
    """Raise `PastDateAsked` naming every past date at once; the keys say what they are of."""
    past = {what: due for what, due in dates.items() if due is not None and due < today}
    if not past or past_date_confirmed:
        return
    lines = "\n".join(f"  {what}: {long_date(due)}" for what, due in past.items())
    heading = "This date has" if len(past) == 1 else f"These {len(past)} dates have"
    raise PastDateAsked(f"{heading} passed already. Correct a wrong year, or confirm:\n{lines}")
