"""``longstop outbox deliver`` on a live database, through a real mail server on loopback."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

import cli.clock
import cli.database
from tests.servers.smtp import SmtpServer, Stage, closes, says

NOON = datetime(2018, 7, 9, 11, 0, tzinfo=UTC)
INSPECTOR = "maria.fenn@saltmarsh.example"


@pytest.fixture
def server(smtp_server: Callable[..., SmtpServer]) -> SmtpServer:
    return smtp_server()


@pytest.fixture
def live(decided: Any, server: SmtpServer, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The decided day as a live database's own day, sent by the server; one message approved."""
    decided.says("outbox", "approve", "1", "--yes")
    with sqlite3.connect(decided.home / "longstop.sqlite") as rows:
        rows.execute(
            "UPDATE installation SET kind = 'live', mail_channel = 'smtp', "
            "demonstration_date = NULL, naming_secret = 'secret'"
        )
    rows.close()
    for door in (cli.clock, cli.database):
        monkeypatch.setattr(door, "utc_now", lambda: NOON)
        monkeypatch.setattr(door, "london_today", lambda: date(2018, 7, 9))
    values = {"HOST": server.host, "PORT": server.port, "SECURITY": "none", "TIMEOUT": 5}
    for name, value in values.items():
        monkeypatch.setenv(f"LONGSTOP_MAIL_{name}", str(value))
    return decided


def test_what_may_go_is_sent_and_said_to_be_sent(live: Any, server: SmtpServer) -> None:
    said = live.says("outbox", "deliver")

    assert "2 sent." in said
    assert INSPECTOR in [one.recipient for one in server.messages]
    assert all(b"Demonstration" not in one.raw for one in server.messages)
    assert "Nothing may go now." in live.says("outbox", "deliver")
    assert len(server.messages) == 2


def test_a_server_that_is_down_ends_with_exit_code_one_and_its_words(
    live: Any, server: SmtpServer
) -> None:
    server.stop()

    result = live("outbox", "deliver")

    assert result.exit_code == 1
    assert "Connection refused" in result.output
    assert "What waits is kept" in result.output


@pytest.mark.parametrize(
    ("stage", "act", "said"),
    [
        (Stage.RCPT, says("550 5.1.1 No such mailbox"), "not sent"),
        (Stage.END, closes(), "not known whether sent"),
    ],
)
def test_what_needs_a_look_ends_with_exit_code_one(
    live: Any, server: SmtpServer, stage: Stage, act: Any, said: str
) -> None:
    server.script = {stage: act}

    result = live("outbox", "deliver")

    assert result.exit_code == 1
    assert f"2 {said}." in result.output
    assert "'longstop outbox list' names them" in result.output
