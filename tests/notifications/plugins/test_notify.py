"""Mail through GOV.UK Notify: what each of its answers means, and asking it afterwards."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from notifications.dispatch import Outcome, Receipt
from notifications.keys import DeliveryKey
from notifications.mail import Envelope, build_mail
from notifications.message import Recipient, Sender
from notifications.notify_account import NotifyAccount
from notifications.plugins.notify import NotifyTransport
from notifications.plugins.notify_text import as_markdown, notify_text
from tests.servers.certificates import Certificates
from tests.servers.notify_stub import API_KEY, SECRET, TEMPLATE, NotifyStub, says
from tests.servers.webhook import (
    Act,
    WebhookServer,
    answer_bytes,
    answers,
    breaks_off,
    closes_after_body,
    stays_silent,
)

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "messages"
KEY = DeliveryKey(installation="2018-05-09", delivery_id=7)
TO = "priya.shah@police.example"

Starter = Callable[..., WebhookServer]
Sends = Callable[..., Receipt]


@pytest.fixture
def start() -> Iterator[Starter]:
    """Starts servers, and stops them after the test."""
    started: list[WebhookServer] = []

    def begin(*script: Act, stub: NotifyStub | None = None, **options: Any) -> WebhookServer:
        server = stub.server(**options) if stub else WebhookServer(script, **options)
        started.append(server.__enter__())
        return server

    yield begin
    for server in started:
        server.stop()


@pytest.fixture
def raw(sender: Sender, people: Any) -> bytes:
    """A mail of ours with a text part that is wrapped, and words beyond ASCII."""
    reader: Recipient = people.spoc
    return build_mail(
        Envelope(
            sender=sender,
            recipient=reader,
            subject="[OFFICIAL] Reply by Tuesday: 4 items for Siân’s team",
            text="Dear Siân\n\nPlease tell us.\n",
            html="<p>Dear Siân</p>",
            message_id=KEY.message_id("saltmarsh.example"),
            date=datetime.datetime(2018, 9, 4, 9, tzinfo=datetime.UTC),
        )
    )


def transport_to(server: WebhookServer, **changed: Any) -> NotifyTransport:
    account = NotifyAccount(api_key=API_KEY, template_id=TEMPLATE, base_url=server.address)
    return NotifyTransport(account, **{"timeouts": (2.0, 0.5), **changed})


@pytest.fixture
def sent(start: Starter, raw: bytes) -> Sends:
    """Sends the mail to a Notify that misbehaves so, and gives the receipt."""

    def sending(*script: Act, answer: bytes | None = None) -> Receipt:
        stub = NotifyStub(misbehave=lambda _mail: answer) if answer else None
        return transport_to(start(*script, stub=stub)).send(raw, recipient=TO, key=KEY)

    return sending


def test_an_accepted_mail_is_sent_and_carries_our_reference(start: Starter, raw: bytes) -> None:
    stub = NotifyStub()
    receipt = transport_to(start(stub=stub)).send(raw, recipient=TO, key=KEY)
    (mail,) = stub.mails
    assert (receipt.outcome, receipt.code) == (Outcome.SENT, "201")
    assert mail["id"] in receipt.detail
    assert mail["email_address"] == TO
    assert (mail["template_id"], mail["reference"]) == (TEMPLATE, KEY.file_name)
    assert mail["personalisation"] == {
        "subject": "[OFFICIAL] Reply by Tuesday: 4 items for Siân’s team",
        "message": "Dear Siân\n\nPlease tell us.\n",
    }


def test_a_reply_to_address_is_named_where_one_is_set(start: Starter, raw: bytes) -> None:
    stub = NotifyStub()
    server = start(stub=stub)
    account = NotifyAccount(API_KEY, TEMPLATE, reply_to_id=SECRET, base_url=server.address)
    NotifyTransport(account).send(raw, recipient=TO, key=KEY)
    assert stub.mails[0]["email_reply_to_id"] == SECRET


@pytest.mark.parametrize(
    "words",
    ["email_address Not a valid email address", "email_address is not a valid email address"],
)
def test_an_address_that_is_none_is_the_recipients_fault(sent: Sends, words: str) -> None:
    receipt = sent(answer=says(400, ("ValidationError", words)))
    assert (receipt.outcome, receipt.recipient_at_fault) == (Outcome.FAILED, True)
    assert words in receipt.detail


@pytest.mark.parametrize(
    "words",
    [
        "Can't send to this recipient using a team-only API key",
        "Can't send to this recipient when service is in trial mode",
    ],
)
def test_a_service_on_trial_marks_nobody(sent: Sends, words: str) -> None:
    receipt = sent(answer=says(400, ("BadRequestError", words)))
    assert (receipt.outcome, receipt.recipient_at_fault) == (Outcome.FAILED, False)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "Template not found"),
        (400, "Missing personalisation: message"),
        (400, "email_reply_to_id 1 does not exist in database for service id 2"),
        (403, "Error: Your system clock must be accurate to within 30 seconds"),
        (403, "Invalid token: API key not found"),
        (404, "Not found"),
        (429, "Exceeded send limits (1000) for today"),
    ],
)
def test_a_channel_that_is_set_up_wrongly_fails_no_message(
    sent: Sends, status: int, words: str
) -> None:
    receipt = sent(answer=says(status, ("Error", words)))
    assert (receipt.outcome, receipt.code) == (Outcome.CHANNEL_FAULT, str(status))
    assert not receipt.recipient_at_fault


@pytest.mark.parametrize(
    "words",
    [
        "Content for template has a character count greater than the limit of 2000000",
        "personalisation message is too long",
        "Something that was never seen before",
    ],
)
def test_a_message_that_notify_will_not_take_holds_up_no_other(sent: Sends, words: str) -> None:
    receipt = sent(answer=says(400, ("BadRequestError", words)))
    assert (receipt.outcome, receipt.recipient_at_fault) == (Outcome.FAILED, False)


def test_too_many_in_a_minute_is_tried_again_after_it(sent: Sends) -> None:
    words = "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds"
    receipt = sent(answer=says(429, ("RateLimitError", words)))
    assert receipt.outcome is Outcome.RETRY
    assert receipt.retry_after == datetime.timedelta(minutes=1)


def test_a_notify_that_is_away_is_tried_again_when_it_says(sent: Sends) -> None:
    receipt = sent(answers(503, {"Retry-After": "120"}))
    assert receipt.outcome is Outcome.RETRY
    assert receipt.retry_after == datetime.timedelta(minutes=2)


@pytest.mark.parametrize(
    "act",
    [
        answers(500, body='{"errors": [{"error": "Exception", "message": "Internal error"}]}'),
        answers(504),
        stays_silent(),
        closes_after_body(),
        breaks_off(201),
        answers(201, body="created"),
        answers(201, body="{}"),
        answers(201, body="[]"),
    ],
)
def test_what_may_have_been_taken_is_unknown_and_posted_once(
    start: Starter, raw: bytes, act: Act
) -> None:
    server = start(act)
    receipt = transport_to(server).send(raw, recipient=TO, key=KEY)
    assert receipt.outcome is Outcome.UNKNOWN
    assert len(server.requests) == 1


def test_a_refused_connection_is_the_channels_fault(start: Starter, raw: bytes) -> None:
    server = start(answers(201))
    server.stop()
    receipt = transport_to(server).send(raw, recipient=TO, key=KEY)
    assert receipt.outcome is Outcome.CHANNEL_FAULT
    assert "connection refused" in receipt.detail


@pytest.mark.parametrize("kind", ["wrong_host", "expired", "untrusted"])
def test_the_key_goes_to_no_server_without_a_good_certificate(
    start: Starter, raw: bytes, certificates: Certificates, kind: str
) -> None:
    server = start(answers(201), tls=getattr(certificates, kind))
    transport = transport_to(server, verify=str(certificates.ca_file))
    assert transport.send(raw, recipient=TO, key=KEY).outcome is Outcome.CHANNEL_FAULT
    assert server.requests == []


@pytest.mark.parametrize("status", [302, 307])
def test_a_redirect_is_not_followed(start: Starter, raw: bytes, status: int) -> None:
    elsewhere = start(answers(201, body='{"id": "x"}'))
    server = start(answers(status, {"Location": elsewhere.address}))
    receipt = transport_to(server).send(raw, recipient=TO, key=KEY)
    assert (receipt.outcome, receipt.code) == (Outcome.CHANNEL_FAULT, str(status))
    assert (len(server.requests), len(elsewhere.requests)) == (1, 0)


def test_a_mail_whose_answer_was_lost_is_found_by_its_reference(start: Starter, raw: bytes) -> None:
    stub = NotifyStub(misbehave=lambda _mail: answer_bytes(500), keeps_first=True)
    transport = transport_to(start(stub=stub))
    assert transport.can_look_up
    assert transport.send(raw, recipient=TO, key=KEY).outcome is Outcome.UNKNOWN
    found = transport.find(KEY)
    assert found is not None
    assert found.outcome is Outcome.SENT
    assert stub.mails[0]["id"] in found.detail


def test_a_mail_that_notify_never_took_is_not_found(start: Starter) -> None:
    assert transport_to(start(stub=NotifyStub())).find(KEY) is None


@pytest.mark.parametrize(
    ("status", "outcome", "at_fault"),
    [
        ("created", Outcome.SENT, False),
        ("sending", Outcome.SENT, False),
        ("delivered", Outcome.SENT, False),
        ("permanent-failure", Outcome.FAILED, True),
        ("temporary-failure", Outcome.FAILED, False),
        ("technical-failure", Outcome.FAILED, False),
    ],
)
def test_what_became_of_a_mail_is_read_from_its_status(
    start: Starter, status: str, outcome: Outcome, at_fault: bool
) -> None:
    stub = NotifyStub(mails=[{"id": "1", "reference": KEY.file_name, "status": status}])
    found = transport_to(start(stub=stub)).find(KEY)
    assert found is not None
    assert (found.outcome, found.recipient_at_fault) == (outcome, at_fault)


@pytest.mark.parametrize("act", [answers(500), stays_silent(), answers(200, body="[]")])
def test_a_notify_that_cannot_be_asked_settles_nothing(start: Starter, act: Act) -> None:
    found = transport_to(start(act)).find(KEY)
    assert found is not None
    assert found.outcome is Outcome.UNKNOWN


def test_looking_checks_key_and_template_and_sends_nothing(start: Starter) -> None:
    stub = NotifyStub()
    state = transport_to(start(stub=stub)).look()
    assert state.is_well
    assert stub.mails == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"body": "Dear ((name))"}, "((message)) as its message"),
        ({"subject": "News"}, "((subject)) as its subject"),
        ({"type": "sms"}, "not an email template"),
        ({"id": "another"}, "No result found"),
    ],
)
def test_a_template_that_will_not_do_is_named(
    start: Starter, changed: dict[str, str], words: str
) -> None:
    stub = NotifyStub()
    stub.template.update(changed)
    state = transport_to(start(stub=stub)).look()
    assert not state.is_well
    assert words in state.sentence


def test_a_wrong_key_is_named(start: Starter) -> None:
    server = start(stub=NotifyStub())
    account = NotifyAccount(API_KEY[:-1] + "1", TEMPLATE, base_url=server.address)
    state = NotifyTransport(account).look()
    assert not state.is_well
    assert "does not take the API key" in state.sentence


def test_connections_are_kept_and_closed_ones_opened_anew(start: Starter, raw: bytes) -> None:
    server = start(stub=NotifyStub())
    transport = transport_to(server)
    for number in range(3):
        transport.send(raw, recipient=TO, key=DeliveryKey("x", number))
    assert server.connections == 1
    transport.close()
    assert transport.send(raw, recipient=TO, key=KEY).outcome is Outcome.SENT
    assert server.connections == 2


def test_the_key_is_in_no_receipt_no_repr_and_no_log(
    start: Starter, raw: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("", "urllib3", "apprise", "notifications_python_client"):
        caplog.set_level(logging.DEBUG, logger=name)
    stub = NotifyStub(misbehave=lambda _mail: says(403, ("AuthError", "Invalid token")))
    transport = transport_to(start(stub=stub))
    receipt = transport.send(raw, recipient=TO, key=KEY)
    shown = f"{receipt!r} {transport!r} {transport.look()!r} {caplog.text}"
    assert SECRET not in shown
    assert "Bearer" not in shown


def test_all_waiting_ends_before_apprise_and_the_lease_do(start: Starter) -> None:
    from notifications.plugins.http_session import CONNECT_TIMEOUT, READ_TIMEOUT
    from services.deliver import LEASE

    transport = transport_to(start(answers(201)))
    limit = transport.asset._service_timeout
    assert CONNECT_TIMEOUT + READ_TIMEOUT < limit < LEASE.total_seconds()


@pytest.mark.parametrize("name", ["digest-weekly", "statutory", "manager-daily"])
def test_paragraphs_are_whole_and_headings_and_points_are_notifys(name: str) -> None:
    text = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8").partition("\n\n")[2]
    written = as_markdown(text)
    assert "\n#" in written
    assert "\n* " in written
    assert "---" not in written
    assert " ".join(text.split())[:60] in " ".join(written.split())
    assert max(map(len, written.splitlines())) > 72


def test_words_of_people_become_neither_links_nor_headings() -> None:
    written = as_markdown("2.1: [Sign in](https://phish.example)\n\n# Urgent\n\n3. third\n")
    assert "](" not in written
    assert not any(line.startswith(("#", "3.")) for line in written.splitlines())


def test_a_mail_without_a_text_part_has_an_empty_message() -> None:
    text = notify_text(b"Subject: x\r\nContent-Type: text/html\r\n\r\n<p>x</p>\r\n")
    assert (text.subject, text.message.strip()) == ("x", "")
