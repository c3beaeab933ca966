"""What each kind of message says, as values. One class a kind; each has its own templates."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import ClassVar

from notifications.by_hand_contents import CorrectionContent, UpdateRequestContent
from notifications.kinds import ContentKind
from notifications.manager_contents import ManagerDailyContent
from notifications.message import Item, LastSaid, Opening, Recipient


@dataclass(frozen=True, slots=True)
class Rest:
    """Items of one inspection that a message does not list but counts.

    ``late`` and ``new`` of them are past their date, or new since the message before.
    """

    inspection: str
    number: int
    late: int = 0
    new: int = 0


@dataclass(frozen=True, slots=True)
class DigestContent:
    """All routine items of one person at once: a body's weekly message, own staff's daily one.

    ``items`` come in any order and number: the renderer puts statutory and latest first, under a
    heading for each inspection, lists 40 and counts the rest. ``weekly`` is false for own staff.
    ``reply_by`` is the day by which an answer is asked. ``last_written`` is the day of the message
    before this one to the same role. ``copied_to`` names who gets a copy (the deputy).
    ``rest`` counts what is there besides ``items``, all of it less pressing than they are.
    """

    kind: ClassVar[ContentKind] = ContentKind.DIGEST

    items: tuple[Item, ...]
    rest: tuple[Rest, ...] = ()
    weekly: bool = True
    reply_by: datetime.date | None = None
    last_written: datetime.date | None = None
    copied_to: str | None = None
    opening: Opening | None = None


@dataclass(frozen=True, slots=True)
class FourDates:
    """The dates of one statutory duty, held apart (design section 2).

    ``counted`` is the law's count and ``counted_words`` how it was counted ("the 70th working day
    after publication"); ``stated`` what the letter states; ``confirmed`` what the inspectorate
    confirmed in writing, by ``confirmed_by`` on ``confirmed_on``; ``work_to`` the day we work to.
    ``provisional`` is true until the day of receipt is confirmed. ``caution`` is the sentence that
    stands wherever the law's date is shown and its text was not seen.
    """

    work_to: datetime.date
    counted: datetime.date | None = None
    counted_words: str | None = None
    stated: datetime.date | None = None
    confirmed: datetime.date | None = None
    confirmed_by: str | None = None
    confirmed_on: datetime.date | None = None
    chosen_reason: str | None = None
    provisional: bool = False
    caution: str | None = None


@dataclass(frozen=True, slots=True)
class StatutoryContent:
    """One statutory date, or one request between the weekly messages: its own message.

    ``dates`` is None for a duty with a single date. ``submit_to`` is the address to which the
    document goes; ``waiting_on`` the bodies whose sign-off has not arrived; ``questions`` what
    stands open about the date, each a full sentence.
    """

    kind: ClassVar[ContentKind] = ContentKind.STATUTORY

    item: Item
    dates: FourDates | None = None
    submit_to: str | None = None
    waiting_on: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    last_written: datetime.date | None = None
    copied_to: str | None = None
    opening: Opening | None = None


@dataclass(frozen=True, slots=True)
class CourtesyContent:
    """Told to the lead before items are raised above the lead: each names the day and the person.

    Every item has the tone COURTESY and its ``raising``. Courtesy items may also stand in a
    digest; this is for the days between.
    """

    kind: ClassVar[ContentKind] = ContentKind.COURTESY

    items: tuple[Item, ...]
    copied_to: str | None = None
    opening: Opening | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """That somebody was asked: on which day, whom (name and role), and by which route."""

    on: datetime.date
    whom: str
    how: str = "mail"


@dataclass(frozen=True, slots=True)
class RaisedItem:
    """An item raised above its lead, with everything that was asked before."""

    item: Item
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class EscalationContent:
    """Items raised with somebody above the lead, after a person approved it.

    ``lead`` is who was asked, and ``approved_by`` who approved, each with name and role: "Priya
    Shah, single point of contact". ``may_be_wrong`` says what we may have wrong, each a full
    sentence. ``next_step`` says what follows without an answer, a full sentence.
    """

    kind: ClassVar[ContentKind] = ContentKind.ESCALATION

    items: tuple[RaisedItem, ...]
    lead: str
    approved_by: str
    reply_by: datetime.date | None = None
    may_be_wrong: tuple[str, ...] = ()
    next_step: str | None = None


@dataclass(frozen=True, slots=True)
class ResolvedItem:
    """An item that is settled: how ("Reported complete on ...", a full sentence) and when told."""

    ref: str
    inspection: str
    title: str | None
    how: str
    held_by: str | None = None
    last_told: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class ResolvedContent:
    """The all-clear to a person who was told that items were late. Nothing is asked."""

    kind: ClassVar[ContentKind] = ContentKind.RESOLVED

    items: tuple[ResolvedItem, ...]


@dataclass(frozen=True, slots=True)
class NextDate:
    """The next statutory or committee date of an inspection."""

    title: str
    on: datetime.date
    days_left: int | None = None


@dataclass(frozen=True, slots=True)
class InspectionWeek:
    """One inspection's week in counts. ``title`` is its code name while it is embargoed."""

    title: str
    open_items: int
    overdue: int
    due_soon: int
    next_date: NextDate | None = None


@dataclass(frozen=True, slots=True)
class DcsWeeklyContent:
    """One line a week for the director of children's services, even when all is well.

    ``exceptions`` are full sentences, most important first.
    """

    kind: ClassVar[ContentKind] = ContentKind.DCS_WEEKLY

    inspections: tuple[InspectionWeek, ...]
    exceptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BriefContent:
    """What a person needs in order to speak to somebody above the lead.

    ``to`` is the person to speak to; ``raise_by`` the day named in the courtesy notice; ``lead``
    who was asked (name and role); ``our_own_overdue`` what the council itself is late with;
    ``signatory`` who would sign the draft letter (name and role). ``reachable`` is false for
    chief officers, commissioners and mayors: the tool never mails them.
    """

    kind: ClassVar[ContentKind] = ContentKind.BRIEF

    to: Recipient
    raise_by: datetime.date
    items: tuple[RaisedItem, ...]
    lead: str
    signatory: str
    may_be_wrong: tuple[str, ...] = ()
    our_own_overdue: tuple[Item, ...] = ()
    last_heard: LastSaid | None = None
    reachable: bool = True


Content = (
    DigestContent
    | StatutoryContent
    | CourtesyContent
    | EscalationContent
    | ResolvedContent
    | ManagerDailyContent
    | DcsWeeklyContent
    | BriefContent
    | UpdateRequestContent
    | CorrectionContent
)
