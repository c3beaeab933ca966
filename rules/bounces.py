"""What a mail server's report says of an address: whether mail came back, and whose fault it was.

A report gives an action (RFC 3464), often an enhanced status code (RFC 3463: class, subject,
detail) and words. Only an address that takes no mail *for good* may be marked: a full mailbox, a
server that is down, or a rule about us says nothing of the person behind the address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What became of the message, as the report has it."""

    CAME_BACK = "came back"
    ON_ITS_WAY = "on its way"
    ARRIVED = "arrived"
    # The report says neither.
    UNCLEAR = "unclear"


class Fault(StrEnum):
    """Where the fault of a message that came back lies."""

    ADDRESS = "address"
    # The next message may well get there: a full mailbox, a server that is down.
    PASSING = "passing"
    # A rule about the sender, or about this message.
    OURS = "ours"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Judged:
    """What a report means. ``fault`` is None unless the message came back."""

    fate: Fate
    fault: Fault | None = None

    @property
    def is_for_good(self) -> bool:
        """Whether the address takes no mail, now or later."""
        return self.fault is Fault.ADDRESS


FATES = {
    "failed": Fate.CAME_BACK,
    "delayed": Fate.ON_ITS_WAY,
    "delivered": Fate.ARRIVED,
    # Handed to a server that reports nothing back, or to the members of a list.
    "relayed": Fate.ARRIVED,
    "expanded": Fate.ARRIVED,
}

_STATUS = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})")
_BAD_ADDRESS = {(1, 1), (1, 2), (1, 3), (1, 4), (1, 6), (1, 10), (2, 1)}
# RFC 3463's subjects; those left out say too little, and the words decide.
_BY_SUBJECT = {3: Fault.PASSING, 4: Fault.PASSING, 6: Fault.OURS, 7: Fault.OURS}
_BY_CODE = {
    (1, 7): Fault.OURS,  # the sender's address
    (1, 8): Fault.OURS,
    (2, 2): Fault.PASSING,  # full
    (2, 3): Fault.OURS,  # this message is too long
    (2, 4): Fault.PASSING,  # a mailing list's own trouble
    (3, 4): Fault.OURS,  # too big
}

# Asked in this order: "mailbox unavailable: over quota" is a full mailbox, and "user unknown" in
# a sentence that blames a block list is about us.
_PASSING = (
    "quota",
    "mailbox (?:is )?full",
    "full mailbox",
    "insufficient (?:system )?storage",
    "out of storage",
    "too many",
    r"\bat a rate\b",
    "try again later",
    "timed? ?out",
    "temporar",
)
# Exchange's answer at the edge for an address it does not have; "access denied" alone is about us.
_UNKNOWN_AT_THE_EDGE = ("recipient address rejected: access denied",)
_OURS = (
    r"\bspam\b",
    "(?:black|block) ?list",
    r"\bblocked\b",
    "policy",
    "reputation",
    r"\b(?:dmarc|spf|dkim)\b",
    "unauthenticated",
    "relay(?:ing)? (?:access )?denied",
    "not permitted to relay",
    "virus",
    "too (?:large|big)",
    "sender (?:address )?rejected",
    "content rejected",
)
_BAD = (
    "user unknown",
    "unknown (?:user|recipient|address|mailbox|local)",
    "user (?:was )?not found",
    "no such",
    "does(?:n['’]t| not) exist",
    "not listed in",
    "mailbox (?:unavailable|not found|disabled|unknown|is inactive)",
    "no mailbox here",
    "recipient ?(?:address )?(?:was )?(?:not ?found|rejected|unknown)",
    "(?:invalid|bad) (?:recipient|mailbox|address|destination)",
    "address rejected",
    "account (?:that you tried to reach )?(?:has been |is )?(?:disabled|closed|inactive)",
    "could(?:n['’]t| not) be found",
)
_FAULT_WORDS = tuple(
    (fault, re.compile("|".join(words), re.IGNORECASE))
    for fault, words in (
        (Fault.PASSING, _PASSING),
        (Fault.ADDRESS, _UNKNOWN_AT_THE_EDGE),
        (Fault.OURS, _OURS),
        (Fault.ADDRESS, _BAD),
    )
)


def judge(*, action: str, code: str | None, words: str) -> Judged:
    """What a report's ``action``, status ``code`` and ``words`` mean together.

    A code of class 4 in a failed report is a server that gave up waiting: the message came back,
    the address is not at fault. Codes that say too little (5.0.0, 5.1.0, 5.2.0, 5.5.x, none) leave
    it to the words; where they say nothing either, the fault is unclear and a person looks.
    """
    fate = FATES.get(action.strip().lower(), Fate.UNCLEAR)
    if fate is not Fate.CAME_BACK:
        return Judged(fate)
    return Judged(fate, _fault(code or "", words))


def _fault(code: str, words: str) -> Fault:
    by_words = _by_words(words)
    found = _STATUS.search(code)
    if found is None:
        return by_words
    if found[1] != "5":
        return Fault.PASSING
    return _by_code(int(found[2]), int(found[3]), by_words)


def _by_code(subject: int, detail: int, by_words: Fault) -> Fault:
    if (subject, detail) in _BAD_ADDRESS:
        # Some write 5.2.1 for a mailbox that gets too much at once, and say so.
        return Fault.PASSING if by_words is Fault.PASSING else Fault.ADDRESS
    if (subject, detail) == (4, 1) and by_words is Fault.ADDRESS:
        # Exchange's answer at the edge for an address it does not have.
        return Fault.ADDRESS
    return _BY_CODE.get((subject, detail)) or _BY_SUBJECT.get(subject) or by_words


def _by_words(words: str) -> Fault:
    return next((fault for fault, known in _FAULT_WORDS if known.search(words)), Fault.UNCLEAR)
