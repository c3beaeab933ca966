"""Why a file is not read as a letter. Nothing is opened from a refused file."""

from __future__ import annotations

from enum import StrEnum


class RefusalReason(StrEnum):
    """The ways in which a file fails to be a letter we can read."""

    NOT_THERE = "not_there"
    NOT_A_PDF = "not_a_pdf"
    ENCRYPTED = "encrypted"
    SCANNED = "scanned"
    TRUNCATED = "truncated"
    HOSTILE = "hostile"
    ANOTHER_KIND = "another_kind"


class LetterRefused(Exception):
    """The file cannot be read as an inspectorates' letter; ``message`` says what to do."""

    def __init__(self, reason: RefusalReason, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
