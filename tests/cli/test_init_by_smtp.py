"""A channel is tried at once, before a live database is made or its channel is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from config.settings import settings
from tests.servers.certificates import Certificates
from tests.servers.smtp import SmtpServer, Stage, says

Server = Callable[..., SmtpServer]
LIVE = ("init", "--live", "--mail", "smtp")
USER = "improvement@saltmarsh.example"
RIGHT = "right-4711"


@pytest.fixture
def longstop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Result]]:
    """The command, on a home of this test's own."""
    monkeypatch.setenv("LONGSTOP_HOME", str(tmp_path / "var"))
    monkeypatch.delenv("LONGSTOP_DATABASE_URL", raising=False)
    settings.cache_clear()
    yield lambda *words: CliRunner().invoke(main, words)
    settings.cache_clear()


@pytest.fixture
def set_to(monkeypatch: pytest.MonkeyPatch, certificates: Certificates) -> Callable[..., None]:
    """Points the mail settings at a server."""

    def point(server: SmtpServer, **values: Any) -> None:
        named = {
            "host": "localhost",
            "port": server.port,
            "security": server.security,
            "ca_file": certificates.ca_file,
            "timeout": 5,
            **values,
        }
        for name, value in named.items():
            monkeypatch.setenv(f"LONGSTOP_MAIL_{name.upper()}", str(value))

    return point


def test_a_live_database_is_made_once_the_server_lets_us_in(
    longstop: Any,
    smtp_server: Server,
    certificates: Certificates,
    set_to: Callable[..., None],
    tmp_path: Path,
) -> None:
    server = smtp_server(security="starttls", context=certificates.good, users={USER: RIGHT})
    set_to(server, user=USER, password=RIGHT)

    result = longstop(*LIVE)

    assert result.exit_code == 0, result.output
    assert f"localhost port {server.port} is ready to take mail." in result.output
    assert f"Mail goes out by localhost port {server.port}." in result.output
    assert (tmp_path / "var" / "longstop.sqlite").exists()
    assert server.messages == []


@pytest.mark.parametrize(
    ("script", "password", "said"),
    [
        ({}, "wrong-4711", "535 5.7.8 Username and password not accepted"),
        ({Stage.CONNECT: says("554 5.7.1 Not from here")}, RIGHT, "Not from here"),
        ({Stage.AUTH: says("454 4.7.0 Try later")}, RIGHT, "454 4.7.0 Try later"),
    ],
)
def test_without_a_working_channel_nothing_is_made_and_the_servers_words_are_said(
    longstop: Any,
    smtp_server: Server,
    certificates: Certificates,
    set_to: Callable[..., None],
    tmp_path: Path,
    script: dict[Stage, Any],
    password: str,
    said: str,
) -> None:
    server = smtp_server(
        script, security="starttls", context=certificates.good, users={USER: RIGHT}
    )
    set_to(server, user=USER, password=password)

    result = longstop(*LIVE)

    assert result.exit_code == 2
    assert said in " ".join(result.output.split())
    assert "nothing was made" in result.output
    assert password not in result.output
    assert not (tmp_path / "var" / "longstop.sqlite").exists()


def test_a_server_that_shows_another_certificate_is_not_trusted(
    longstop: Any, smtp_server: Server, certificates: Certificates, set_to: Callable[..., None]
) -> None:
    set_to(smtp_server(security="tls", context=certificates.untrusted))

    result = longstop(*LIVE)

    assert result.exit_code == 2
    assert "certificate of localhost" in result.output


def test_a_database_that_is_there_is_said_to_be_there_before_any_server_is_asked(
    longstop: Any, smtp_server: Server, set_to: Callable[..., None]
) -> None:
    server = smtp_server()
    set_to(server)
    longstop("init")

    result = longstop(*LIVE)

    assert result.exit_code == 2
    assert "already set up" in result.output
    assert server.connections == 0


def test_every_fault_of_the_settings_is_named_at_once(
    longstop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LONGSTOP_MAIL_USER", "ann")
    monkeypatch.setenv("LONGSTOP_MAIL_HSOT", "relay.example")

    result = longstop(*LIVE)

    assert result.exit_code == 2
    for said in ("MAIL_HOST is not set", "Did you mean 'LONGSTOP_MAIL_HOST'", "MAIL_USER is set"):
        assert said in result.output


def test_delivering_nothing_opens_no_connection(
    longstop: Any, smtp_server: Server, set_to: Callable[..., None]
) -> None:
    server = smtp_server()
    set_to(server)
    longstop(*LIVE)
    looked = server.connections

    result = longstop("outbox", "deliver")

    assert result.exit_code == 0, result.output
    assert "Nothing may go now." in result.output
    assert server.connections == looked


def test_a_live_database_changes_to_another_channel_once_that_works(
    longstop: Any, smtp_server: Server, set_to: Callable[..., None], tmp_path: Path
) -> None:
    longstop("init", "--live", "--mail", f"maildir:{tmp_path}/post")
    server = smtp_server()
    set_to(server)

    result = longstop("mail", "use", "smtp")
    looked = longstop("doctor")

    assert result.exit_code == 0, result.output
    assert f"Mail goes out by localhost port {server.port}." in result.output
    assert f"localhost port {server.port} is ready to take mail." in looked.output
    assert server.messages == []


def test_a_channel_that_does_not_work_is_not_taken(
    longstop: Any, smtp_server: Server, set_to: Callable[..., None], tmp_path: Path
) -> None:
    longstop("init", "--live", "--mail", f"maildir:{tmp_path}/post")
    set_to(smtp_server({Stage.CONNECT: says("554 5.7.1 Not from here")}))

    result = longstop("mail", "use", "smtp")
    looked = longstop("doctor")

    assert result.exit_code == 2
    assert "554 5.7.1 Not from here" in result.output
    assert f"Mail is filed in {tmp_path}/post" in looked.output


def test_a_demonstration_keeps_filing(
    longstop: Any, smtp_server: Server, set_to: Callable[..., None]
) -> None:
    longstop("init")
    set_to(smtp_server())

    result = longstop("mail", "use", "smtp")

    assert result.exit_code == 2
    assert "This is a demonstration" in result.output


def test_the_same_channel_is_no_change(longstop: Any, tmp_path: Path) -> None:
    longstop("init", "--live", "--mail", f"maildir:{tmp_path}/post")

    result = longstop("mail", "use", f"maildir:{tmp_path}/post")

    assert result.exit_code == 2
    assert "already" in result.output
