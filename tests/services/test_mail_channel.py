"""Where mail goes: a demonstration files it under its home, a live database where it was told."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.settings import settings
from models.installation import Installation
from models.words import DatabaseKind
from services.errors import Refused
from services.mail_channel import mail_folder, mail_folder_of


def an_installation(kind: DatabaseKind, channel: str | None = None) -> Installation:
    return Installation(
        kind=kind,
        council="example",
        mail_channel=channel,
        created_at=datetime(2018, 7, 9, tzinfo=UTC),
    )


def test_a_demonstration_files_under_its_home_whatever_is_declared() -> None:
    row = an_installation(DatabaseKind.DEMONSTRATION, "maildir:/elsewhere")

    assert mail_folder_of(row) == settings().home.resolve() / "mail"


def test_a_live_database_files_where_it_was_told() -> None:
    row = an_installation(DatabaseKind.LIVE, "maildir:/srv/longstop/mail")

    assert mail_folder_of(row) == Path("/srv/longstop/mail")


def test_a_live_database_without_a_channel_delivers_nothing() -> None:
    with pytest.raises(Refused, match="no mail channel"):
        mail_folder_of(an_installation(DatabaseKind.LIVE))


@pytest.mark.parametrize("declared", ["smtp:relay.example", "maildir:", "maildir", "/srv/mail"])
def test_another_channel_is_refused_with_what_to_write(declared: str) -> None:
    with pytest.raises(Refused, match="Write maildir:PATH"):
        mail_folder(declared)
