"""Which reports mark an address, and which must not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.bounces import Fate, Fault, judge

FOR_GOOD = [
    ("5.1.1", "550 5.1.1 User unknown"),
    ("5.1.2", "550 5.1.2 Host unknown"),
    ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound"),
    ("5.2.1", "550 5.2.1 Mailbox disabled"),
    ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied."),
    ("5.0.0", "User m (m@x.example) not listed in Domino Directory"),
    ("550", "550 No such user here"),
    (None, "The account has been disabled"),
    ("5.5.0", "550 5.5.0 Requested action not taken: mailbox unavailable"),
]
NOT_FOR_GOOD = [
    ("5.2.2", "552 5.2.2 over quota", Fault.PASSING),
    ("5.2.1", "The user receives mail at a rate that prevents more", Fault.PASSING),
    ("5.4.4", "Host or domain name not found", Fault.PASSING),
    ("5.4.7", "Delivery expired", Fault.PASSING),
    ("5.3.2", "System not accepting network messages", Fault.PASSING),
    ("4.4.7", "Message expired: user unknown?", Fault.PASSING),
    ("4.2.2", "Mailbox full", Fault.PASSING),
    (None, "552 mailbox unavailable: over quota", Fault.PASSING),
    ("5.7.1", "550 5.7.1 User unknown to our policy", Fault.OURS),
    ("5.7.26", "Unauthenticated email", Fault.OURS),
    ("5.1.8", "Sender address rejected: domain not found", Fault.OURS),
    ("5.3.4", "Message size exceeds fixed limit", Fault.OURS),
    ("554", "554 Blocked: user unknown to a block list", Fault.OURS),
    ("550", "550 relay access denied", Fault.OURS),
    ("5.0.0", "550 Something went wrong", Fault.UNCLEAR),
    (None, "", Fault.UNCLEAR),
    ("5.4.1", "550 5.4.1 No answer from host", Fault.PASSING),
]


@pytest.mark.parametrize(("code", "words"), FOR_GOOD)
def test_an_address_that_is_gone_is_at_fault_for_good(code: str | None, words: str) -> None:
    judged = judge(action="failed", code=code, words=words)

    assert judged.fault is Fault.ADDRESS
    assert judged.is_for_good


@pytest.mark.parametrize(("code", "words", "fault"), NOT_FOR_GOOD)
def test_what_passes_or_is_about_us_marks_nobody(
    code: str | None, words: str, fault: Fault
) -> None:
    judged = judge(action="failed", code=code, words=words)

    assert (judged.fate, judged.fault) == (Fate.CAME_BACK, fault)
    assert not judged.is_for_good


@pytest.mark.parametrize(
    ("action", "fate"),
    [
        ("delayed", Fate.ON_ITS_WAY),
        ("delivered", Fate.ARRIVED),
        ("relayed", Fate.ARRIVED),
        ("expanded", Fate.ARRIVED),
        ("Failed", Fate.CAME_BACK),
        ("", Fate.UNCLEAR),
        ("exploded", Fate.UNCLEAR),
    ],
)
def test_the_action_says_what_became_of_the_message(action: str, fate: Fate) -> None:
    assert judge(action=action, code="5.1.1", words="").fate is fate


@given(
    st.sampled_from(["delayed", "delivered", "relayed", "expanded", "", "other"]),
    st.one_of(st.none(), st.from_regex(r"[245]\.\d{1,3}\.\d{1,3}", fullmatch=True)),
    st.text(),
)
def test_nothing_but_a_failure_is_for_good(action: str, code: str | None, words: str) -> None:
    assert not judge(action=action, code=code, words=words).is_for_good


@given(st.from_regex(r"4\.\d{1,3}\.\d{1,3}", fullmatch=True), st.text())
def test_no_temporary_code_is_for_good(code: str, words: str) -> None:
    assert not judge(action="failed", code=code, words=words).is_for_good


@given(st.from_regex(r"5\.7\.\d{1,3}", fullmatch=True), st.text())
def test_no_rule_about_the_sender_is_for_good(code: str, words: str) -> None:
    assert not judge(action="failed", code=code, words=words).is_for_good
