"""The channel that mail goes out by, as `longstop init` declared it.

A demonstration always files its mail in a folder under its home, whatever is declared or set: it
never opens a network channel. A live database names one of `KINDS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import assert_never

from config.settings import settings
from models.installation import Installation
from models.words import DatabaseKind
from notifications.dispatch import Transport
from services.errors import Refused
from services.mail_relay import declared_relay
from services.notify_channel import declared_account, notify_of


class MailKind(StrEnum):
    """What carries mail."""

    MAILDIR = "maildir"
    SMTP = "smtp"
    NOTIFY = "notify"


KINDS = {
    "smtp": "the mail server of the LONGSTOP_MAIL_ settings",
    "notify": "GOV.UK Notify by the LONGSTOP_NOTIFY_ settings",
    "maildir:PATH": "the folder into which each message is filed",
}


@dataclass(frozen=True, slots=True)
class MailChannel:
    """A declared channel. ``folder`` is set for a Maildir alone."""

    kind: MailKind
    folder: Path | None = None

    @property
    def declared(self) -> str:
        """As it is kept: ``smtp``, ``notify``, ``maildir:/srv/mail``."""
        return f"{self.kind}:{self.folder}" if self.folder else str(self.kind)


def mail_channel(declared: str) -> MailChannel:
    """The channel that a person wrote, a folder made absolute. Raises `Refused` for another."""
    word, colon, rest = declared.strip().partition(":")
    kind = word.strip().lower()
    if kind in (MailKind.SMTP, MailKind.NOTIFY) and not colon:
        return MailChannel(MailKind(kind))
    if kind == MailKind.MAILDIR and rest.strip():
        return MailChannel(MailKind.MAILDIR, Path(rest.strip()).expanduser().resolve())
    raise Refused(f"{declared!r} is not a mail channel.{_suggestion(kind, has_more=bool(colon))}")


def _suggestion(kind: str, *, has_more: bool) -> str:
    if kind in (MailKind.SMTP, MailKind.NOTIFY) and has_more:
        return f" Write {kind} alone: the LONGSTOP_ settings say where it is."
    close = get_close_matches(kind, list(MailKind), n=1)
    hint = f" Did you mean {close[0]}?" if close and close[0] != kind else ""
    choices = "; ".join(f"{written}, {meaning}" for written, meaning in KINDS.items())
    return f"{hint} Write one of: {choices}."


def channel_of(row: Installation) -> MailChannel:
    """The channel of this database. Raises `Refused` if a live one names none."""
    if row.kind is DatabaseKind.DEMONSTRATION:
        return MailChannel(MailKind.MAILDIR, settings().home.resolve() / "mail")
    if row.mail_channel is None:
        raise Refused("This live database has no mail channel, so nothing can be delivered.")
    return mail_channel(row.mail_channel)


def filing_folder_of(row: Installation) -> Path | None:
    """Where this database's mail is filed, or None where it is sent. Raises as `channel_of`."""
    return channel_of(row).folder


def check_mail_channel(row: Installation) -> None:
    """Raise `Refused` if a channel is missing or its settings cannot be used.

    Nothing is opened: whether a server answers shows when mail goes (``transport_of(...).look()``
    asks at once).
    """
    channel = channel_of(row)
    if channel.kind is MailKind.SMTP:
        declared_relay()
    elif channel.kind is MailKind.NOTIFY:
        declared_account()


def describe_mail(row: Installation) -> str:
    """How this database's mail goes out, in a sentence. Raises as `check_mail_channel`."""
    channel = channel_of(row)
    match channel.kind:
        case MailKind.MAILDIR:
            return f"Mail is filed in {channel.folder}, not sent."
        case MailKind.SMTP:
            relay = declared_relay()
            return f"Mail goes out by {relay.host} port {relay.port}."
        case MailKind.NOTIFY:
            declared_account()
            return "Mail goes out by GOV.UK Notify."
        case other:
            assert_never(other)


def transport_of(row: Installation) -> Transport:
    """The transport that delivers this database's mail. Raises as `check_mail_channel`."""
    return transport_by(channel_of(row))


def transport_by(channel: MailChannel) -> Transport:
    """The transport of a channel. Nothing is opened before it is used."""
    # Only a delivery has need of Apprise, which takes its time to import.
    if channel.folder is not None:
        from notifications.plugins.maildir import maildir_transport

        return maildir_transport(channel.folder)
    return notify_of() if channel.kind is MailKind.NOTIFY else _by_smtp()


def _by_smtp() -> Transport:
    from notifications.plugins.smtp import smtp_transport

    try:
        return smtp_transport(declared_relay())
    except OSError as error:
        reason = error.strerror or "it holds no certificate"
        raise Refused(f"LONGSTOP_MAIL_CA_FILE cannot be used: {reason}.") from error
