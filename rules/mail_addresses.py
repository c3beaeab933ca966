"""Whether a text is one plain mail address that we can write to."""

from __future__ import annotations

import re

# Deliberately narrower than the standard: no quotes, comments or lists, so that an address can
# stand in a header, on a command line and in a file without ever meaning something else.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+")
_LONGEST = 254  # RFC 5321, with errata


def is_mail_address(text: str) -> bool:
    """True for one address such as ``spoc@police.example``, with nothing before or after it."""
    return len(text) <= _LONGEST and _ADDRESS.fullmatch(text) is not None


def domain_of(address: str) -> str:
    """``police.example`` of ``spoc@police.example``, in lower case."""
    return address.rpartition("@")[2].lower()
