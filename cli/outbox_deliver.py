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
}


@click.command()
def deliver() -> None:
    """Deliver what is queued and may go now, each message once."""
    from cli.database import open_door, service_errors
    from models.queries.messages import next_departure, ready_deliveries
    from models.session import reading
    from services.deliver import deliver_outbox
    from services.installation import installation
    from services.mail_channel import mail_folder_of, transport_of

    door = open_door()
    with service_errors(), reading(door.factory) as session:
        row = installation(session)
        transport, folder = transport_of(row), mail_folder_of(row)
        ready, departs = ready_deliveries(session, now=door.now), next_departure(session)
    with service_errors(), progress(ready) as on_delivery:
        report = deliver_outbox(
            door.factory,
            transport=transport,
            now=door.now,
            today=door.today,
            on_delivery=on_delivery,
        )
    _say_delivered(report)
    if not ready and departs is not None:
        click.echo(f"The next one {leaves_words(departs)}.")
    if report.counts["filed"]:
        click.echo(f"Mail is filed in {folder}.")
    if report.counts["failed"] or report.counts["unknown"]:
        raise FoundProblems("Some messages need a look: 'longstop outbox list' names them.")


def _say_delivered(report: DeliveryReport) -> None:
    if report.stopped_because:
        click.echo(report.stopped_because)
        return
    said = [
        f"{number} {DELIVERED_WORDS.get(outcome, outcome)}"
        for outcome, number in sorted(report.counts.items())
        if number
    ]
    click.echo(f"{'; '.join(said)}." if said else "Nothing may go now.")


@contextmanager
def progress(length: int) -> Iterator[Callable[[str], None]]:
    """A bar on a terminal while messages go; nothing elsewhere."""
    if not length or not sys.stderr.isatty():
        yield lambda _outcome: None
        return
    with click.progressbar(length=length, label="Delivering", file=sys.stderr) as bar:
        yield lambda _outcome: bar.update(1)
