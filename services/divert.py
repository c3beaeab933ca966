"""Diverting all mail to addresses of the operator's own, as LONGSTOP_DELIVER_ONLY_TO says.

It is for trying out a live database: everything runs as it would, and nobody outside hears of it.
"""

from __future__ import annotations

from config.settings import settings
from rules.mail_addresses import is_mail_address
from services.errors import Refused

VARIABLE = "LONGSTOP_DELIVER_ONLY_TO"


def allowed_addresses() -> tuple[str, ...]:
    """The only addresses that mail may go to, the first of them in place of any other; empty where
    nothing is diverted. Raises `Refused` for what is no address: then nothing may go at all."""
    written = settings().deliver_only_to
    if written is None:
        return ()
    addresses = tuple(part.strip() for part in written.split(",") if part.strip())
    faulty = [one for one in addresses if not is_mail_address(one)]
    if faulty or not addresses:
        what = ", ".join(repr(one) for one in faulty) or "an empty value"
        raise Refused(
            f"{VARIABLE} holds {what}, which is not one plain mail address. Write it like "
            f"tester@council.example, several with commas between; nothing goes before that."
        )
    return addresses


def diverted_address(address: str) -> str | None:
    """Where mail to ``address`` goes instead, or None if it goes where it should."""
    allowed = allowed_addresses()
    if not allowed or address.lower() in {one.lower() for one in allowed}:
        return None
    return allowed[0]


def diverted_sentence() -> str | None:
    """That all mail is diverted and to whom, or None."""
    allowed = allowed_addresses()
    if not allowed:
        return None
    besides = f" (mail to {' and '.join(allowed[1:])} goes there)" if allowed[1:] else ""
    return f"All mail is diverted to {allowed[0]}{besides}, as {VARIABLE} says."


def diverted_without_address() -> str | None:
    """The same for a log that many may read: without the address."""
    return f" All mail is diverted, as {VARIABLE} says." if allowed_addresses() else None
