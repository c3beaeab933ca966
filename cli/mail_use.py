"""``longstop mail use``: another channel for the mail of a live database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.errors import CouldNotRun

if TYPE_CHECKING:
    from services.mail_channel import MailChannel


@click.command()
@click.argument("channel", metavar="smtp|notify|maildir:PATH")
def use(channel: str) -> None:
    """Let a live database's mail go by another channel from now on.

    The channel is tried at once (nothing is sent), and kept only if it works. What waits in the
    queue goes by it.

    \b
    Examples:
      longstop mail use smtp
      longstop mail use maildir:/srv/longstop/mail
    """
    from cli.asking import doing
    from services.change_mail_channel import change_mail_channel
    from services.mail_channel import describe_mail

    found = working_channel(channel)
    with doing() as did:
        row = change_mail_channel(did.session, found, **did.stamped)
        how = describe_mail(row)
    if found.folder is not None:
        found.folder.mkdir(parents=True, exist_ok=True)
    click.echo(f"{how} 'longstop mail test' sends one message to prove it.")


def working_channel(written: str) -> MailChannel:
    """The channel that was written, once it was seen to work; else nothing is changed."""
    from cli.database import service_errors
    from services.mail_channel import mail_channel, transport_by

    with service_errors():
        channel = mail_channel(written)
        transport = transport_by(channel)
    state = transport.look()
    transport.close()
    if not state.is_well:
        raise CouldNotRun(
            f"The mail channel does not work yet, so nothing was made or changed. "
            f"{state.sentence} Put it right, then run this again."
        )
    if channel.folder is None:
        click.echo(state.sentence)
    return channel
