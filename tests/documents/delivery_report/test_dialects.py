"""Every dialect of bounce says whom it is about, what happened, and which message it was."""

from __future__ import annotations

import pytest

from documents.delivery_report import Nature
from rules.bounces import Fate, judge

OURS = "<12.1.0123456789ab@saltmarsh.example>"
MARIA = "maria.fenn@police.example"

BOUNCES = {
    "postfix": "5.1.1",
    "exim": "550",
    "exchange_online": "5.1.10",
    "exchange_edge": "5.4.1",
    "qmail": "5.1.1",
    "domino": "5.0.0",
    "mangled": "5.1.1",
}
NOT_FOR_GOOD = {"gmail_full": "5.2.2", "exchange_refused_by_rule": "5.7.133"}


@pytest.mark.parametrize(("name", "code"), BOUNCES.items())
def test_a_bounce_names_the_address_the_code_and_our_message(read, name, code) -> None:
    mail = read(name)

    (told,) = mail.about
    assert mail.nature is Nature.REPORT
    assert (told.address, told.code) == (MARIA, code)
    assert OURS in mail.cited
    assert judge(action=told.action, code=told.code, words=told.words).is_for_good


@pytest.mark.parametrize(("name", "code"), NOT_FOR_GOOD.items())
def test_a_full_mailbox_or_a_rule_about_us_is_not_for_good(read, name, code) -> None:
    (told,) = read(name).about

    judged = judge(action=told.action, code=told.code, words=told.words)
    assert told.code == code
    assert judged.fate is Fate.CAME_BACK
    assert not judged.is_for_good


def test_a_warning_of_delay_is_no_bounce(read) -> None:
    (told,) = read("postfix_delayed").about

    assert told.action == "delayed"


def test_of_two_recipients_each_has_its_own_outcome(read) -> None:
    first, second = read("two_recipients").about

    assert (first.address, first.action, first.code) == (
        "dev.rook@police.example",
        "delayed",
        "4.2.2",
    )
    assert (second.action, second.code) == ("failed", "5.1.1")


def test_the_original_recipient_is_read_as_it_was_written(read) -> None:
    _, second = read("two_recipients").about

    assert second.original == MARIA


@pytest.mark.parametrize("name", ["delivered", "read_receipt"])
def test_a_receipt_says_that_it_arrived(read, name) -> None:
    mail = read(name)

    assert [told.action for told in mail.about] == ["delivered"]
    assert OURS in mail.cited


@pytest.mark.parametrize("name", ["absence_exchange", "absence_sieve", "absence_domino"])
def test_an_absence_is_neither_bounce_nor_answer(read, name) -> None:
    mail = read(name)

    assert (mail.nature, mail.about) == (Nature.AUTOMATIC_REPLY, ())


def test_a_persons_reply_is_a_letter_whatever_it_speaks_of(read) -> None:
    mail = read("reply")

    assert (mail.nature, mail.about) == (Nature.LETTER, ())
    assert OURS in mail.cited


def test_the_words_of_our_own_message_are_no_reason(read) -> None:
    (told,) = read("exim").about

    assert "quota" not in told.words


def test_a_bounce_of_somebody_elses_mail_cites_another_message(read) -> None:
    mail = read("somebody_elses")

    assert OURS not in mail.cited
    assert mail.returned == ("<CAF-lunch-1@mail.saltmarsh.example>",)


@pytest.mark.parametrize("name", BOUNCES)
def test_a_bounce_is_about_our_message_and_no_other(read, name) -> None:
    assert read(name).returned == (OURS,)
