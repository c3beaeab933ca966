"""How a channel's answer reads."""

from __future__ import annotations

import pytest

from notifications.dispatch import Outcome, Receipt


@pytest.mark.parametrize(
    ("code", "detail", "words"),
    [
        ("250", "2.0.0 Ok: queued as 4711", "250 2.0.0 Ok: queued as 4711"),
        ("250", "", "250"),
        ("550", "It refused this address: 550 No", "It refused this address: 550 No"),
        ("no answer", "It may have been sent", "It may have been sent"),
        ("filed", "", "filed"),
    ],
)  # fmt: skip
def test_the_servers_code_is_said_once(code: str, detail: str, words: str) -> None:
    assert Receipt(Outcome.SENT, code=code, detail=detail).words == words


def test_what_was_filed_is_followed_by_its_file() -> None:
    receipt = Receipt(Outcome.FILED, code="filed", detail="/srv/mail/new/12")

    assert receipt.words == "filed /srv/mail/new/12"
