"""The channel that mail goes out by, as `longstop init` declared it.

Until real channels exist there is one kind: a Maildir, a folder into which each message is
filed. A demonstration always files; a live database names its folder (``maildir:/srv/mail``).
"""

from __future__ import annotations

from pathlib import Path

from config.settings import settings
from models.installation import Installation
from models.words import DatabaseKind
from notifications.dispatch import Transport
from services.errors import Refused

MAILDIR = "maildir:"


def mail_folder(declared: str) -> Path:
    """The folder of ``maildir:PATH``, absolute. Raises `Refused` for any other channel."""
    kind, colon, path = declared.partition(":")
    if f"{kind}{colon}" != MAILDIR or not path.strip():
        raise Refused(
            f"{declared!r} is not a mail channel. Write maildir:PATH, the folder into which "
            "each message is filed. Real mail channels come later."
        )
    return Path(path.strip()).expanduser().resolve()


def mail_folder_of(row: Installation) -> Path:
    """Where this database's mail is filed. Raises `Refused` if a live one names no channel."""
    if row.kind is DatabaseKind.DEMONSTRATION:
        return settings().home.resolve() / "mail"
    if row.mail_channel is None:
        raise Refused("This live database has no mail channel, so nothing can be delivered.")
    return mail_folder(row.mail_channel)


def transport_of(row: Installation) -> Transport:
    """The transport that delivers this database's mail."""
    # Only a delivery has need of Apprise, which takes its time to import.
    from notifications.plugins.maildir import maildir_transport

    return maildir_transport(mail_folder_of(row))
