"""What a mail server's answer, or its silence, means for one delivery (design section 7).

Pure: stage and answer in, receipt out. The table is docs/reference/outcomes.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from notifications.dispatch import Outcome, Receipt


class Stage(StrEnum):
    """How far a conversation had come; the value completes "the server refused ..."."""

    CONNECTION = "the connection"
    GREETING = "the greeting"
    ENCRYPTION = "encryption"
    LOGIN = "the login"
    SENDER = "the sender"
    RECIPIENT = "this address"
    DATA = "taking the message"  # The answer to the word DATA.
    BODY = "the message"  # While the message is handed over.
    ANSWER = "the finished message"  # After the last byte.


BEFORE_ANY_RECIPIENT = (
    Stage.CONNECTION,
    Stage.GREETING,
    Stage.ENCRYPTION,
    Stage.LOGIN,
    Stage.SENDER,
)


_STATUS = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})\b")


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's answer: the three digits, and the words of each of its lines."""

    code: int
    lines: tuple[str, ...]

    @property
    def words(self) -> str:
        """Its lines as one. Each of them repeats the status code of RFC 3463: said once here."""
        first, *rest = [line for line in self.lines if line] or [""]
        return " ".join((first, *(_STATUS.sub("", line).strip() for line in rest)))

    @property
    def enhanced(self) -> tuple[int, int, int] | None:
        """The status code of RFC 3463 that leads the words, such as (5, 1, 1), or None."""
        found = _STATUS.match(self.words)
        return (int(found[1]), int(found[2]), int(found[3])) if found else None

    def __str__(self) -> str:
        return f"{self.code} {self.words}".strip()


class StageFault(Exception):
    """The conversation ended at ``stage``: with an ``answer``, or without one and ``why``."""

    def __init__(self, stage: Stage, *, answer: Answer | None = None, why: str = "") -> None:
        super().__init__(why or str(answer))
        self.stage = stage
        self.answer = answer
        self.why = why


# "Sign in first" (RFC 4954, RFC 3207), wherever it is said: the channel is out of order, and the
# next message would meet the same.
_SIGN_IN_FIRST = (530, 534, 535, 538)
# Exchange says only of the finished message that this login may not send in this name.
_NOT_IN_THIS_NAME = ((5, 7, 57), (5, 7, 60), (5, 2, 252))
# RFC 5321 section 4.5.3.1.10: "a 552 reply to RCPT ... clients SHOULD treat a 552 as 452".
_MAILBOX_FULL = 552
# These speak of how we asked, not of whom we asked for.
_WRONGLY_ASKED = (500, 502, 503, 504)
_SPEAKS_OF_US = re.compile(
    r"relay|sender|spf|dkim|dmarc|block|black ?list|reputation|spam|polic|authenticat|"
    r"not permitted|client host|your (?:ip|host)",
    re.IGNORECASE,
)
# Exchange Online says "550 5.4.1 Recipient address rejected: Access denied" of an address that
# the organisation does not have.
_SPEAKS_OF_RECIPIENT = re.compile(
    r"recipient address rejected|no such (?:user|mailbox|recipient|address|person)|"
    r"(?:user|mailbox|recipient|address|account) (?:is )?(?:unknown|not found|unavailable|"
    r"disabled|does not exist|doesn't exist)|unknown (?:user|recipient|mailbox|address)",
    re.IGNORECASE,
)


def accepted(answer: Answer) -> Receipt:
    """The server has taken the message upon itself."""
    return Receipt(Outcome.SENT, code=str(answer.code), detail=answer.words or "accepted")


def receipt_of(fault: StageFault, *, host: str) -> Receipt:
    """What became of a delivery whose conversation ended with ``fault``."""
    if fault.answer is None:
        return _receipt_of_break(fault, host)
    return _receipt_of_answer(fault.stage, fault.answer, host)


def _receipt_of_break(fault: StageFault, host: str) -> Receipt:
    """The server said nothing more: what is known depends on how far the message had gone."""
    if fault.stage in BEFORE_ANY_RECIPIENT:
        return Receipt(Outcome.CHANNEL_FAULT, code="no answer", detail=fault.why)
    if fault.stage is Stage.ANSWER:
        detail = f"{host} had the whole message and did not answer: it may have been sent"
        return Receipt(Outcome.UNKNOWN, code="no answer", detail=f"{detail} ({fault.why})")
    detail = f"{host} left before it had the whole message, so nothing was sent ({fault.why})"
    return Receipt(Outcome.RETRY, code="no answer", detail=detail)


def _receipt_of_answer(stage: Stage, answer: Answer, host: str) -> Receipt:
    detail = f"{host} refused {stage}: {answer}"
    code = str(answer.code)
    if stage in BEFORE_ANY_RECIPIENT or _speaks_of_our_login(answer):
        return Receipt(Outcome.CHANNEL_FAULT, code=code, detail=detail)
    if 400 <= answer.code < 500 or (stage is Stage.RECIPIENT and _is_full(answer)):
        return Receipt(Outcome.RETRY, code=code, detail=detail)
    if answer.code < 500:
        return _receipt_of_nonsense(stage, answer, host)
    blames_recipient = stage is Stage.RECIPIENT and speaks_of_recipient(answer)
    return Receipt(Outcome.FAILED, code=code, detail=detail, recipient_at_fault=blames_recipient)


def _receipt_of_nonsense(stage: Stage, answer: Answer, host: str) -> Receipt:
    """An answer that has no meaning here (2xx to DATA, 3xx to a finished message)."""
    outcome = Outcome.UNKNOWN if stage is Stage.ANSWER else Outcome.RETRY
    detail = f"{host} gave an answer without meaning about {stage}: {answer}"
    return Receipt(outcome, code=str(answer.code), detail=detail)


def _speaks_of_our_login(answer: Answer) -> bool:
    return answer.code in _SIGN_IN_FIRST or answer.enhanced in _NOT_IN_THIS_NAME


def _is_full(answer: Answer) -> bool:
    return answer.code == _MAILBOX_FULL or answer.enhanced == (5, 2, 2)


def speaks_of_recipient(answer: Answer) -> bool:
    """Whether a 5xx at RCPT says that this address takes no mail, for good.

    A contact is marked only then. 5.1.x is about addresses (5.1.7 and 5.1.8 about the sender's),
    5.2.x about the mailbox (5.2.3 about the message's length); 5.3 to 5.7 are about systems,
    routes, protocol, content and policy, which is to say about us. Without such a code, the
    words decide, and what is unclear counts against the address (design section 7).
    """
    if answer.code in _WRONGLY_ASKED:
        return False
    match answer.enhanced:
        case (_, 1, 7 | 8) | (_, 2, 3):
            return False
        case (_, 1, 1 | 2 | 3 | 4 | 6 | 10) | (_, 2, 1):
            return True
        case (_, 3 | 4 | 5 | 6 | 7, _):
            return answer.enhanced == (5, 4, 1) and bool(_SPEAKS_OF_RECIPIENT.search(answer.words))
    if _SPEAKS_OF_RECIPIENT.search(answer.words):
        return True
    return not _SPEAKS_OF_US.search(answer.words)
