"""What is said between the regular messages: a request by hand, and a correction of a record."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import ClassVar

from notifications.kinds import ContentKind
from notifications.message import Item, LastSaid, Opening


@dataclass(frozen=True, slots=True)
class UpdateRequestContent:
    """Items about which a person asks, between the daily checks.

    ``asked_by`` is who asks. ``words`` is what they add, quoted as theirs; empty for the fixed
    wording alone. ``reply_by``, ``last_written``, ``copied_to`` are as in a digest.
    """

    kind: ClassVar[ContentKind] = ContentKind.UPDATE_REQUEST

    items: tuple[Item, ...]
    asked_by: str
    reply_by: datetime.date
    words: str = ""
    last_written: datetime.date | None = None
    copied_to: str | None = None
    opening: Opening | None = None


@dataclass(frozen=True, slots=True)
class CorrectionContent:
    """That we had recorded wrongly what a body said of one item, and what stands there now.

    ``recorded`` and ``now`` are None where the reader may not see the wording. ``title`` is then
    None as well.
    """

    kind: ClassVar[ContentKind] = ContentKind.CORRECTION

    ref: str
    inspection: str
    title: str | None
    corrected_by: str
    recorded: LastSaid | None
    now: LastSaid | None
    copied_to: str | None = None
    opening: Opening | None = None
