"""Every way in which a mail server misbehaves, from the queue to the rows and on to the end.

Three messages wait; what goes wrong meets the first of them, or the channel. After the first run
the rows say what is known and no more. Then the server is put right, and delivery runs on; a
person looks after what is unknown. In the end nothing is lost, doubled, or marked wrongly.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from models.words import DeliveryState, NoticeState
from notifications.dispatch import Receipt, Transport
from notifications.keys import DeliveryKey
from notifications.plugins.relay import PasswordLogin, Relay, Security
from notifications.plugins.smtp import smtp_transport
from tests.servers.certificates import Certificates
from tests.servers.smtp import Act, Script, SmtpServer, Stage, closes, says, silent

QUEUED, SENT = DeliveryState.QUEUED, DeliveryState.SENT
FAILED, UNKNOWN = DeliveryState.FAILED, DeliveryState.UNKNOWN
# A server that falls silent is waited for so long; a busy machine gets more for any other.
SHORT, LONG = 0.8, 30.0


@dataclass(frozen=True)
class Case:
    """What the server does, and what the rows then say of the first message and the channel.

    ``others`` is how the other two messages stand; ``held`` how many messages the server has.
    """

    what: str
    first: DeliveryState
    others: DeliveryState = SENT
    code: str = ""
    is_marked: bool = False
    is_paused: bool = False
    held: int = 2
    ends: DeliveryState = SENT
    script: Script = field(default_factory=dict)
    recipient: Act | None = None
    certificate: str = ""
    user: str = ""
    is_down: bool = False
    is_long: bool = False

    @property
    def falls_silent(self) -> bool:
        """Whether somebody waits in vain."""
        acts = [self.recipient] if self.recipient else []
        for one in self.script.values():
            acts += one if isinstance(one, tuple) else (one,)
        return any(act.silent for act in acts)

    @property
    def notice(self) -> NoticeState:
        """What the ledger says of the first message's item."""
        told = {SENT: NoticeState.TOLD, FAILED: NoticeState.FAILED, UNKNOWN: NoticeState.UNKNOWN}
        return told.get(self.first, NoticeState.QUEUED)


def _channel(what: str, **how: Any) -> Case:
    """A fault before any recipient is named: nothing goes, nobody is at fault."""
    return Case(what, QUEUED, QUEUED, is_paused=True, held=0, **how)


CASES = (
    _channel("is down", is_down=True),
    _channel("greets with 554", script={Stage.CONNECT: says("554 5.3.2 Not today")}),
    _channel("says nothing at all", script={Stage.CONNECT: silent()}),
    _channel("shows an untrusted certificate", certificate="untrusted"),
    _channel("shows the certificate of another host", certificate="wrong_host"),
    _channel("shows an expired certificate", certificate="expired"),
    _channel("refuses the password (535)", user="mistyped", code="535"),
    _channel("refuses the sender (550)", script={Stage.MAIL: says("550 5.7.1 No")}, code="550"),
    _channel("has no room (452 at MAIL)", script={Stage.MAIL: says("452 4.3.1 Full")}, code="452"),
    Case(
        "refuses the recipient (550)",
        FAILED,
        code="550",
        is_marked=True,
        ends=FAILED,
        recipient=says("550 5.1.1 No such mailbox"),
    ),
    Case(
        "refuses us, not the recipient (550 5.7.1)",
        FAILED,
        code="550",
        ends=FAILED,
        recipient=says("550 5.7.1 Relaying denied"),
    ),
    Case("451 at the recipient", QUEUED, code="451", recipient=says("451 4.7.1 Later")),
    Case("421 at the recipient", QUEUED, code="421", recipient=says("421 4.3.2 Closing")),
    Case("hangs up at the recipient", QUEUED, recipient=closes()),
    Case(
        "refuses at DATA (550)",
        FAILED,
        code="550",
        ends=FAILED,
        script={Stage.DATA: (says("550 5.6.0 No"),)},
    ),
    Case("451 at DATA", QUEUED, code="451", script={Stage.DATA: (says("451 4.3.0 Later"),)}),
    Case("421 at DATA", QUEUED, code="421", script={Stage.DATA: (says("421 4.3.2 Closing"),)}),
    Case("hangs up at DATA", QUEUED, script={Stage.DATA: (closes(),)}),
    Case(
        "hangs up while a long message is on its way",
        QUEUED,
        is_long=True,
        script={Stage.BODY: (closes(at_byte=900),)},
    ),
    Case(
        "hangs up within a short one, which had left us whole",
        UNKNOWN,
        script={Stage.BODY: (closes(at_byte=900),)},
    ),
    Case("falls silent at the recipient", QUEUED, recipient=silent()),
    Case("falls silent at DATA", QUEUED, script={Stage.DATA: (silent(),)}),
    Case(
        "refuses the whole message (550)",
        FAILED,
        code="550",
        ends=FAILED,
        script={Stage.END: (says("550 5.7.1 Spam"),)},
    ),
    Case("451 after the message", QUEUED, code="451", script={Stage.END: (says("451 4.3.0 L"),)}),
    Case("421 after the message", QUEUED, code="421", script={Stage.END: (says("421 4.3.2 C"),)}),
    Case(
        "takes it and hangs up without an answer",
        UNKNOWN,
        held=3,
        script={Stage.END: (closes(keeps=True),)},
    ),
    Case("loses it and hangs up without an answer", UNKNOWN, script={Stage.END: (closes(),)}),
    Case("takes it and says nothing", UNKNOWN, held=3, script={Stage.END: (silent(keeps=True),)}),
    Case("loses it and says nothing", UNKNOWN, script={Stage.END: (silent(),)}),
)


@dataclass(frozen=True)
class Lengthened:
    """A transport whose first message no buffer on the way can hold: eight megabytes more."""

    transport: Transport

    def __getattr__(self, name: str) -> Any:
        return getattr(self.transport, name)

    def send(self, raw: bytes, *, recipient: str, key: DeliveryKey) -> Receipt:
        """Send the message, the first one with much behind it."""
        more = (b"x" * 70 + b"\r\n") * 120_000 if key.delivery_id == 1 else b""
        return self.transport.send(raw + more, recipient=recipient, key=key)


@dataclass
class Seen:
    """The table of what was seen, printed at the end (``pytest -s``)."""

    rows: list[str] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=lambda: {"lost": 0, "doubled": 0, "wrong": 0})


@pytest.fixture(scope="module")
def seen() -> Any:
    table = Seen()
    yield table
    for row in table.rows:
        print(row)  # noqa: T201
    print(table.totals)  # noqa: T201


def _server(
    case: Case, start: Callable[..., SmtpServer], certificates: Certificates, *, first: str
) -> SmtpServer:
    options: dict[str, Any] = {}
    if case.certificate:
        context: ssl.SSLContext = getattr(certificates, case.certificate)
        options = {"security": "starttls", "context": context}
    if case.user:
        options["users"] = {"longstop": "secret"}
    recipients: Mapping[str, Act] = {first: case.recipient} if case.recipient else {}
    return start(case.script, recipients, **options)


def _transport(case: Case, server: SmtpServer, ca_file: Path, *, user: str = "") -> Transport:
    login = PasswordLogin(user, SecretStr("secret")) if user else None
    security = Security.STARTTLS if case.certificate else Security.NONE
    return smtp_transport(
        Relay(
            "localhost",
            server.port,
            security=security,
            login=login,
            ca_file=ca_file,
            connections=1,
            timeout=SHORT if case.falls_silent else LONG,
        )
    )


@pytest.mark.faults
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_a_server_that(
    case: Case,
    day: Any,
    smtp_server: Callable[..., SmtpServer],
    certificates: Certificates,
    message_ids: Callable[[list[bytes]], Any],
    seen: Seen,
) -> None:
    address = day.first_address()
    server = _server(case, smtp_server, certificates, first=address)
    if case.is_down:
        server.stop()
    transport = _transport(case, server, certificates.ca_file, user=case.user)

    day.deliver(Lengthened(transport) if case.is_long else transport)

    first, *others = day.deliveries()
    assert first.state is case.first
    assert [one.state for one in others] == [case.others] * 2
    assert (first.outcome_code or "").startswith(case.code)
    assert day.notice_of(first).state is case.notice
    assert day.marked() == ([address] if case.is_marked else [])
    assert day.paused() is case.is_paused
    assert len(server.messages) == case.held
    seen.rows.append(_row(case))

    transport.close()
    _put_right(case, server, certificates)
    right = _transport(case, server, certificates.ca_file, user=case.user and "longstop")
    day.deliver_until_done(right)
    day.settle(by_looking_at=message_ids(server.raws))
    day.deliver_until_done(right)
    right.close()

    assert day.deliveries()[0 if case.first is not UNKNOWN else -1].state in (case.ends, SENT)
    lost, doubled = _lost(day, server, message_ids), _doubled(server, message_ids)
    wrong = [address for address in day.marked() if not case.is_marked]
    for name, found in (("lost", lost), ("doubled", doubled), ("wrong", wrong)):
        seen.totals[name] += len(found)
    assert (lost, doubled, wrong) == ([], [], [])


def _put_right(case: Case, server: SmtpServer, certificates: Certificates) -> None:
    server.script, server.recipients = {}, {}
    if case.certificate:
        server.context = certificates.good
    if case.is_down:
        server.start()


def _lost(day: Any, server: SmtpServer, message_ids: Callable[[list[bytes]], Any]) -> list[str]:
    """People whose message neither arrived nor is shown to have failed."""
    arrived = message_ids(server.raws)
    last = {one.contact_id: one for one in day.deliveries()}
    return [
        one.sent_to or ""
        for one in last.values()
        if one.state is not FAILED
        and (one.state is not SENT or not _arrived(day, one.contact_id, arrived))
    ]


def _arrived(day: Any, contact_id: int, arrived: Any) -> bool:
    headers = [one.message_id_header for one in day.deliveries() if one.contact_id == contact_id]
    return any(arrived[header] for header in headers)


def _doubled(server: SmtpServer, message_ids: Callable[[list[bytes]], Any]) -> list[str]:
    """People who have two messages, and messages that came twice."""
    people = [one.recipient for one in server.messages]
    twice = [address for address in set(people) if people.count(address) > 1]
    return twice + [name for name, times in message_ids(server.raws).items() if times > 1]


@pytest.mark.faults
def test_the_page_of_faults_shows_these_cases(repository: Path) -> None:
    page = (repository / "docs/explanation/when-sending-goes-wrong.md").read_text()

    assert [row for row in map(_row, CASES) if row not in page] == []


def _row(case: Case) -> str:
    channel = "out of order, left alone" if case.is_paused else "in order"
    marked = "yes" if case.is_marked else "no"
    others = "wait" if case.is_paused else "sent"
    return (
        f"| {case.what} | {case.first} | {case.notice} | {marked} | {channel} | {others} "
        f"| {case.held} |"
    )
