"""The columns of a sheet of contacts."""

from __future__ import annotations

from pathlib import Path

from documents.sheet import Column, Sheet, read_sheet

AGENCY = "agency"
ROLE = "role"
NAME = "name"
EMAIL = "email"
CHOSEN_DAY = "chosen_day"
HELD_FROM = "from"
TEAMS = "teams_channel"
COVER_NAME = "cover_name"
COVER_EMAIL = "cover_email"
COVER_UNTIL = "cover_until"

COLUMNS = (
    Column(AGENCY, ("body", "organisation", "partner"), is_required=True),
    Column(ROLE, (), is_required=True),
    Column(NAME, ("contact", "person"), is_required=True),
    Column(EMAIL, ("mail", "e-mail", "email address", "mail address"), is_required=True),
    Column(CHOSEN_DAY, ("day", "weekday", "chosen weekday")),
    Column(HELD_FROM, ("held from", "since", "start")),
    Column(TEAMS, ("teams",)),
    Column(COVER_NAME, ("cover",)),
    Column(COVER_EMAIL, ("cover mail",)),
    Column(COVER_UNTIL, ()),
)


def read_contacts(path: Path) -> Sheet:
    """The sheet. Raises `UnusableSheet` if it is none, or lacks a column it needs."""
    return read_sheet(path, COLUMNS)
