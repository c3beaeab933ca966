"""The flows' door: the real day for a live database, its own for a demonstration."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from flows.clock import london_today, utc_now
from flows.door import named_for_today, open_flow_door
from models.session import SessionFactory, transaction
from models.words import DatabaseKind
from services.errors import Refused
from services.installation import InstallationOrder, install
from services.opening import open_database


def test_a_run_on_a_demonstration_takes_the_demonstrations_date(
    demonstration: SessionFactory,
) -> None:
    door = open_flow_door()

    assert door.today == date(2018, 8, 13)
    assert door.now == datetime.fromisoformat("2018-08-13T11:00:00+00:00")
    assert door.is_demonstration


def test_a_run_on_a_live_database_takes_the_real_day(home: Path) -> None:
    order = InstallationOrder(DatabaseKind.LIVE, "example", mail_channel=f"maildir:{home}/mail")
    with transaction(open_database(create=True)) as session:
        install(session, order, now=utc_now(), by="test")

    before = london_today()
    door = open_flow_door()

    assert before <= door.today <= london_today()
    assert timedelta(0) <= utc_now() - door.now < timedelta(minutes=5)


def test_a_live_database_without_a_mail_channel_is_refused(home: Path) -> None:
    order = InstallationOrder(DatabaseKind.LIVE, "example")
    with transaction(open_database(create=True)) as session:
        install(session, order, now=utc_now(), by="test")

    with pytest.raises(Refused, match="no mail channel"):
        open_flow_door()


def test_without_a_database_a_run_says_what_to_do(home: Path) -> None:
    with pytest.raises(Refused, match="Run 'longstop init' first"):
        open_flow_door()


def test_a_run_is_named_for_the_day_it_is_for(demonstration: SessionFactory) -> None:
    assert named_for_today("daily check") == "daily check, 2018-08-13"


def test_naming_a_run_never_fails_it(home: Path) -> None:
    assert named_for_today("daily check") == "daily check"
