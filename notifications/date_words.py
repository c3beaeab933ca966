"""The four dates of a statutory duty in words (design section 2)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from notifications.contents import FourDates
from notifications.item_words import Line
from rules.status_words import near_date
from rules.wording import MONTHS, long_date, plain_date, weekday_name


def date_sentences(dates: FourDates, *, today: datetime.date) -> tuple[str, ...]:
    """What the letter says, what we work to and why, and what is not settled.

    ``The letter says Saturday 18 August 2018. We are working to Thursday 16 August, the 70th
    working day after publication.``
    """
    return tuple(_sentences(dates, today=today))


def date_rows(dates: FourDates) -> tuple[Line, ...]:
    """The dates held apart, one row each; a date that is not known says so."""
    counted = f" ({dates.counted_words})" if dates.counted_words else ""
    confirmed = _confirmed_words(dates)
    return (
        Line("The letter states", _or(dates.stated, "no date")),
        Line("The law's count", _or(dates.counted, "not counted") + counted),
        Line("Confirmed in writing", confirmed or "not yet"),
        Line("We work to", long_date(dates.work_to)),
    )


def _sentences(dates: FourDates, *, today: datetime.date) -> Iterator[str]:
    if dates.stated:
        yield f"The letter says {long_date(dates.stated)}."
    yield f"We are working to {_work_to(dates)}."
    confirmed = _confirmed_words(dates, today=today)
    if confirmed:
        yield f"The inspectorate confirmed {confirmed}."
    if dates.provisional:
        yield (
            "The count is provisional until the day on which the letter was received is confirmed:"
            " an earlier day makes the date earlier."
        )
    if dates.caution:
        yield dates.caution


def _work_to(dates: FourDates) -> str:
    day = dates.work_to
    same_year = dates.stated is not None and dates.stated.year == day.year
    words = (
        f"{weekday_name(day)} {day.day} {MONTHS[day.month - 1]}" if same_year else long_date(day)
    )
    if dates.chosen_reason:
        return f"{words}, an earlier day that we chose: {dates.chosen_reason}"
    if dates.counted == day and dates.counted_words:
        return f"{words}, {dates.counted_words}"
    if day == dates.stated:
        return f"{words}, the date in the letter"
    if day == dates.confirmed:
        return f"{words}, the date that was confirmed"
    return f"{words}, the last working day before it falls due"


def _confirmed_words(dates: FourDates, *, today: datetime.date | None = None) -> str | None:
    if dates.confirmed is None:
        return None
    by = f" by {dates.confirmed_by}" if dates.confirmed_by else ""
    if dates.confirmed_on is None:
        return f"{long_date(dates.confirmed)}{by}"
    on = near_date(dates.confirmed_on, today=today) if today else plain_date(dates.confirmed_on)
    return f"{long_date(dates.confirmed)} in writing{by} on {on}"


def _or(day: datetime.date | None, otherwise: str) -> str:
    return long_date(day) if day else otherwise
