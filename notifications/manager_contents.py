"""What the programme manager's one message of a day says, line by line, as values."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import ClassVar

from notifications.kinds import ContentKind
from notifications.message import Item


@dataclass(frozen=True, slots=True)
class GoingOut:
    """A message that goes today unless somebody holds it. ``what`` is its kind in words."""

    number: int
    to: str
    agency: str
    what: str
    items: int
    reason: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message or brief that waits for a person. ``days`` is its age in working days."""

    number: int
    to: str
    agency: str
    what: str
    since: datetime.date
    days: int
    why: str


@dataclass(frozen=True, slots=True)
class NotKnown:
    """A message of which it is not known whether it was sent."""

    number: int
    to: str
    agency: str
    tried_on: datetime.date


@dataclass(frozen=True, slots=True)
class Bounced:
    """A message that came back, with the mail server's words. The contact needs a look."""

    to: str
    agency: str
    on: datetime.date
    why: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A body that was asked and has not answered."""

    to: str
    agency: str
    items: int
    asked_on: datetime.date


@dataclass(frozen=True, slots=True)
class Braked:
    """A sweep that the brake holds back as one batch. ``days`` is its age in working days."""

    number: int
    messages: int
    escalations: int
    why: str
    days: int = 0


@dataclass(frozen=True, slots=True)
class ManagerDailyContent:
    """The programme manager's one message of a working day with news.

    ``checks`` are the items reported complete whose evidence we have to check (tone CHECK).
    ``channels`` (those that are out of order), ``contact_trouble``, ``questions`` and ``news`` are
    full sentences. ``sends_at`` is the London time at which ``going_out`` goes. What has waited
    for ``remind_after`` working days stands first. ``copy_for`` is the programme manager's name in
    the copy that the deputy gets, because nobody has decided anything for ``silent_for`` working
    days.
    """

    kind: ClassVar[ContentKind] = ContentKind.MANAGER_DAILY

    sends_at: datetime.time
    going_out: tuple[GoingOut, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    not_known: tuple[NotKnown, ...] = ()
    bounced: tuple[Bounced, ...] = ()
    unanswered: tuple[Unanswered, ...] = ()
    contact_trouble: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    braked: Braked | None = None
    checks: tuple[Item, ...] = ()
    own_items: tuple[Item, ...] = ()
    news: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    remind_after: int | None = None
    copy_for: str | None = None
    silent_for: int = 0
