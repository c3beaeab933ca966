"""When something is tried again: a message after a temporary failure, a channel after a fault.

Waits are spread a little, so that a hundred messages that failed together do not come back
together. The spread follows from the delivery and its try and not from chance: the same case
gives the same moment, in a test and when somebody asks afterwards why it was then.
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

# The wait after the first try, the second, ... After the last of them it has failed.
WAITS = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6))
# At most this share of a wait is added to it.
SPREAD = 0.2
LONGEST_WAIT = timedelta(days=1)

# The pause of a channel after its first fault in a row, the second, ...; the last one repeats.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60))


def wait_before_next(
    tries: int, *, delivery_id: int, asked: timedelta | None = None
) -> timedelta | None:
    """How long to wait after the ``tries``-th try failed for a time; None: it has failed.

    ``asked`` is how long the server asks to be left alone. It is never tried earlier than that,
    nor later than a day.
    """
    if tries > len(WAITS):
        return None
    wait = max(WAITS[tries - 1], asked or timedelta())
    return min(wait * (1 + SPREAD * _share(delivery_id, tries)), LONGEST_WAIT)


def pause_after(faults: int) -> timedelta:
    """How long a channel is left alone after so many faults in a row, 1 being the first."""
    return PAUSES[min(faults, len(PAUSES)) - 1]


def _share(delivery_id: int, tries: int) -> float:
    """A number from 0 up to 1 that follows from the delivery and its try."""
    digest = sha256(f"{delivery_id}.{tries}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32
