"""A key date explained in plain lines: its four dates, its working, its law, what stands open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rules.key_dates import DecidedBy, KeyDate
from rules.provisions import Provision, Verified, interpretation
from rules.wording import long_date, plain_date
from rules.working_words import sentences

WHY_DECIDED = {
    DecidedBy.LAW: "the law's count",
    DecidedBy.STATED: "the date that is stated",
    DecidedBy.CONFIRMED: "the date confirmed in writing",
    DecidedBy.CHOSEN: "an earlier date, chosen with a reason",
    DecidedBy.MEETING: "the day of the meeting",
    DecidedBy.PROPOSAL: "our own proposal, while nobody has given a date",
    DecidedBy.LIMIT: "no later than what depends on it",
}


def explain(key_date: KeyDate) -> list[str]:
    """The whole explanation, one line an entry; lines that belong to a heading are indented."""
    return [
        key_date.title,
        *_indented(_dates(key_date)),
        *_section("How it was counted", _working(key_date)),
        *_section("Provision", _provisions(key_date)),
        *_section(
            "Other readings, shown but not used",
            (f"{long_date(each.day)} {each.words}." for each in key_date.other_readings),
        ),
        *_section("Differences", key_date.differences),
        *_section("Questions", key_date.questions),
    ]


def provision_lines(provision: Provision) -> Iterator[str]:
    """The rule, its citation and whether we read it, where, and what was not seen."""
    yield provision.rule
    if provision.verified is Verified.NOT_LAW:
        yield f"{provision.citation}: no law fixes this date."
        return
    source = f", {provision.url}" if provision.url else ""
    yield f"{provision.citation} ({provision.verified}{source})"
    if provision.caveat:
        yield provision.caveat


def _dates(key_date: KeyDate) -> Iterator[str]:
    work_to = long_date(key_date.work_to) if key_date.work_to else "no date yet"
    why = f", {WHY_DECIDED[key_date.decided_by]}" if key_date.decided_by else ""
    yield f"We are working to: {work_to}{why}"
    if key_date.rule.is_law:
        yield f"The law's count: {_law(key_date)}"
    if key_date.rule.is_stated or key_date.stated is not None:
        yield from _four(key_date)


def _law(key_date: KeyDate) -> str:
    if key_date.law_date is None:
        return "not counted"
    provisional = " (provisional)" if key_date.is_provisional else ""
    return f"{long_date(key_date.law_date)}{provisional}"


def _four(key_date: KeyDate) -> Iterator[str]:
    """The stated, the confirmed and the chosen date, or that there is none."""
    stated, confirmed, chosen = key_date.stated, key_date.confirmed, key_date.chosen
    if stated is None:
        yield "Stated in the letter: no date"
    else:
        printed = f', printed as "{stated.text}"' if stated.text else ""
        yield f"Stated in {stated.said_by}: {long_date(stated.day)}{printed}"
    if confirmed is None:
        yield "Confirmed in writing: not yet"
    else:
        on = f" on {plain_date(confirmed.on)}" if confirmed.on else ""
        kept = f" ({confirmed.reference})" if confirmed.reference else ""
        yield f"Confirmed in writing: {long_date(confirmed.day)}, by {confirmed.by}{on}{kept}"
    if chosen is not None:
        yield f"Chosen: {long_date(chosen.day)}, because {chosen.reason}"


def _working(key_date: KeyDate) -> Iterator[str]:
    anchor, working = key_date.anchor, key_date.counted.working
    if anchor is not None:
        instead = f", instead of {anchor.instead_of}" if anchor.instead_of else ""
        yield f"Counted from: {long_date(anchor.day)}, {anchor.words}{instead}"
    if working is not None:
        yield from sentences(working)
    if anchor is not None:
        yield f"Framework: {key_date.framework_version}."


def _provisions(key_date: KeyDate) -> Iterator[str]:
    yield from provision_lines(key_date.provision)
    count = key_date.rule.count
    if count is not None and key_date.rule.is_law:
        for each in interpretation(count.convention, count.unit):
            yield from provision_lines(each)


def _section(heading: str, lines: Iterable[str]) -> Iterator[str]:
    """A heading with its lines; nothing where there are none."""
    found = list(lines)
    if found:
        yield f"  {heading}"
        yield from _indented(_indented(found))


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)
