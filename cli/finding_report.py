"""What ``longstop finding list`` and ``show`` print, and the values for scripts."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from sqlmodel import Session

from cli.choices import as_read
from models.agencies import Agency
from models.findings import Finding
from models.queries.plans import actions_of_finding, bodies_of_finding
from rules.wording import plain_date
from services.find import key_of
from services.finding_standing import FindingStanding, standing_of

WIDTH = 100


def finding_row(one: FindingStanding, agencies: Mapping[int | None, Agency]) -> tuple[object, ...]:
    """A line of the list."""
    found = one.finding
    accountable = agencies.get(found.accountable_agency_id)
    title = found.short_title or textwrap.shorten(found.words, 80, placeholder=" ...")
    return (
        found.ref,
        as_read(found.kind),
        title,
        accountable.name if accountable else "not named yet",
        f"{one.complete} of {one.items}",
        one.state.words,
    )


def finding_values(one: FindingStanding, agencies: Mapping[int | None, Agency]) -> dict[str, Any]:
    """A finding for a script."""
    found = one.finding
    accountable = agencies.get(found.accountable_agency_id)
    return {
        "ref": found.ref,
        "kind": found.kind,
        "title": found.short_title,
        "words": found.words,
        "state": one.state,
        "accountable": accountable.ref if accountable else None,
        "accepted_on": found.accountable_accepted_on,
        "board": found.overseeing_board,
        "themes": found.themes,
        "items": one.items,
        "complete": one.complete,
        "closed_on": found.closed_on,
        "closed_by_minute": found.closed_by_minute,
        "what_is_different": found.what_is_different,
    }


def finding_lines(session: Session, found: Finding) -> list[str]:
    """One finding as lines, the letter's words in full."""
    one = standing_of(session, found)
    return [
        f"{found.ref}  {found.short_title or as_read(found.kind).capitalize()}",
        "",
        *textwrap.wrap(found.words or "The letter's own words are not recorded yet.", WIDTH),
        "",
        *_fields(session, one),
    ]


def _fields(session: Session, one: FindingStanding) -> Iterator[str]:
    found = one.finding
    merged = session.get(Finding, found.merged_into_id) if found.merged_into_id else None
    closed = f"{found.closed_by_minute}: {found.what_is_different}" if found.closed_on else ""
    pairs = {
        "Kind": as_read(found.kind),
        "State": f"{one.state.words}; {one.complete} of {one.items} items accepted as complete",
        "Accountable": _accountable(session, found),
        "Contributing": ", ".join(_contributing(session, found)),
        "Board": found.overseeing_board or "",
        "Themes": ", ".join(found.themes),
        "Measure": found.success_measure or "",
        "Actions": ", ".join(row.ref for row in actions_of_finding(session, key_of(found.id))),
        "Merged into": merged.ref if merged else "",
        "Withdrawn": found.withdrawn_reason or "",
        "Closed": closed,
        "Opened again": plain_date(found.reopened_on) if found.reopened_on else "",
    }
    label = max(len(name) for name in pairs)
    yield from (f"{name:<{label}}  {value}" for name, value in pairs.items() if value)


def _accountable(session: Session, found: Finding) -> str:
    if found.accountable_agency_id is None:
        return "not named yet"
    name = session.get_one(Agency, found.accountable_agency_id).name
    if found.accountable_accepted_on:
        return f"{name}, accepted on {plain_date(found.accountable_accepted_on)}"
    return f"{name}, proposed by {found.accountable_proposed_by or 'the declared facts'}"


def _contributing(session: Session, found: Finding) -> Iterator[str]:
    for row in bodies_of_finding(session, key_of(found.id)):
        name = session.get_one(Agency, row.agency_id).name
        accepted = f"accepted on {plain_date(row.accepted_on)}" if row.accepted_on else "proposed"
        yield f"{name} ({accepted})"
