"""The receivers themselves: what they are told to do they do, to a client that is not ours."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.servers.certificates import Certificates
from tests.servers.smtp import (
    Act,
    SmtpServer,
    Stage,
    closes,
    late,
    says,
    says_and_closes,
    silent,
)
from tests.servers.smtp_sink import sink_process

Server = Callable[..., SmtpServer]
FROM, TO = "from@council.example", "to@police.example"
RAW = b"Subject: Dots\r\n\r\n.one\r\n..two\r\n.\r\nend\r\n"


def client(server: SmtpServer) -> smtplib.SMTP:
    return smtplib.SMTP(server.host, server.port, timeout=2)


def send(server: SmtpServer) -> None:
    with client(server) as connection:
        connection.sendmail(FROM, TO, RAW)


def test_it_keeps_a_message_with_its_envelope_byte_for_byte(smtp_server: Server) -> None:
    server = smtp_server()

    send(server)

    (kept,) = server.messages
    assert (kept.sender, kept.recipient, kept.raw) == (FROM, TO, RAW)
    assert (server.connections, kept.connection) == (1, 1)


@pytest.mark.parametrize("stage", [Stage.MAIL, Stage.RCPT, Stage.DATA, Stage.END])
def test_it_refuses_where_it_is_told_to(smtp_server: Server, stage: Stage) -> None:
    server = smtp_server({stage: says("451 4.3.0 Try later")})

    with pytest.raises((smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused)):
        send(server)

    assert server.messages == []


@pytest.mark.parametrize("stage", [Stage.CONNECT, Stage.EHLO, Stage.MAIL, Stage.DATA, Stage.END])
@pytest.mark.parametrize("act", [closes(), says_and_closes("421 4.3.2 Shutting down")])
def test_it_hangs_up_where_it_is_told_to(smtp_server: Server, stage: Stage, act: Act) -> None:
    server = smtp_server({stage: act})

    with pytest.raises((smtplib.SMTPException, OSError)):
        send(server)

    assert server.messages == []


def test_it_may_keep_a_message_and_hang_up_without_an_answer(smtp_server: Server) -> None:
    server = smtp_server({Stage.END: closes(keeps=True)})

    with pytest.raises(smtplib.SMTPException):
        send(server)

    assert server.raws == [RAW]


def test_it_hangs_up_in_the_middle_of_a_message(smtp_server: Server) -> None:
    server = smtp_server({Stage.BODY: closes(at_byte=10)})

    with pytest.raises((smtplib.SMTPException, OSError)):
        send(server)

    assert server.messages == []


def test_it_falls_silent(smtp_server: Server) -> None:
    server = smtp_server({Stage.RCPT: silent()})
    connection = smtplib.SMTP(server.host, server.port, timeout=0.2)

    with pytest.raises((TimeoutError, smtplib.SMTPServerDisconnected)):
        connection.sendmail(FROM, TO, RAW)


def test_a_tuple_is_one_act_a_time_and_then_all_is_well(smtp_server: Server) -> None:
    server = smtp_server({Stage.RCPT: (says("550 No"), late(0.01))})

    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send(server)
    send(server)
    send(server)

    assert len(server.messages) == 2


def test_one_address_can_be_refused_alone(smtp_server: Server) -> None:
    server = smtp_server(recipients={"gone@police.example": says("550 5.1.1 No such mailbox")})

    with client(server) as connection:
        refused = connection.sendmail(FROM, [TO, "gone@police.example"], RAW)

    assert set(refused) == {"gone@police.example"}
    assert [one.recipient for one in server.messages] == [TO]


def test_it_can_be_stopped_and_started_again_on_its_port(smtp_server: Server) -> None:
    server = smtp_server()
    port = server.port
    server.stop()

    with pytest.raises(OSError, match="refused"):
        send(server)
    server.start()
    send(server)

    assert (server.port, len(server.messages)) == (port, 1)


def test_it_speaks_tls_from_the_first_byte(smtp_server: Server, certificates: Certificates) -> None:
    server = smtp_server(security="tls", context=certificates.good)
    trusting = ssl.create_default_context(cafile=str(certificates.ca_file))

    with smtplib.SMTP_SSL("localhost", server.port, context=trusting, timeout=2) as connection:
        connection.sendmail(FROM, TO, RAW)

    assert server.messages[0].encrypted


@pytest.mark.parametrize("word", ["right", "wrong"])
def test_it_turns_to_tls_and_lets_in_who_has_the_password(
    smtp_server: Server, certificates: Certificates, word: str
) -> None:
    server = smtp_server(security="starttls", context=certificates.good, users={"ann": "right"})
    trusting = ssl.create_default_context(cafile=str(certificates.ca_file))

    with smtplib.SMTP("localhost", server.port, timeout=2) as connection:
        connection.starttls(context=trusting)
        if word == "wrong":
            with pytest.raises(smtplib.SMTPAuthenticationError):
                connection.login("ann", word)
            return
        connection.login("ann", word)
        connection.sendmail(FROM, TO, RAW)

    assert (server.messages[0].user, server.messages[0].encrypted) == ("ann", True)


@pytest.mark.parametrize("certificate", ["wrong_host", "expired", "untrusted"])
def test_a_bad_certificate_is_seen_to_be_bad(
    smtp_server: Server, certificates: Certificates, certificate: str
) -> None:
    server = smtp_server(security="tls", context=getattr(certificates, certificate))
    trusting = ssl.create_default_context(cafile=str(certificates.ca_file))

    with pytest.raises(ssl.SSLCertVerificationError):
        smtplib.SMTP_SSL("localhost", server.port, context=trusting, timeout=2)


def test_the_sink_in_its_own_process_keeps_and_counts(tmp_path: Path) -> None:
    folder = tmp_path / "kept"

    with sink_process(keep=folder) as sink:
        with smtplib.SMTP("127.0.0.1", sink.port, timeout=2) as connection:
            connection.sendmail(FROM, TO, RAW)
            connection.sendmail(FROM, TO, b"Message-ID: <1@x.example>\r\n\r\nx\r\n")
        counted = sink.stop()

    assert counted == {"messages": 2, "connections": 1}
    assert (folder / "000001.eml").read_bytes() == RAW
    assert sink.envelopes()[1]["message_id"] == "<1@x.example>"


def test_the_sink_dies_after_the_final_dot_with_the_message_kept(tmp_path: Path) -> None:
    folder = tmp_path / "kept"

    with sink_process(keep=folder, die_after=1) as sink:
        connection = smtplib.SMTP("127.0.0.1", sink.port, timeout=2)
        with pytest.raises(smtplib.SMTPServerDisconnected):
            connection.sendmail(FROM, TO, RAW)

    assert [one["recipients"] for one in sink.envelopes()] == [[TO]]
