"""Another channel for a live database's mail: what waits goes by it, and nothing is lost."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from models.installation import Installation
from models.words import Channel, DatabaseKind
from services.deliver.faults import resume_channel
from services.errors import Refused
from services.history import Subject, record
from services.installation import installation
from services.mail_channel import MailChannel


def change_mail_channel(
    session: Session, channel: MailChannel, *, now: datetime, by: str
) -> Installation:
    """Let mail go by ``channel`` from now on; the pause of the one before it ends.

    Whether it works is for the caller to see first. Raises `Refused` on a demonstration, which
    files its mail, and where mail goes by that channel already.
    """
    row = installation(session)
    if row.kind is DatabaseKind.DEMONSTRATION:
        raise Refused(
            "This is a demonstration: its mail is filed and never sent. A live database is made "
            "by 'longstop init --live' in another LONGSTOP_HOME."
        )
    before = row.mail_channel
    if before == channel.declared:
        raise Refused(f"Mail goes by {channel.declared} already.")
    row.mail_channel = channel.declared
    session.add(row)
    resume_channel(session, Channel.MAIL)
    record(
        session,
        now=now,
        actor=by,
        kind="mail_channel_changed",
        subject=Subject("installation", 1),
        payload={"from": before, "to": channel.declared},
    )
    return row
