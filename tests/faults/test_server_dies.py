"""A mail server whose process dies after the final dot: it has the message, and never said so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from models.words import DeliveryState, NoticeState
from notifications.plugins.relay import Relay, Security
from notifications.plugins.smtp import SmtpTransport, smtp_transport
from tests.servers.smtp_sink import Sink, sink_process

HOURS = timedelta(hours=2)


def _transport(sink: Sink) -> SmtpTransport:
    return smtp_transport(Relay("127.0.0.1", sink.port, Security.NONE, connections=1))


def _died(day: Any, keep: Path) -> int:
    """Let the server die with the first message in its hands; returns the port it had."""
    with sink_process(keep=keep, die_after=1) as sink:
        transport = _transport(sink)
        day.deliver(transport)
        transport.close()
        return sink.port


@pytest.mark.faults
def test_its_last_message_is_unknown_and_is_never_sent_again_by_itself(
    day: Any, tmp_path: Path
) -> None:
    keep = tmp_path / "kept"
    port = _died(day, keep)

    first, *others = day.deliveries()
    assert first.state is DeliveryState.UNKNOWN
    assert day.notice_of(first).state is NoticeState.UNKNOWN
    # The server is gone, which is no fault of theirs: they wait.
    assert [one.state for one in others] == [DeliveryState.QUEUED] * 2
    assert day.paused()

    with sink_process(port=port, keep=keep) as sink:
        transport = _transport(sink)
        for _ in range(12):
            day.deliver(transport, later=HOURS)
        transport.close()
        times = _times(sink)

    assert day.delivery(1).state is DeliveryState.UNKNOWN
    assert [one.state for one in day.deliveries()[1:]] == [DeliveryState.SENT] * 2
    assert sorted(times.values()) == [1, 1, 1]
    assert day.marked() == []


@pytest.mark.faults
def test_a_person_who_finds_that_it_arrived_ends_it(
    day: Any, tmp_path: Path, message_ids: Callable[[list[bytes]], Counter[str]]
) -> None:
    keep = tmp_path / "kept"
    port = _died(day, keep)

    with sink_process(port=port, keep=keep) as sink:
        transport = _transport(sink)
        day.settle(by_looking_at=message_ids([one.read_bytes() for one in keep.glob("*.eml")]))
        day.deliver_until_done(transport)
        transport.close()
        times = _times(sink)

    assert [one.state for one in day.deliveries()] == [DeliveryState.SENT] * 3
    assert sorted(times.values()) == [1, 1, 1]


@pytest.mark.faults
def test_a_person_who_finds_that_it_did_not_arrive_has_it_sent_under_another_name(
    day: Any, tmp_path: Path
) -> None:
    keep = tmp_path / "kept"
    port = _died(day, keep)

    with sink_process(port=port, keep=keep) as sink:
        transport = _transport(sink)
        day.settle(by_looking_at=Counter())
        day.deliver_until_done(transport)
        transport.close()
        times = _times(sink)

    first, *_, again = day.deliveries()
    assert (first.state, again.state) == (DeliveryState.FAILED, DeliveryState.SENT)
    assert again.again_id == first.id
    # Four mails with four names: whoever has both sees that the second belongs to the first.
    assert sorted(times.values()) == [1, 1, 1, 1]
    assert again.message_id_header != first.message_id_header
    last = message_from_bytes(max(keep.glob("*.eml")).read_bytes())
    assert first.message_id_header in f"{last['In-Reply-To']} {last['References']}"


def _times(sink: Sink) -> Counter[str]:
    """How often each Message-ID came."""
    return Counter(str(one["message_id"]) for one in sink.envelopes())
