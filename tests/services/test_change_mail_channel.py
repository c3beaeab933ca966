"""Another channel for a live database's mail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.ledger import ChannelFault
from models.queries.history import newest_events
from models.words import Channel, DatabaseKind
from services.change_mail_channel import change_mail_channel
from services.errors import Refused
from services.installation import installation
from services.mail_channel import mail_channel

NOW = datetime(2018, 7, 9, 11, 0, tzinfo=UTC)


def change(session: Any, to: str) -> None:
    change_mail_channel(session, mail_channel(to), now=NOW, by="Ada Quill")


@pytest.fixture
def live(session: Any) -> Any:
    """A live database whose mail is filed, for a pilot."""
    row = installation(session)
    row.kind, row.mail_channel = DatabaseKind.LIVE, "maildir:/srv/mail"
    session.add(row)
    return session


def test_the_change_is_kept_with_who_made_it(live: Any) -> None:
    change(live, "smtp")

    (event,) = [one for one in newest_events(live, limit=5) if one.kind == "mail_channel_changed"]
    assert installation(live).mail_channel == "smtp"
    assert event.actor == "Ada Quill"
    assert event.payload == {"from": "maildir:/srv/mail", "to": "smtp"}


def test_the_pause_of_the_channel_before_ends(live: Any) -> None:
    paused = NOW + timedelta(hours=1)
    live.add(
        ChannelFault(channel=Channel.MAIL, faults=6, since=NOW, paused_until=paused, because="down")
    )
    live.add(
        ChannelFault(channel=Channel.TEAMS, faults=1, since=NOW, paused_until=paused, because="?")
    )
    live.flush()

    change(live, "smtp")

    live.flush()
    assert live.get(ChannelFault, Channel.MAIL) is None
    assert live.get(ChannelFault, Channel.TEAMS) is not None


def test_a_demonstration_files_and_goes_on_filing(session: Any) -> None:
    with pytest.raises(Refused, match="This is a demonstration"):
        change(session, "smtp")


def test_the_channel_it_has_is_no_change(live: Any) -> None:
    with pytest.raises(Refused, match="already"):
        change(live, "maildir:/srv/mail")
