"""Cards through a workflow: what each of its answers, and each silence, means."""

from __future__ import annotations

import datetime
import io
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from apprise import AppriseAsset
from hypothesis import given
from hypothesis import strategies as st

from config.teams_channels import ChannelAddress, TeamsChannels
from notifications.dispatch import Outcome, Receipt
from notifications.keys import DeliveryKey
from notifications.plugins.workflow import WorkflowTransport
from notifications.plugins.workflow_answers import receipt_of
from tests.servers.certificates import Certificates
from tests.servers.webhook import (
    Act,
    WebhookServer,
    answers,
    breaks_off,
    closes_after_body,
    closes_before_body,
    drips,
    stays_silent,
)

SIGNATURE = "k9SIGk9"
PATH = f"/workflows/abc/triggers/manual/paths/invoke?api-version=2016-06-01&sig={SIGNATURE}"
KEY = DeliveryKey(installation="2018-05-09", delivery_id=7)
CARD = '{"type":"message","text":"Wörter"}'.encode()
TEAMS_SAYS_429 = (
    "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429"
)

Starter = Callable[..., WebhookServer]


@pytest.fixture
def start() -> Iterator[Starter]:
    """Starts receivers, and stops them after the test."""
    started: list[WebhookServer] = []

    def begin(*script: Act, **options: object) -> WebhookServer:
        server = WebhookServer(script or (answers(202),), **options)  # type: ignore[arg-type]
        started.append(server.__enter__())
        return server

    yield begin
    for server in started:
        server.stop()


def transport_to(address: str, **options: object) -> WorkflowTransport:
    channels = TeamsChannels(
        file=Path("channels.yaml"), addresses={"Estuary Police": ChannelAddress(address)}
    )
    values: dict[str, object] = {"timeouts": (2.0, 0.5), "plain_on_loopback": True, **options}
    return WorkflowTransport(channels, **values)  # type: ignore[arg-type]


def posted(server: WebhookServer, *, raw: bytes = CARD, name: str = "Estuary Police") -> Receipt:
    return transport_to(server.address + PATH).send(raw, recipient=name, key=KEY)


@pytest.mark.parametrize("status", [200, 202])
def test_an_accepted_card_is_sent_and_said_to_be_accepted(start: Starter, status: int) -> None:
    server = start(answers(status))
    receipt = posted(server)
    assert (receipt.outcome, receipt.code) == (Outcome.SENT, str(status))
    assert receipt.detail == "Accepted by Teams"


def test_the_bytes_arrive_as_they_were_made_at_the_address_as_it_was_pasted(
    start: Starter,
) -> None:
    server = start()
    posted(server)
    (request,) = server.requests
    assert request.body == CARD
    assert (request.method, request.target) == ("POST", PATH)
    assert request.headers["content-type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize("status", [429, 503])
def test_a_workflow_that_asks_for_patience_is_tried_again_when_it_says(
    start: Starter, status: int
) -> None:
    receipt = posted(start(answers(status, {"Retry-After": "90"})))
    assert receipt.outcome is Outcome.RETRY
    assert receipt.retry_after == datetime.timedelta(seconds=90)


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("Wed, 25 Nov 2026 10:02:00 GMT", datetime.timedelta(minutes=2)),
        ("Wed, 25 Nov 2026 09:00:00 GMT", datetime.timedelta()),
        ("soon", None),
        ("-5", None),
    ],
)
def test_a_date_to_wait_for_is_taken_against_the_servers_own_clock(
    start: Starter, said: str, wait: datetime.timedelta | None
) -> None:
    assert posted(start(answers(429, {"Retry-After": said}))).retry_after == wait


def test_without_a_word_about_waiting_the_engine_decides(start: Starter) -> None:
    assert posted(start(answers(503))).retry_after is None


@pytest.mark.parametrize(
    "body",
    [
        TEAMS_SAYS_429,
        '{"error": {"code": "WorkflowTriggerIsNotEnabled", "message": "off"}}',
        '{"errors": ["no such channel"]}',
        f'"{TEAMS_SAYS_429}"',
    ],
)
def test_a_success_that_carries_an_error_is_a_failure(start: Starter, body: str) -> None:
    receipt = posted(start(answers(200, body=body)))
    assert (receipt.outcome, receipt.code) == (Outcome.FAILED, "200")
    assert receipt.detail.startswith("Accepted with an error: ")


@pytest.mark.parametrize("body", ["", "1", "ok", '{"id": "x"}', '{"error": null}', "[]"])
def test_a_success_that_says_little_is_a_success(start: Starter, body: str) -> None:
    assert posted(start(answers(200, body=body))).outcome is Outcome.SENT


def test_a_web_page_is_no_workflow(start: Starter) -> None:
    page = answers(200, {"Content-Type": "text/html; charset=utf-8"}, "<p>Please sign in</p>")
    assert posted(start(page)).outcome is Outcome.FAILED


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed_and_says_where_it_points(start: Starter, status: int) -> None:
    elsewhere = start()
    there = f"{elsewhere.address}/?sig={SIGNATURE}"
    server = start(answers(status, {"Location": there}))
    receipt = posted(server)
    assert (receipt.outcome, receipt.code) == (Outcome.FAILED, str(status))
    assert "localhost" in receipt.detail
    assert SIGNATURE not in receipt.detail
    assert (len(server.requests), len(elsewhere.requests)) == (1, 0)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 413, 422])
def test_a_refusal_is_a_failure_with_a_remedy(start: Starter, status: int) -> None:
    receipt = posted(start(answers(status, body='{"message": "no"}')))
    assert (receipt.outcome, receipt.code) == (Outcome.FAILED, str(status))
    assert not receipt.recipient_at_fault


@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_workflow_that_breaks_down_leaves_it_unknown(start: Starter, status: int) -> None:
    server = start(answers(status))
    assert posted(server).outcome is Outcome.UNKNOWN
    assert len(server.requests) == 1


@pytest.mark.parametrize("act", [stays_silent(), closes_after_body(), breaks_off(200)])
def test_silence_after_the_last_byte_leaves_it_unknown(start: Starter, act: Act) -> None:
    server = start(act)
    assert posted(server).outcome is Outcome.UNKNOWN
    assert len(server.requests) == 1


def test_an_answer_that_never_ends_leaves_it_unknown_and_holds_up_nobody(start: Starter) -> None:
    asset = AppriseAsset(http_redirects=False, service_timeout=1)
    transport = transport_to(start(drips(), answers(202)).address + PATH, asset=asset)
    first, second = (
        transport.send(CARD, recipient="Estuary Police", key=DeliveryKey("x", number))
        for number in (1, 2)
    )
    assert (first.outcome, first.code) == (Outcome.UNKNOWN, "no answer")
    assert second.outcome is Outcome.SENT


@given(st.integers(100, 599), st.binary(max_size=300), st.sampled_from(["", "text/html"]))
def test_whatever_answers_the_outcome_is_one_and_sent_means_accepted(
    status: int, body: bytes, kind: str
) -> None:
    answer = requests.Response()
    answer.status_code, answer.raw = status, io.BytesIO(body)
    answer.headers["Content-Type"] = kind
    receipt = receipt_of(answer)
    assert receipt.outcome is not Outcome.CHANNEL_FAULT
    assert not receipt.recipient_at_fault
    assert (receipt.outcome is Outcome.SENT) <= (200 <= status < 300 and kind != "text/html")
    assert (receipt.outcome is Outcome.RETRY) == (status in (429, 503))


def test_a_connection_that_breaks_before_the_last_byte_is_tried_again(start: Starter) -> None:
    # More than the buffers on the way hold, so that it cannot all have been handed over.
    receipt = posted(start(closes_before_body()), raw=b"x" * 30_000_000)
    assert (receipt.outcome, receipt.code) == (Outcome.RETRY, "no connection")


def test_a_refused_connection_is_tried_again(start: Starter) -> None:
    server = start()
    server.stop()
    receipt = posted(server)
    assert receipt.outcome is Outcome.RETRY
    assert "connection refused" in receipt.detail


def test_a_host_that_nobody_knows_is_tried_again() -> None:
    transport = transport_to(f"https://no-such-host.invalid{PATH}")
    assert transport.send(CARD, recipient="Estuary Police", key=KEY).outcome is Outcome.RETRY


@pytest.mark.parametrize("kind", ["wrong_host", "expired", "untrusted"])
def test_nothing_is_posted_to_a_server_without_a_good_certificate(
    start: Starter, certificates: Certificates, kind: str
) -> None:
    server = start(tls=getattr(certificates, kind))
    transport = transport_to(server.address + PATH, verify=str(certificates.ca_file))
    receipt = transport.send(CARD, recipient="Estuary Police", key=KEY)
    assert receipt.outcome is Outcome.RETRY
    assert "certificate is not trusted" in receipt.detail
    assert server.requests == []


def test_a_good_certificate_is_enough(start: Starter, certificates: Certificates) -> None:
    server = start(tls=certificates.good)
    transport = transport_to(server.address + PATH, verify=str(certificates.ca_file))
    assert transport.look().is_well
    assert transport.send(CARD, recipient="Estuary Police", key=KEY).outcome is Outcome.SENT


def test_one_connection_carries_many_cards(start: Starter) -> None:
    server = start()
    transport = transport_to(server.address + PATH)
    for number in range(5):
        transport.send(CARD, recipient="Estuary Police", key=DeliveryKey("x", number))
    assert (len(server.requests), server.connections) == (5, 1)


def test_a_closed_transport_opens_its_connection_anew(start: Starter) -> None:
    server = start()
    transport = transport_to(server.address + PATH)
    for _ in range(2):
        assert transport.send(CARD, recipient="Estuary Police", key=KEY).outcome is Outcome.SENT
        transport.close()
    assert server.connections == 2


def test_a_channel_without_an_address_fails_with_its_remedy(start: Starter) -> None:
    server = start()
    receipt = posted(server, name="Estuary Polise")
    assert (receipt.outcome, receipt.recipient_at_fault) == (Outcome.FAILED, False)
    assert "channels.yaml" in receipt.detail
    assert "Estuary Police" in receipt.detail
    assert server.requests == []


def test_nothing_is_posted_without_encryption_unless_a_test_says_so(start: Starter) -> None:
    server = start()
    transport = transport_to(server.address + PATH, plain_on_loopback=False)
    receipt = transport.send(CARD, recipient="Estuary Police", key=KEY)
    assert (receipt.outcome, receipt.code) == (Outcome.FAILED, "not https")
    assert server.requests == []


@pytest.mark.parametrize(
    "act",
    [
        answers(202),
        answers(400, body=f"No workflow at https://x.example/?sig={SIGNATURE} (sig={SIGNATURE})"),
        answers(200, body=f'{{"error": "sig={SIGNATURE}"}}'),
        answers(500),
        stays_silent(),
        answers(307, {"Location": f"/?sig={SIGNATURE}"}),
    ],
)
def test_the_address_is_in_no_receipt_no_repr_and_no_log(
    start: Starter, act: Act, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("urllib3", "apprise", "requests"):
        caplog.set_level(logging.DEBUG, logger=name)
    server = start(act)
    transport = transport_to(server.address + PATH)
    receipt = transport.send(CARD, recipient="Estuary Police", key=KEY)
    assert SIGNATURE not in f"{receipt!r} {transport!r} {transport.look()!r}"
    assert SIGNATURE not in caplog.text


def test_a_file_that_others_can_read_is_not_well() -> None:
    channels = TeamsChannels(file=Path("c.yaml"), addresses={}, is_open_to_others=True)
    state = WorkflowTransport(channels).look()
    assert not state.is_well
    assert "chmod 600" in state.sentence


def test_a_host_that_cannot_be_reached_is_not_well(start: Starter) -> None:
    server = start()
    server.stop()
    state = transport_to(f"https://localhost:{server.port}{PATH}").look()
    assert not state.is_well
    assert "connection refused" in state.sentence


def test_all_waiting_ends_before_apprise_and_the_lease_do() -> None:
    from notifications.plugins.http_session import CONNECT_TIMEOUT, READ_TIMEOUT
    from services.deliver import LEASE

    transport = transport_to("https://localhost/")
    longest = CONNECT_TIMEOUT + READ_TIMEOUT
    assert longest < transport.asset._service_timeout < LEASE.total_seconds()
