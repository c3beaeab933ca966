"""What stands open about a duty's dates, as questions that a person can answer."""

from __future__ import annotations

from collections.abc import Iterator

from rules.differences import law_words, weekday_conflict
from rules.frameworks import Framework
from rules.key_dates import KeyDate
from rules.wording import long_date, plain_date, weekday_name


def questions_about(key_date: KeyDate, *, framework: Framework) -> tuple[str, ...]:
    """The questions, each a full sentence or two. Empty where nothing stands open."""
    return (
        *_missing_anchor(key_date, framework),
        *_receipt(key_date),
        *_weekday(key_date),
        *_confirmation(key_date),
    )


def _missing_anchor(key_date: KeyDate, framework: Framework) -> Iterator[str]:
    if key_date.anchor is not None or framework.is_rule(key_date.rule.anchor):
        return
    words = framework.event(key_date.rule.anchor).words
    wanted = words if words.startswith("the date of ") else f"the day of {words}"
    if key_date.work_to is None:
        yield f"What is {wanted}? Until it is recorded there is no date."
    elif key_date.rule.is_law:
        yield f"What is {wanted}? Until it is recorded the law's date is not counted."


def _receipt(key_date: KeyDate) -> Iterator[str]:
    anchor = key_date.anchor
    if anchor is None or anchor.instead_of is None or key_date.rule.count is None:
        return
    said = f"What was the day of {anchor.instead_of}? Until it is recorded we count from"
    said += f" {anchor.words}, {long_date(anchor.day)}"
    if key_date.counted.day is None:
        yield f"{said}."
        return
    yield (
        f"{said}, so {long_date(key_date.counted.day)} is provisional. An earlier receipt makes it"
        " earlier."
    )


def _weekday(key_date: KeyDate) -> Iterator[str]:
    stated, printed = key_date.stated, weekday_conflict(key_date.stated)
    if stated is not None and printed is not None:
        yield (
            f"Which is meant: {plain_date(stated.day)}, which is a {weekday_name(stated.day)}, or"
            f" a {printed} near it? We read {plain_date(stated.day)}."
        )


def _confirmation(key_date: KeyDate) -> Iterator[str]:
    """The first task: ask the lead inspector, whether or not the letter states a date."""
    rule = key_date.rule
    if not rule.is_stated or key_date.confirmed is not None:
        return
    if key_date.work_to is None:
        yield (
            "No date can be counted, and none that we could read is stated. Which date will the"
            " lead inspector confirm in writing?"
        )
        return
    work_to, words = long_date(key_date.work_to), law_words(key_date)
    if key_date.stated is None:
        yield (
            f"The letter states no date that we could read. Will the lead inspector confirm"
            f" {work_to} in writing?"
        )
    elif key_date.stated.day == key_date.law_date:
        yield (
            f"The letter and the count agree on {long_date(key_date.stated.day)}. Will the lead"
            " inspector confirm it in writing?"
        )
    elif key_date.law_date is None:
        yield f"Will the lead inspector confirm {long_date(key_date.stated.day)} in writing?"
    else:
        yield (
            f"The letter says {long_date(key_date.stated.day)}; {words} is"
            f" {long_date(key_date.law_date)}. Which date will the lead inspector confirm in"
            " writing?"
        )
