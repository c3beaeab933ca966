"""``longstop outbox deliver``: deliver now what may go now."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from cli.errors import FoundProblems
from cli.outbox_words import leaves_words

if TYPE_CHECKING:
    from services.deliver import DeliveryReport

DELIVERED_WORDS = {
    "filed": "filed, not sent",
    "sent": "sent",
    "failed": "not sent",
    "unknown": "not known whether sent",
    "retry": "to be tried again later",
    "cancelled": "cancelled, because nothing was left to say",
    "superseded": "settled by another worker",
    "channel_fault": "kept, because the channel is out of order",
    "put_off": "put off to the next day on which mail goes to other bodies",
}


@click.command()
def deliver() -> None:
    """Deliver what is queued and may go now, each message once."""
    from cli.clock import utc_now
    from cli.database import open_door, service_errors
    from models.queries.messages import next_departure, ready_deliveries
    from models.session import reading
    from services.channels import open_channels
    from services.deliver import deliver_outbox
    from services.deliver.looking import settle_by_looking
    from services.installation import installation
    from services.mail_channel import describe_mail

    door = open_door()
    with service_errors(), reading(door.factory) as session:
        mail = describe_mail(installation(session))
        ready, departs = ready_deliveries(session, now=door.now), next_departure(session)
    with (
        service_errors(),
        open_channels(door.factory) as channels,
        progress(ready) as on_delivery,
    ):
        report = deliver_outbox(
            door.factory,
            transport=channels.mail,
            teams=channels.teams,
            now=door.now,
            today=door.today,
            clock=None if door.is_demonstration else utc_now,
            on_delivery=on_delivery,
        )
        known = settle_by_looking(
            door.factory, transport=channels.mail, now=door.now, today=door.today
        )
        report.counts["unknown"] = max(0, report.counts["unknown"] - known)
    if channels.trouble:
        click.echo(f"Cards to Teams wait. {channels.trouble}", err=True)
    _say_delivered(report)
    if not ready and departs is not None:
        click.echo(f"The next one {leaves_words(departs)}.")
    if report.counts["filed"]:
        click.echo(mail)
    _say_what_is_wrong(report)


def _say_delivered(report: DeliveryReport) -> None:
    from services.deliver.running import STOPPED

    said = [
        f"{number} {DELIVERED_WORDS.get(outcome, outcome)}"
        for outcome, number in sorted(report.counts.items())
        if number
    ]
    if said:
        click.echo(f"{'; '.join(said)}.")
    if report.stopped_because:
        click.echo(report.stopped_because)
        if report.stopped_because == STOPPED:
            click.echo("'longstop sending status' says who stopped it and why.")
    elif not said:
        click.echo("Nothing may go now.")


def _say_what_is_wrong(report: DeliveryReport) -> None:
    """End with exit code 1 where a person has to look; a stop that a person asked for is none."""
    from services.deliver.running import STOPPED
    from services.deliver.stopping import ON_REQUEST

    if report.counts["failed"] or report.counts["unknown"]:
        raise FoundProblems("Some messages need a look: 'longstop outbox list' names them.")
    if report.stopped_because not in (None, STOPPED, ON_REQUEST):
        raise FoundProblems("What waits is kept, and goes by itself once the channel works again.")


@contextmanager
def progress(length: int) -> Iterator[Callable[[str], None]]:
    """A bar on a terminal while messages go; nothing elsewhere."""
    if not length or not sys.stderr.isatty():
        yield lambda _outcome: None
        return
    with click.progressbar(length=length, label="Delivering", file=sys.stderr) as bar:
        yield lambda _outcome: bar.update(1)
