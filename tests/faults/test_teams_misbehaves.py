"""Every way in which a Teams workflow misbehaves, from the queue to the rows and on to the end.

The first of three messages has a copy for its reader's channel. Whatever becomes of the copy, the
mail goes, its item counts as told, and no contact is marked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from config.teams_channels import ChannelAddress, TeamsChannels
from models.agencies import Contact
from models.ledger import Delivery
from models.session import transaction
from models.words import Channel, DeliveryState, NoticeState
from notifications.dispatch import Transport
from notifications.plugins.relay import Relay, Security
from notifications.plugins.smtp import smtp_transport
from notifications.plugins.workflow import WorkflowTransport
from tests.servers.smtp import SmtpServer
from tests.servers.webhook import (
    Act,
    WebhookServer,
    answers,
    closes_after_body,
    stays_silent,
)

QUEUED, SENT = DeliveryState.QUEUED, DeliveryState.SENT
FAILED, UNKNOWN = DeliveryState.FAILED, DeliveryState.UNKNOWN
CHANNEL = "Estuary Police"
LOST_INSIDE = (
    "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429"
)


@dataclass(frozen=True)
class Case:
    """What the workflow does with the first card, and how the copy then stands.

    ``again`` is whether delivery tries once more by itself; ``patience`` how long it must wait.
    """

    what: str
    act: Act | None
    copy: DeliveryState
    code: str = ""
    again: bool = False
    patience: timedelta = timedelta(0)


CASES = (
    Case("is down", None, QUEUED, again=True),
    Case(
        "429 with Retry-After",
        answers(429, {"Retry-After": "7200"}),
        QUEUED,
        code="429",
        again=True,
        patience=timedelta(hours=2),
    ),
    Case("503", answers(503), QUEUED, code="503", again=True),
    Case("200 with an error in its body", answers(200, body=LOST_INSIDE), FAILED, code="200"),
    Case("307 to another place", answers(307, {"Location": "ELSEWHERE"}), FAILED, code="307"),
    Case("404", answers(404), FAILED, code="404"),
    Case("500", answers(500), UNKNOWN, code="500"),
    Case("hangs up after it has read the card", closes_after_body(), UNKNOWN),
    Case("takes the card and says nothing", stays_silent(), UNKNOWN),
)


@pytest.fixture(scope="module")
def seen() -> Iterator[list[str]]:
    """The table of what was seen, printed at the end (``pytest -s``)."""
    rows: list[str] = []
    yield rows
    for row in rows:
        print(row)  # noqa: T201


@pytest.fixture
def elsewhere() -> Iterator[WebhookServer]:
    """A place that nothing may ever be sent to."""
    with WebhookServer([answers(200)]) as server:
        yield server


@pytest.fixture
def mail(smtp_server: Callable[..., SmtpServer]) -> Iterator[Transport]:
    """Mail that works."""
    transport = smtp_transport(Relay("127.0.0.1", smtp_server().port, Security.NONE, connections=1))
    yield transport
    transport.close()


def _with_a_copy(day: Any) -> Delivery:
    """Queue the copy of the first message, as the watch does for a contact with a channel."""
    first = day.delivery()
    with transaction(day.factory) as session:
        session.get_one(Contact, first.contact_id).teams_channel = CHANNEL
        session.add(
            Delivery(
                message_id=first.message_id,
                contact_id=first.contact_id,
                is_copy=True,
                channel=Channel.TEAMS,
                state=QUEUED,
            )
        )
    return first


def _workflow(address: str) -> WorkflowTransport:
    channels = TeamsChannels(
        file=Path("channels.yaml"), addresses={CHANNEL: ChannelAddress(f"{address}/hook")}
    )
    return WorkflowTransport(channels, timeouts=(1.0, 0.4), plain_on_loopback=True)


def _copy(day: Any) -> Delivery:
    (found,) = [one for one in day.deliveries() if one.channel is Channel.TEAMS]
    return found


def _act(case: Case, elsewhere: WebhookServer) -> Act:
    if case.act is not None and b"ELSEWHERE" in (case.act.answer or b""):
        return answers(307, {"Location": f"{elsewhere.address}/hook"})
    return case.act or answers(202)


@pytest.mark.faults
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_a_workflow_that(
    case: Case,
    day: Any,
    mail: Transport,
    elsewhere: WebhookServer,
    seen: list[str],
) -> None:
    first = _with_a_copy(day)
    with WebhookServer([_act(case, elsewhere), answers(202)]) as server:
        if case.act is None:
            server.stop()
        teams = _workflow(server.address)

        day.deliver(mail, teams=teams)

        copy = _copy(day)
        assert copy.state is case.copy
        assert (copy.outcome_code or "").startswith(case.code)
        assert (copy.not_before or day.now) >= day.now + case.patience
        assert day.delivery().state is SENT
        assert day.notice_of(first).state is NoticeState.TOLD
        assert day.marked() == []
        assert not day.paused()
        seen.append(_row(case))

        teams.close()
    _run_on(case, day, mail)

    assert elsewhere.requests == []
    assert [one.state for one in day.deliveries() if not one.is_copy] == [SENT] * 3
    assert day.marked() == []


def _run_on(case: Case, day: Any, mail: Transport) -> None:
    """The workflow is put right, and delivery runs on: once more where that is certain."""
    with WebhookServer([answers(202)]) as server:
        teams = _workflow(server.address)
        for _ in range(6):
            day.deliver(mail, teams=teams, later=timedelta(hours=2))
        teams.close()
        assert len(server.requests) == (1 if case.again else 0)
    assert _copy(day).state is (SENT if case.again else case.copy)


@pytest.mark.faults
def test_the_page_of_faults_shows_these_cases(repository: Path) -> None:
    page = (repository / "docs/explanation/when-sending-goes-wrong.md").read_text()

    assert [row for row in map(_row, CASES) if row not in page] == []


def _row(case: Case) -> str:
    return f"| {case.what} | {case.copy} | {'yes' if case.again else 'no'} | sent, told |"
