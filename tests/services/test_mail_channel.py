"""Where mail goes: a demonstration files it under its home, a live database as it was told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.settings import settings
from models.installation import Installation
from models.words import DatabaseKind
from services.channels import channels_of
from services.errors import Refused
from services.mail_channel import (
    channel_of,
    check_mail_channel,
    describe_mail,
    filing_folder_of,
    mail_channel,
    transport_of,
)
from tests.servers.smtp import SmtpServer


def an_installation(kind: DatabaseKind, channel: str | None = None) -> Installation:
    return Installation(
        kind=kind,
        council="example",
        mail_channel=channel,
        created_at=datetime(2018, 7, 9, tzinfo=UTC),
    )


LIVE_BY_SMTP = an_installation(DatabaseKind.LIVE, "smtp")


@pytest.fixture
def relay_is(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets the operator's settings of the mail server."""

    def set_to(**values: object) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"LONGSTOP_MAIL_{name.upper()}", str(value))

    return set_to


@pytest.mark.parametrize("declared", [None, "maildir:/elsewhere", "smtp", "notify"])
def test_a_demonstration_files_under_its_home_whatever_is_declared(declared: str | None) -> None:
    row = an_installation(DatabaseKind.DEMONSTRATION, declared)

    assert filing_folder_of(row) == settings().home.resolve() / "mail"


def test_a_demonstration_opens_no_network_channel_whatever_is_set(
    smtp_server: Callable[..., SmtpServer], relay_is: Callable[..., None]
) -> None:
    server = smtp_server()
    relay_is(host=server.host, port=server.port, security="none")
    row = an_installation(DatabaseKind.DEMONSTRATION, "smtp")

    channels = channels_of(row)

    assert channels.mail.channel == "maildir"
    assert channels.mail.look().is_well
    assert channels.teams is None or channels.teams.channel == "folder"
    assert server.connections == 0


def test_a_live_database_files_where_it_was_told() -> None:
    row = an_installation(DatabaseKind.LIVE, "maildir:/srv/longstop/mail")

    assert filing_folder_of(row) == Path("/srv/longstop/mail")
    assert describe_mail(row) == "Mail is filed in /srv/longstop/mail, not sent."


def test_a_live_database_sends_by_the_server_that_is_set(
    smtp_server: Callable[..., SmtpServer], relay_is: Callable[..., None]
) -> None:
    server = smtp_server()
    relay_is(host=server.host, port=server.port, security="none", connections=3)

    transport = transport_of(LIVE_BY_SMTP)

    assert (transport.channel, transport.lines) == ("smtp", 3)
    assert transport.look().sentence == f"127.0.0.1 port {server.port} is ready to take mail."
    assert describe_mail(LIVE_BY_SMTP) == f"Mail goes out by 127.0.0.1 port {server.port}."
    assert filing_folder_of(LIVE_BY_SMTP) is None


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_each_kind_of_security_has_its_own_port(
    relay_is: Callable[..., None], security: str, port: int
) -> None:
    relay_is(host="relay.example", security=security)

    assert describe_mail(LIVE_BY_SMTP) == f"Mail goes out by relay.example port {port}."


def test_a_live_database_without_a_channel_delivers_nothing() -> None:
    with pytest.raises(Refused, match="no mail channel"):
        channel_of(an_installation(DatabaseKind.LIVE))


def test_settings_that_cannot_be_used_are_refused_before_anything_is_opened() -> None:
    with pytest.raises(Refused, match="LONGSTOP_MAIL_HOST is not set"):
        check_mail_channel(LIVE_BY_SMTP)


@pytest.mark.parametrize("declared", ["SMTP", " smtp ", "notify", "maildir:/srv/mail"])
def test_a_channel_is_kept_as_it_is_read_again(declared: str) -> None:
    channel = mail_channel(declared)

    assert mail_channel(channel.declared) == channel


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ("smtp:relay.example", "Write smtp alone"),
        ("smpt", "Did you mean smtp?"),
        ("maildir:", "maildir:PATH"),
        ("maildir", "maildir:PATH"),
        ("/srv/mail", "Write one of: smtp"),
        ("", "Write one of: smtp"),
    ],
)
def test_another_channel_is_refused_with_what_to_write(declared: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        mail_channel(declared)

    assert said in str(refused.value)
