"""The values one message is rendered from, and what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from notifications.mail import Envelope


@dataclass(frozen=True, slots=True)
class Prepared:
    """One message: its content, what else `render` was told, its envelope and its bytes."""

    content: Any
    asked: dict[str, Any]
    envelope: Envelope
    raw: bytes
