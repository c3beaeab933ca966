"""Two hundred kills while mail goes out by SMTP, to a server that remembers every message.

A worker has two connections, so that a kill can strike two messages at once. What the server
has is the truth that the rows are held against.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from models.installation import Installation
from models.ledger import Delivery
from models.words import DatabaseKind, DeliveryState
from notifications.plugins.relay import Relay, Security
from notifications.plugins.smtp import smtp_transport
from services.deliver import deliver_outbox
from tests.faults.killing import KILLS, NOW, Begun, Killing, crowd, factory_of
from tests.servers.smtp_sink import sink_process

CONNECTIONS = 2


@pytest.mark.faults
@pytest.mark.slow
def test_two_hundred_kills_of_senders_double_nothing_at_the_server(tmp_path: Path) -> None:
    path, keep = tmp_path / "longstop.sqlite", tmp_path / "kept"
    crowd(
        path,
        Installation(
            kind=DatabaseKind.LIVE, council="example", mail_channel="smtp", created_at=NOW
        ),
    )

    with sink_process(keep=keep) as sink:

        def delivery(day: date, now: datetime, begun: Begun) -> None:
            relay = Relay("127.0.0.1", sink.port, Security.NONE, connections=CONNECTIONS)
            transport = smtp_transport(relay)
            deliver_outbox(
                factory_of(path), transport=transport, now=now, today=day, on_delivery=begun
            )
            transport.close()

        # Fixed, so that a failure can be looked at again; the machine adds chance enough.
        killing = Killing(path, delivery, random.Random(1972))  # noqa: S311
        killing.strike()
        arrived = Counter(str(one["message_id"]) for one in sink.envelopes())

    sent = killing.rows(Delivery, state=DeliveryState.SENT)
    unknown = killing.rows(Delivery, state=DeliveryState.UNKNOWN)
    lost = killing.steps_without_a_line() + [
        f"{one.message_id_header} never came" for one in sent if not arrived[one.message_id_header]
    ]
    known = {one.message_id_header for one in [*sent, *unknown]}
    doubled = killing.told_twice() + [name for name, times in arrived.items() if times > 1]
    came = sum(arrived[one.message_id_header or ""] for one in unknown)
    print(  # noqa: T201
        killing.says(
            arrived=sum(arrived.values()),
            lost=len(lost),
            doubled=len(doubled),
            shown=len(unknown),
            of_which_came=came,
        )
    )
    assert killing.kills >= KILLS
    assert (lost, doubled) == ([], [])
    assert set(arrived) <= known
    assert len(unknown) == killing.unknown_made
    # Work and not the clock, since other work on the machine is not ours to answer for.
    assert killing.worked < 120
