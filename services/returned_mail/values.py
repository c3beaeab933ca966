"""What is taken in, and what it became."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session

from documents.delivery_report import MailRead, Told


class Became(StrEnum):
    """What became of one report, for a count at the end."""

    CAME_BACK = "came back"
    DELAYED = "delayed"
    ARRIVED = "arrived"
    WAITS = "waits for a person"
    AUTOMATIC_REPLY = "automatic reply"
    LETTER = "letter"
    NOT_OURS = "not about our mail"
    READ_BEFORE = "read before"


@dataclass(frozen=True, slots=True)
class Taken:
    """One report taken in: what it became, in a sentence, and the numbers to look it up by.

    ``marked`` are the names of those whose address was marked now.
    """

    became: Became
    sentence: str
    report: int | None = None
    message: int | None = None
    marked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One mail being taken in, when and by whom."""

    session: Session
    mail: MailRead
    file_name: str
    now: datetime
    today: date
    by: str


def in_words(told: Told) -> str:
    """The server's words as one sentence, with its code before them where they do not say it."""
    words = told.words.strip()
    if told.code and told.code not in words:
        words = f"{told.code} {words}".strip()
    words = words or "no reason was given"
    return words if words.endswith(".") else f"{words}."
