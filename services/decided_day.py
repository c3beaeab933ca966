"""The story of one decided day: what goes to whom and why, what waits, what is in trouble.

The same story is told after a real check, by a preview and by a forecast.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from config.ladders import ladder_from_body
from models.agencies import Agency, Contact
from models.ledger import Message, Sweep
from models.milestones import StoredLadder
from models.queries.decided import (
    Addressed,
    DecidedItem,
    briefs_that_wait,
    decided_items,
    envelopes,
    inspection_refs_by_id,
    items_at_the_head,
    messages_made_at,
    messages_numbered,
    waiting_messages,
)
from models.words import MessageKind, MessageState
from rules.ladder_words import step_words
from rules.ladders import Ladder
from services.compose.manager import KIND_WORDS
from services.compose.reader import role_words
from services.watch import WatchReport

BRIEF = "brief"
# Of so many messages the first items are told; of the rest of a very large day the number alone.
MESSAGES_TOLD = 100
A_PERSON_SPEAKS = "A person speaks to this reader; a brief is ready."
INTRODUCED = "Introduces Longstop's requests to someone new in the role."
OF_ITSELF = {
    MessageKind.MANAGER_DAILY: "Something goes out, waits or needs a look today.",
    MessageKind.DCS_WEEKLY: "It is the day of the weekly line.",
    MessageKind.RESOLVED: "What was raised is settled: everyone who was told is told.",
    MessageKind.INTRODUCTION: INTRODUCED,
    MessageKind.CORRECTION: "What was recorded of their words was corrected.",
}


@dataclass(frozen=True, slots=True)
class GoingItem:
    """One item of a message. ``why`` is the step in words, without a full stop."""

    ref: str
    inspection: str
    title: str
    due: date | None
    body_id: int
    why: str


@dataclass(frozen=True, slots=True)
class Going:
    """One message, or one brief on which a person acts.

    ``number`` is the message's or the brief's. ``waits_because`` is None where it goes by
    itself. ``because`` says why a message without items goes. ``more_items`` counts those that
    were not read.
    """

    number: int
    kind: str
    to: str
    role: str
    body: str
    body_id: int
    items: tuple[GoingItem, ...]
    more_items: int = 0
    waits_because: str | None = None
    because: str | None = None
    is_brief: bool = False
    is_rehearsal: bool = False
    waited_before: bool = False


@dataclass(frozen=True, slots=True)
class DecidedDay:
    """A day's story. ``not_decided`` says why nothing was decided on it."""

    day: date
    not_decided: str | None
    going: tuple[Going, ...]
    trouble: tuple[str, ...] = ()
    braked: str | None = None

    @property
    def goes(self) -> tuple[Going, ...]:
        """What goes by itself."""
        return tuple(one for one in self.going if one.waits_because is None)

    @property
    def waits(self) -> tuple[Going, ...]:
        """What waits for a person."""
        return tuple(one for one in self.going if one.waits_because is not None)


def decided_day(
    session: Session,
    report: WatchReport,
    *,
    with_older: bool = False,
    first_items: int | None = None,
) -> DecidedDay:
    """The story of the check that made this report, before anything of it is delivered.

    ``with_older`` adds what waited in the outbox before it. ``first_items`` reads no more than so
    many items of each message and counts the rest.
    """
    sweep = session.get(Sweep, report.sweep_id) if report.sweep_id is not None else None
    going: list[Going] = []
    if sweep is not None or with_older:
        going = _going(session, sweep, with_older=with_older, first_items=first_items)
    return DecidedDay(
        day=report.day,
        not_decided=report.not_decided,
        going=tuple(going),
        trouble=report.trouble,
        braked=report.braked,
    )


def only(story: DecidedDay, keep: Callable[[Going], Going | None]) -> DecidedDay:
    """The story with each message narrowed to what ``keep`` leaves of it."""
    kept = (keep(one) for one in story.going)
    return DecidedDay(
        day=story.day,
        not_decided=story.not_decided,
        going=tuple(one for one in kept if one is not None),
        trouble=story.trouble,
        braked=story.braked,
    )


def _going(
    session: Session, sweep: Sweep | None, *, with_older: bool, first_items: int | None
) -> list[Going]:
    sweep_id = None if with_older or sweep is None else sweep.id
    items, in_all = _items(session, sweep_id=sweep_id, first=first_items)
    of_message, of_brief = _by_envelope(session, items)
    made_now = messages_made_at(session, sweep.decided_at) if sweep is not None else []
    numbers_now = {message.id for message, _, _ in made_now}
    if with_older:
        addressed = waiting_messages(session)
    else:
        added_to = [number for number in of_message if number not in numbers_now]
        addressed = made_now + messages_numbered(session, added_to)
    letters = [
        _letter(
            one,
            of_message.get(one[0].id or 0, ()),
            in_all=in_all.get(one[0].id or 0),
            before=one[0].id not in numbers_now,
        )
        for one in addressed
    ]
    briefs = [
        _brief(brief.id or 0, contact, agency, of_brief[brief.id or 0])
        for brief, contact, agency in briefs_that_wait(session)
        if brief.id in of_brief
    ]
    return letters + briefs


def _items(
    session: Session, *, sweep_id: int | None, first: int | None
) -> tuple[list[DecidedItem], dict[int, int]]:
    """The items to tell of, and where not all were read how many each message holds."""
    if first is None:
        return decided_items(session, sweep_id=sweep_id), {}
    found = envelopes(session, sweep_id=sweep_id)
    items = [
        item
        for envelope in found[:MESSAGES_TOLD]
        for item in items_at_the_head(session, envelope, first=first)
    ]
    in_all = {one.message_id: one.notices for one in found if one.message_id is not None}
    return items, in_all


Items = dict[int, list[GoingItem]]


def _by_envelope(session: Session, items: Iterable[DecidedItem]) -> tuple[Items, Items]:
    """The items by message, and by brief where a brief has no message."""
    refs = inspection_refs_by_id(session)
    ladders: dict[int, Ladder] = {}
    words: dict[tuple[int, str, int], str] = {}
    of_message: Items = {}
    of_brief: Items = {}
    for item in items:
        key = (item.ladder_id, item.rung_id, item.occurrence)
        if key not in words:
            words[key] = _words(session, ladders, item)
        going = GoingItem(
            ref=item.ref,
            inspection=refs[item.inspection_id],
            title=item.title,
            due=item.due,
            body_id=item.agency_id,
            why=words[key],
        )
        if item.message_id is not None:
            of_message.setdefault(item.message_id, []).append(going)
        elif item.brief_id is not None:
            of_brief.setdefault(item.brief_id, []).append(going)
    return of_message, of_brief


def _words(session: Session, ladders: dict[int, Ladder], item: DecidedItem) -> str:
    if item.rung_id == "resolved":
        return "All-clear: it is settled"
    if item.ladder_id not in ladders:
        stored = session.get_one(StoredLadder, item.ladder_id)
        ladders[item.ladder_id] = ladder_from_body(stored.body)
    return step_words(ladders[item.ladder_id], rung_id=item.rung_id, occurrence=item.occurrence)


def _letter(
    addressed: Addressed, items: Sequence[GoingItem], *, in_all: int | None, before: bool
) -> Going:
    message, contact, agency = addressed
    waits = message.held_because if message.state is MessageState.HELD else None
    return Going(
        number=message.id or 0,
        kind=KIND_WORDS[MessageKind(message.kind)],
        to=contact.name,
        role=role_words(contact.role),
        body=agency.name,
        body_id=agency.id or 0,
        items=tuple(items),
        more_items=0 if in_all is None else in_all - len(items),
        waits_because=waits,
        because=_because(message),
        is_rehearsal=message.rehearsal,
        waited_before=before,
    )


def _because(message: Message) -> str | None:
    if message.introduces:
        return INTRODUCED
    return OF_ITSELF.get(MessageKind(message.kind))


def _brief(number: int, contact: Contact, agency: Agency, items: Sequence[GoingItem]) -> Going:
    return Going(
        number=number,
        kind=BRIEF,
        to=contact.name,
        role=role_words(contact.role),
        body=agency.name,
        body_id=agency.id or 0,
        items=tuple(items),
        waits_because=A_PERSON_SPEAKS,
        is_brief=True,
    )
