"""The mail server's settings: checked as a whole, every fault named at once, no secret shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from config.mail_settings import MailSettings, UnusableMailSettings
from config.settings import mail_settings, settings

Given = Callable[..., None]
SECRET = "s3cret-4711"  # noqa: S105  # Of a user that nobody is.
TOKENS = {
    "oauth_token_url": "https://login.example/tenant/token",
    "oauth_client_id": "client-1",
    "oauth_client_secret": SECRET,
}


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Given:
    """Sets the variables, and none besides."""

    def set_to(**values: object) -> None:
        for name in MailSettings.model_fields:
            monkeypatch.delenv(f"LONGSTOP_MAIL_{name.upper()}", raising=False)
        for name, value in values.items():
            monkeypatch.setenv(f"LONGSTOP_MAIL_{name.upper()}", str(value))

    return set_to


def faults() -> str:
    with pytest.raises(UnusableMailSettings) as unusable:
        mail_settings()
    return "\n".join(unusable.value.faults)


def test_a_relay_needs_no_more_than_its_name(given: Given) -> None:
    given(host="relay.council.example")

    found = mail_settings()

    assert (found.host, found.security, found.connections) == (
        "relay.council.example",
        "starttls",
        4,
    )
    assert (found.port, found.user, found.bounce_address) == (None, None, None)


def test_a_secret_may_stand_in_a_file_whose_last_line_end_is_not_part_of_it(
    given: Given, tmp_path: Path
) -> None:
    (tmp_path / "password").write_text(f"{SECRET}\n")
    given(host="relay.example", user="ann", password_file=tmp_path / "password")

    found = mail_settings()

    assert found.password is not None
    assert found.password.get_secret_value() == SECRET


def test_a_login_by_token_is_taken_whole(given: Given) -> None:
    given(host="relay.example", user="ann", oauth_scope="all", **TOKENS)

    assert mail_settings().logs_in_by_token


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "LONGSTOP_MAIL_HOST is not set"),
        ({"host": "smtp://relay.example"}, "without 'smtp://'"),
        ({"host": "relay.example:587"}, "without a port"),
        ({"port": "mail"}, "LONGSTOP_MAIL_PORT:"),
        ({"port": "70000"}, "LONGSTOP_MAIL_PORT:"),
        ({"security": "ssl"}, "LONGSTOP_MAIL_SECURITY:"),
        ({"timeout": "600"}, "LONGSTOP_MAIL_TIMEOUT:"),
        ({"connections": "0"}, "LONGSTOP_MAIL_CONNECTIONS:"),
        ({"user": "ann"}, "USER is set without"),
        ({"password": SECRET}, "LONGSTOP_MAIL_USER is not set"),
        ({"user": "ann", "password": f"{SECRET}\n"}, "PASSWORD holds a line break"),
        ({"user": "ann", "password": SECRET, "security": "none"}, "others can read it"),
        ({"user": "ann", "password": SECRET, **TOKENS}, "Both a password and OAuth 2.0"),
        ({"user": "ann", "oauth_client_id": "1"}, "OAUTH_TOKEN_URL is not set"),
        ({"user": "ann", "oauth_client_id": "1"}, "OAUTH_CLIENT_SECRET is not set"),
        ({**TOKENS}, "LONGSTOP_MAIL_USER is not set"),
        ({"user": "a", **TOKENS, "oauth_token_url": "http://x.example/t"}, "must begin with https"),
        ({"bounce_address": "Bounces <b@council.example>"}, "not one plain mail address"),
        ({"ca_file": "nowhere.pem"}, "nowhere.pem cannot be read: No such file"),
        ({"password_file": "nowhere"}, "nowhere cannot be read: No such file"),
        ({"pasword": SECRET}, "Did you mean 'LONGSTOP_MAIL_PASSWORD'?"),
    ],
)
def test_each_fault_has_its_sentence(given: Given, values: dict[str, str], said: str) -> None:
    given(**({"host": "relay.example"} if values else {}) | values)

    assert said in faults()


def test_every_fault_is_named_at_once(given: Given) -> None:
    given(security="none", user="ann", bounce_address="x", hots="relay.example")

    said = faults()

    for name in ("HOST is not set", "HOTS is not a setting", "USER is set", "BOUNCE_ADDRESS"):
        assert name in said
    assert "others can read it" in said


def test_a_password_in_two_places_is_refused(given: Given, tmp_path: Path) -> None:
    (tmp_path / "password").write_text(SECRET)
    given(host="r.example", user="a", password=SECRET, password_file=tmp_path / "password")

    assert "are both set" in faults()


def test_a_file_without_a_certificate_is_refused(given: Given, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("nothing")
    given(host="r.example", ca_file=tmp_path / "ca.pem")

    assert "holds no certificate" in faults()


@pytest.mark.parametrize("port", ["25", "mail"])
def test_no_secret_is_shown_whatever_is_wrong(given: Given, tmp_path: Path, port: str) -> None:
    (tmp_path / "secret").write_text(SECRET)
    given(
        host="relay.example",
        port=port,
        password=SECRET,
        password_file=tmp_path / "secret",
        oauth_client_secret=SECRET,
    )

    assert SECRET not in faults()


def test_settings_that_are_right_show_no_secret_either(given: Given) -> None:
    given(host="relay.example", user="ann", password=SECRET)

    assert SECRET not in repr(mail_settings())


def test_faulty_mail_settings_stop_nothing_that_sends_no_mail(given: Given) -> None:
    given(port="mail")

    assert settings().home
