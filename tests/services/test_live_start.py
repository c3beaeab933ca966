"""A live database does not start deaf, and its doctor says what is wrong with sending."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from config.settings import settings
from models.installation import Installation
from models.ledger import ChannelFault, DeliveryReport
from models.words import Channel, DatabaseKind, ReportKind
from services.errors import Refused
from services.health import Answer, examine
from services.live_start import refuse_a_deaf_start
from services.stop_sending import stop_sending

MONDAY = date(2018, 7, 9)
NOON = datetime(2018, 7, 9, 11, 0, tzinfo=UTC)


@pytest.fixture
def live(session: Any, tmp_path: Path) -> Installation:
    """The database made live, with its mail filed in a folder."""
    row = session.get_one(Installation, 1)
    row.kind, row.mail_channel = DatabaseKind.LIVE, f"maildir:{tmp_path}/mail"
    row.created_at = datetime(2018, 6, 1, tzinfo=UTC)
    return row


@pytest.fixture
def set_to(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """``set_to(MAIL_HOST="127.0.0.1")``: settings of the operator."""

    def put(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"LONGSTOP_{name}", value)
        settings.cache_clear()

    yield put
    settings.cache_clear()


@pytest.fixture
def closed_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def answers(session: Any) -> dict[str, Answer]:
    session.flush()
    return {one.question: one for one in examine(session, today=MONDAY, now=NOON)}


def test_one_whose_channel_takes_mail_starts(live: Installation) -> None:
    refuse_a_deaf_start(live)


def test_one_whose_mail_server_is_down_does_not_and_says_why(
    live: Installation, set_to: Any, closed_port: int
) -> None:
    live.mail_channel = "smtp"
    set_to(MAIL_HOST="127.0.0.1", MAIL_PORT=str(closed_port), MAIL_SECURITY="none")

    with pytest.raises(Refused, match=r"127\.0\.0\.1.*longstop mail status"):
        refuse_a_deaf_start(live)


def test_one_without_a_channel_does_not(live: Installation) -> None:
    live.mail_channel = None

    with pytest.raises(Refused, match="no mail channel"):
        refuse_a_deaf_start(live)


def test_one_whose_diversion_is_no_address_does_not(live: Installation, set_to: Any) -> None:
    set_to(DELIVER_ONLY_TO="tester")

    with pytest.raises(Refused, match="LONGSTOP_DELIVER_ONLY_TO"):
        refuse_a_deaf_start(live)


def test_a_demonstration_starts_whatever_is_set(
    session: Any, set_to: Any, closed_port: int
) -> None:
    set_to(MAIL_HOST="127.0.0.1", MAIL_PORT=str(closed_port), MAIL_SECURITY="none")

    refuse_a_deaf_start(session.get_one(Installation, 1))


def test_the_doctor_names_who_stopped_sending(live: Installation, session: Any) -> None:
    stop_sending(session, because="Wrong dates", now=NOON, by="Ada Quill")

    found = answers(session)["Sending"]

    assert not found.is_well
    assert "by Ada Quill: Wrong dates" in found.sentence


def test_the_doctor_names_a_channel_that_is_paused(live: Installation, session: Any) -> None:
    session.add(
        ChannelFault(
            channel=Channel.MAIL, faults=2, since=NOON, paused_until=NOON, because="no answer"
        )
    )

    found = answers(session)["The mail channel of late"]

    assert not found.is_well
    assert "no answer" in found.sentence


def test_the_doctor_warns_of_mail_that_is_diverted(
    live: Installation, session: Any, set_to: Any
) -> None:
    set_to(DELIVER_ONLY_TO="tester@saltmarsh.example")

    found = answers(session)["Diversion"]

    assert not found.is_well
    assert "tester@saltmarsh.example" in found.sentence


def test_the_doctor_has_no_line_for_a_diversion_that_is_not(
    live: Installation, session: Any
) -> None:
    assert "Diversion" not in answers(session)


def test_the_doctor_names_reports_that_wait(live: Installation, session: Any) -> None:
    session.add(
        DeliveryReport(digest="d", file_name="a.eml", read_at=NOON, kind=ReportKind.UNCLEAR)
    )

    found = answers(session)["What came back"]

    assert not found.is_well
    assert "1 report waits" in found.sentence
