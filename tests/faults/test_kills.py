"""Two hundred kills at random moments of the check and of delivery lose and double nothing.

What a kill leaves half-done must be shown as *unknown*: exactly as many as there were deliveries
whose outcome nobody recorded. Here mail is filed; `test_kills_over_smtp` sends it.
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
from notifications.plugins.maildir import maildir_transport
from services.deliver import deliver_outbox
from tests.faults.killing import KILLS, NOW, Begun, Killing, crowd, factory_of


@pytest.mark.faults
@pytest.mark.slow
def test_two_hundred_kills_lose_nothing_double_nothing_and_show_every_unknown(
    tmp_path: Path,
) -> None:
    path, mail = tmp_path / "longstop.sqlite", tmp_path / "mail"
    crowd(
        path,
        Installation(
            kind=DatabaseKind.DEMONSTRATION,
            council="example",
            demonstration_date=date(2018, 9, 3),
            created_at=NOW,
        ),
    )

    def delivery(day: date, now: datetime, begun: Begun) -> None:
        transport = maildir_transport(mail)
        deliver_outbox(factory_of(path), transport=transport, now=now, today=day, on_delivery=begun)

    # Fixed, so that a failure can be looked at again; the machine adds chance enough.
    killing = Killing(path, delivery, random.Random(1971))  # noqa: S311
    killing.strike()

    filed = Counter(one.name.split(".")[0] for one in (mail / "new").iterdir())
    lost = killing.steps_without_a_line() + [
        f"delivery {one.id} is not in the folder"
        for one in killing.rows(Delivery, state=DeliveryState.FILED)
        if f"{one.id:08d}" not in filed
    ]
    doubled = killing.told_twice() + [name for name, times in filed.items() if times > 1]
    unknown = killing.rows(Delivery, state=DeliveryState.UNKNOWN)
    print(killing.says(lost=len(lost), doubled=len(doubled), shown=len(unknown)))  # noqa: T201
    assert killing.kills >= KILLS
    assert (lost, doubled) == ([], [])
    assert len(unknown) == killing.unknown_made
    # Work and not the clock, since other work on the machine is not ours to answer for.
    assert killing.worked < 120
