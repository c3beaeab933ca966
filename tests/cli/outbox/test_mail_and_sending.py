"""The mail channel proved, what comes back read, and the one switch, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from config.settings import settings

MARIA = "maria.fenn@saltmarsh.example"


@pytest.fixture
def samples(repository: Path) -> Path:
    """Bounces as the mail systems of the world write them."""
    return repository / "tests" / "documents" / "delivery_report" / "samples"


@pytest.fixture
def sent(longstop):
    """The police's message approved and filed; ``.name`` is its Message-ID."""
    longstop.says("watch", "run")
    longstop.says("outbox", "approve", "--all-for", "estuary-police", "--yes")
    longstop.says("outbox", "deliver")
    mails = sorted((longstop.home / "mail" / "new").iterdir())
    (mail,) = [one.read_text() for one in mails if f"<{MARIA}>" in one.read_text()]
    longstop.name = next(
        line.removeprefix("Message-ID: ") for line in mail.splitlines() if "Message-ID" in line
    )
    return longstop


def came_back(longstop, sample: Path, tmp_path: Path) -> Path:
    """This sample as it would come back for the police's message."""
    text = sample.read_text().replace("<12.1.0123456789ab@saltmarsh.example>", longstop.name)
    path = tmp_path / sample.name
    path.write_text(text.replace("maria.fenn@police.example", MARIA))
    return path


def test_a_bounce_is_read_once_and_marks_the_address(sent, samples, tmp_path) -> None:
    bounce = came_back(sent, samples / "postfix.eml", tmp_path)

    said = sent.says("mail", "read", str(bounce))

    assert "came back: 550 5.1.1" in " ".join(said.split())
    assert "Read 1 report: 1 came back.\n1 address marked." in said
    assert "mail came back" in sent.says("contact", "list")
    assert "Read 1 report: 1 read before." in sent.says("mail", "read", str(bounce))


def test_a_folder_with_one_unreadable_mail_is_read_all_the_same(sent, samples, tmp_path) -> None:
    came_back(sent, samples / "gmail_full.eml", tmp_path)
    (tmp_path / "broken.eml").write_text("\n\nno headers")

    result = sent("mail", "read", str(tmp_path))

    assert result.exit_code == 1
    assert "broken.eml: It was not read" in result.stderr
    assert "1 came back and 1 not read" in result.stdout


def test_all_that_cannot_be_found_is_named_at_once(longstop, tmp_path) -> None:
    result = longstop("mail", "read", str(tmp_path / "a"), str(tmp_path / "b"))

    assert result.exit_code == 2
    assert result.stderr.count("There is no file or folder") == 2


def test_what_nobody_can_tell_is_listed_and_filed_with_a_reason(sent, samples, tmp_path) -> None:
    bounce = came_back(sent, samples / "somebody_elses.eml", tmp_path)
    assert sent("mail", "read", str(bounce)).exit_code == 1

    assert MARIA in sent.says("mail", "reports")
    sent.says("mail", "file", "1", "--because", "She has left", "--address-is-wrong")

    assert "No report waits for a person." in sent.says("mail", "reports")
    (report,) = json.loads(sent.says("mail", "reports", "--all", "--json"))
    assert report["filed_because"] == "She has left"


def test_a_demonstration_files_its_test_message_and_says_so(longstop) -> None:
    said = longstop.says("mail", "test", "--to", "ada@saltmarsh.example")

    assert said.startswith("Filed, not sent")
    (mail,) = (longstop.home / "mail" / "new").iterdir()
    assert "To: Children's improvement team <ada@saltmarsh.example>" in mail.read_text()
    assert "mail tested" in longstop.says("audit", "show")


def test_two_tests_of_one_day_are_two_messages(longstop) -> None:
    longstop.says("mail", "test")
    longstop.says("mail", "test")

    assert len(list((longstop.home / "mail" / "new").iterdir())) == 2


def test_a_test_is_diverted_like_all_mail(longstop, monkeypatch) -> None:
    monkeypatch.setenv("LONGSTOP_DELIVER_ONLY_TO", "tester@saltmarsh.example")
    settings.cache_clear()

    said = longstop.says("mail", "test", "--to", "ada@saltmarsh.example")

    assert "goes to tester@saltmarsh.example instead of ada@saltmarsh.example" in said
    (mail,) = (longstop.home / "mail" / "new").iterdir()
    assert "Diverted: this would have gone to ada@saltmarsh.example." in mail.read_text()


def test_a_diversion_that_is_no_address_lets_nothing_go(longstop, monkeypatch) -> None:
    monkeypatch.setenv("LONGSTOP_DELIVER_ONLY_TO", "tester")
    settings.cache_clear()

    result = longstop("mail", "test")

    assert result.exit_code == 2
    assert "LONGSTOP_DELIVER_ONLY_TO holds 'tester'" in result.stderr
    assert not (longstop.home / "mail" / "new").exists()


def test_the_switch_says_where_it_stands(longstop) -> None:
    longstop.says("sending", "stop", "--because", "Wrong dates")

    assert "Wrong dates. The queue is kept." in longstop.says("sending", "status")
    assert json.loads(longstop.says("sending", "status", "--json"))["stopped"] is True
    longstop.says("sending", "start")
    assert "Sending is not stopped." in longstop.says("sending", "status")


def test_mail_status_says_whether_the_channel_takes_mail(longstop) -> None:
    assert "Mail is filed in" in longstop.says("mail", "status")
    assert json.loads(longstop.says("mail", "status", "--json"))["well"] is True
