"""How to reach the mail server: a group of settings of its own, checked as a whole.

It is read only where mail is about to go, so that a slip here stops no other command. All its
faults are named at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from config.remedies import did_you_mean
from rules.mail_addresses import is_mail_address

PREFIX = "LONGSTOP_MAIL_"
HOW_TO = "See docs/how-to/set-up-mail.md."


class UnusableMailSettings(ValueError):
    """The settings do not say how to send mail. ``faults`` has a sentence for each thing amiss."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        listed = "\n".join(f"  {fault}" for fault in self.faults)
        super().__init__(f"The mail server's settings cannot be used:\n{listed}\n{HOW_TO}")


class MailSettings(BaseSettings):
    """The mail server that messages are handed to, by variables with ``LONGSTOP_MAIL_`` before."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, hide_input_in_errors=True)

    host: str | None = Field(default=None, description="Mail server that takes our messages.")
    port: int | None = Field(
        default=None,
        ge=1,
        le=65535,
        description="Its port; 587 for `starttls`, 465 for `tls`, 25 for `none` if unset.",
    )
    security: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        description="`starttls`, `tls` (from the first byte), or `none` for a relay inside your "
        "own network. Nothing weaker is ever fallen back to.",
    )
    user: str | None = Field(
        default=None, description="User or mailbox to log in as; no login if unset."
    )
    password: SecretStr | None = Field(default=None, description="The user's password.")
    password_file: Path | None = Field(
        default=None, description="File that holds the password, instead."
    )
    oauth_token_url: str | None = Field(
        default=None, description="Where OAuth 2.0 tokens are given, to log in without a password."
    )
    oauth_client_id: str | None = Field(default=None, description="OAuth 2.0 client id.")
    oauth_client_secret: SecretStr | None = Field(
        default=None, description="OAuth 2.0 client secret."
    )
    oauth_client_secret_file: Path | None = Field(
        default=None, description="File that holds the OAuth 2.0 client secret, instead."
    )
    oauth_scope: str | None = Field(
        default=None, description="OAuth 2.0 scope; Microsoft 365 wants one."
    )
    ca_file: Path | None = Field(
        default=None, description="Certificate authorities to trust besides the system's (PEM)."
    )
    connections: int = Field(
        default=4, ge=1, le=32, description="Connections that may be open at once."
    )
    timeout: float = Field(
        default=60, gt=0, le=60, description="Seconds to wait for one answer, 60 at most."
    )
    bounce_address: str | None = Field(
        default=None,
        description="Return path: where what cannot be delivered comes back. The council's own "
        "sending address if unset.",
    )

    @property
    def logs_in_by_token(self) -> bool:
        """Whether the login is by OAuth 2.0."""
        return self.oauth_token_url is not None


def checked_mail_settings(known: Iterable[str]) -> MailSettings:
    """The settings of this process, checked. ``known`` are the names of its variables.

    Secrets that stand in files are read: ``password`` and ``oauth_client_secret`` are then set.
    Raises `UnusableMailSettings` with every fault.
    """
    faults = list(_misspelt(known))
    try:
        found = MailSettings()
    except ValidationError as error:
        raise UnusableMailSettings([*faults, *_worded(error)]) from None
    secrets: dict[str, SecretStr] = {}
    for name in ("password", "oauth_client_secret"):
        faults += _read_secret(found, name, into=secrets)
    found = found.model_copy(update=secrets)
    faults += [*_server_faults(found), *_login_faults(found), *_other_faults(found)]
    if faults:
        raise UnusableMailSettings(faults)
    return found


def _misspelt(known: Iterable[str]) -> Iterator[str]:
    names = [f"{PREFIX}{name.upper()}" for name in MailSettings.model_fields]
    for name in sorted(known):
        if name.upper().startswith(PREFIX) and name.upper() not in names:
            yield f"{name} is not a setting.{did_you_mean(name, names)}"


def _worded(error: ValidationError) -> Iterator[str]:
    for one in error.errors():
        yield f"{PREFIX}{'_'.join(map(str, one['loc'])).upper()}: {one['msg']}."


def _read_secret(found: MailSettings, name: str, *, into: dict[str, SecretStr]) -> Iterator[str]:
    path: Path | None = getattr(found, f"{name}_file")
    if path is None:
        return
    variable = f"{PREFIX}{name.upper()}"
    if getattr(found, name) is not None:
        yield f"{variable} and {variable}_FILE are both set: keep one of them."
        return
    try:
        secret = path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not a text file"
        yield f"{variable}_FILE: {path} cannot be read: {reason}."
        return
    if not secret:
        yield f"{variable}_FILE: {path} is empty."
    into[name] = SecretStr(secret)


def _server_faults(found: MailSettings) -> Iterator[str]:
    if not found.host:
        yield f"{PREFIX}HOST is not set: name the mail server, such as relay.council.example."
    elif not _is_host_name(found.host):
        yield (
            f"{PREFIX}HOST is {found.host!r}: write the name of the server alone, without "
            f"'smtp://' and without a port ({PREFIX}PORT says that)."
        )


def _is_host_name(text: str) -> bool:
    return (
        text.isascii()
        and text.isprintable()
        and not set(text) & set(" /@,;")
        and (text.count(":") != 1)
    )


def _login_faults(found: MailSettings) -> Iterator[str]:
    oauth = [found.oauth_token_url, found.oauth_client_id, found.oauth_client_secret]
    by_token = any(part is not None for part in (*oauth, found.oauth_scope))
    if by_token:
        yield from _token_faults(found)
    if found.password is not None and by_token:
        yield "Both a password and OAuth 2.0 are set: keep the one that the server wants."
    has_secret = found.password is not None or by_token
    if found.user is not None and not has_secret:
        yield f"{PREFIX}USER is set without {PREFIX}PASSWORD_FILE or the OAuth 2.0 settings."
    if found.user is None and has_secret:
        yield f"{PREFIX}USER is not set: name the user or the mailbox to log in as."
    if found.security == "none" and (found.user is not None or has_secret):
        yield (
            f"A login would travel where others can read it: {PREFIX}SECURITY must be starttls or "
            "tls."
        )
    for name in ("user", "password", "oauth_client_secret"):
        value = getattr(found, name)
        text = value.get_secret_value() if isinstance(value, SecretStr) else value
        if text is not None and not text.isprintable():
            yield f"{PREFIX}{name.upper()} holds a line break or another character without a shape."


def _token_faults(found: MailSettings) -> Iterator[str]:
    for name in ("oauth_token_url", "oauth_client_id", "oauth_client_secret"):
        if getattr(found, name) is None:
            yield f"{PREFIX}{name.upper()} is not set, and OAuth 2.0 needs it."
    if found.oauth_token_url and not _is_https(found.oauth_token_url):
        yield f"{PREFIX}OAUTH_TOKEN_URL must begin with https://: the client secret goes there."


def _is_https(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname)


def _other_faults(found: MailSettings) -> Iterator[str]:
    if found.bounce_address is not None and not is_mail_address(found.bounce_address):
        yield f"{PREFIX}BOUNCE_ADDRESS: {found.bounce_address!r} is not one plain mail address."
    if found.ca_file is not None:
        yield from _ca_faults(found.ca_file)


def _ca_faults(path: Path) -> Iterator[str]:
    try:
        is_pem = "-----BEGIN CERTIFICATE-----" in path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not a text file"
        yield f"{PREFIX}CA_FILE: {path} cannot be read: {reason}."
        return
    if not is_pem:
        yield f"{PREFIX}CA_FILE: {path} holds no certificate in PEM form."
