"""The head of History as a small file that is kept elsewhere, and read back to verify."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.errors import ServiceError
from services.history import Head

KIND = "longstop-history-head"


@dataclass(frozen=True, slots=True)
class ExportedHead:
    """A head, and when it was written down."""

    head: Head
    exported_at: str


def write_head(head: Head, *, now: datetime) -> str:
    """The file's text: plain JSON that a person can read, too."""
    content = {
        "kind": KIND,
        "event": head.seq,
        "chain": head.chain,
        "exported_at": now.isoformat(),
    }
    return json.dumps(content, indent=2) + "\n"


def read_head(text: str, *, name: str) -> ExportedHead:
    """The head that a file holds. Raises `ServiceError` if it is no such file."""
    try:
        content: dict[str, Any] = json.loads(text)
        if content["kind"] != KIND:
            raise ValueError(content["kind"])
        head = Head(int(content["event"]), str(content["chain"]))
        return ExportedHead(head, str(content.get("exported_at", "")))
    except (ValueError, KeyError, TypeError) as error:
        raise ServiceError(
            f"{name} is not a head that 'longstop audit export-head' wrote. Give another file."
        ) from error
