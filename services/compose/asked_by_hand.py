"""A request made by hand: its items looked at again, and what it says.

Asking by hand is no step of a ladder, so none of the ladder's rules is asked again here; what is
asked instead stands in ``rules.ad_hoc``. The preview of a request and the message itself are made
by the same functions, so that what was previewed is what goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from models.agencies import Contact
from models.ledger import Chase, Message, Notice
from models.queries.by_hand import answered_since, told_lately
from models.queries.noticed import NoticedItem, SeenNotice, noticed_items
from models.queries.outbox import last_written_to
from models.queries.watching import (
    role_holders_before,
    was_introduced_before,
)
from models.words import ContactRole, MessageState, MilestoneState, NoticeState
from notifications.by_hand_contents import UpdateRequestContent
from notifications.message import Handover, Introduction, Item, Opening, Tone
from rules.ad_hoc import (
    COOL_DOWN,
    Earlier,
    Standing,
    newest_that_counts,
    why_not_any_more,
)
from rules.ladders import AD_HOC, Audience, Step, Way
from rules.ladders import Tone as StepTone
from services.compose.items import items_of
from services.compose.looking import Kept, Looked
from services.compose.reader import Reader

# The place of a request by hand among the values that messages are made of.
BY_HAND = Step(
    rung_id=AD_HOC,
    occurrence=0,
    audience=Audience.LEAD,
    way=Way.AUTOMATIC,
    tone=StepTone.REMINDER,
    offset=0,
    stale_after=None,
    gate=None,
    fold_group=AD_HOC,
    rank=0,
    any_day=True,
)


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, and what they add in their own words; empty for the fixed wording alone."""

    by: str
    words: str = ""


def look_again_by_hand(session: Session, reader: Reader, message: Message, *, copy: bool) -> Looked:
    """Sort a request's items into those that may still go and those that may not.

    For a copy nothing is decided again: it says what the person themself was told.
    """
    rows = [
        row
        for row in noticed_items(session, message.id or 0)
        if row.notice.rung_id == AD_HOC and row.notice.state is not NoticeState.WITHDRAWN
    ]
    kept = kept_rows(reader, rows)
    if copy:
        return Looked(kept=kept)
    looked = Looked()
    chase = session.get_one(Chase, message.chase_id)
    crossing = _Crossing.of(session, reader, message, chase, [one.notice for one in kept])
    for one in kept:
        if one.notice.state is not NoticeState.QUEUED:
            continue
        because = _why_at_rest(one) or crossing.why_not(one.notice)
        if because is None:
            looked.kept.append(one)
        else:
            looked.withdrawn.append((session.get_one(Notice, one.notice.id), because))
    return looked


def kept_rows(reader: Reader, rows: Iterable[NoticedItem]) -> list[Kept]:
    """Noticed items as items of a message, without a step of their ladder."""
    return [
        Kept(
            row.notice,
            row.milestone,
            row.version,
            BY_HAND,
            reader.ladder(row.version.ladder_id),
            row,
        )
        for row in rows
    ]


def update_request_content(
    session: Session,
    reader: Reader,
    message: Message,
    kept: Sequence[Kept],
    *,
    asking: Asking | None = None,
) -> UpdateRequestContent:
    """What the request says of these items. ``asking`` is read from the request unless given."""
    if asking is None:
        chase = session.get_one(Chase, message.chase_id)
        asking = Asking(chase.requested_by, chase.words or "")
    calendar, council = reader.around.calendar, reader.around.council
    return UpdateRequestContent(
        items=tuple(_by_hand(item) for item in items_of(session, reader, kept)),
        asked_by=asking.by,
        words=asking.words,
        reply_by=calendar.working_days_after(reader.today, council.answers.asked_within).result,
        last_written=last_written_to(
            session, contact_id=message.contact_id, before_message=message.id or NEWEST
        ),
        copied_to=reader.deputy_name,
        opening=_opening(session, reader, message),
    )


def _opening(session: Session, reader: Reader, message: Message) -> Opening | None:
    """How it begins for somebody who stands in, or to whom we never wrote."""
    if reader.cover is not None or not message.introduces:
        return reader.cover
    contact = reader.contact
    before = role_holders_before(session, contact=contact)
    if before and is_handover(session, contact):
        return Handover(from_name=before[-1].name, on=contact.held_from)
    return Introduction(
        because=f"{reader.agency.name} has named you as its {reader.recipient.role}."
    )


def is_handover(session: Session, contact: Contact) -> bool:
    """Whether somebody before them in this role had been written to."""
    return was_introduced_before(
        session,
        agency_id=contact.agency_id,
        role=ContactRole(contact.role).value,
        before=contact.held_from,
    )


NEWEST = 2**31 - 1
"""The largest number of a message: what is previewed comes after all that have one."""


def told_before(
    session: Session,
    milestone_ids: Sequence[int],
    *,
    audience: str,
    in_rehearsal: bool,
    since: date,
    besides: int | None = None,
) -> Mapping[int, list[Earlier]]:
    """What one role was told of each item since a day, or is about to be, by any message.

    ``besides`` is the message that is looked at itself.
    """
    found: dict[int, list[Earlier]] = {}
    for notice, message, contact in told_lately(
        session, milestone_ids, audience=audience, in_rehearsal=in_rehearsal, since=since
    ):
        if message.id != besides:
            earlier = Earlier(
                _standing(notice, message),
                notice.told_on or message.london_date,
                message.id or 0,
                contact.name,
            )
            found.setdefault(notice.subject_id, []).append(earlier)
    return found


def cooling_since(reader: Reader) -> date:
    """The first day on which somebody who was told is still left alone today."""
    return reader.around.calendar.working_days_before(reader.today, COOL_DOWN).result


def _standing(notice: Notice, message: Message) -> Standing:
    if notice.state is NoticeState.TOLD:
        return Standing.TOLD
    if notice.state is NoticeState.UNKNOWN:
        return Standing.NOT_KNOWN
    held = message.state is MessageState.HELD
    return Standing.WAITS_FOR_APPROVAL if held else Standing.ON_ITS_WAY


def _by_hand(item: Item) -> Item:
    """The item as a request by hand shows it: no step brought it here, so none is its reason."""
    is_late = item.days_left is not None and item.days_left < 0
    return replace(item, tone=Tone.LATE if is_late else Tone.REMINDER, reason=None)


def _why_at_rest(one: Kept) -> str | None:
    if one.milestone.state is MilestoneState.PAUSED:
        return "the item is paused"
    if one.milestone.state is not MilestoneState.OPEN:
        return "the item is no longer open"
    if one.version.version != one.notice.deadline_version:
        return "its date has changed since"
    return None if one.version.armed_on else "nothing goes out about it at present"


@dataclass(frozen=True)
class _Crossing:
    """What has happened to a request's items since it was made."""

    reader: Reader
    chase: Chase
    answered: set[int]
    others: Mapping[int, list[Earlier]]

    @classmethod
    def of(
        cls,
        session: Session,
        reader: Reader,
        message: Message,
        chase: Chase,
        notices: Sequence[SeenNotice],
    ) -> _Crossing:
        numbers = [notice.subject_id for notice in notices]
        others: Mapping[int, list[Earlier]] = {}
        # Whoever gave a reason for asking again knows what was told before.
        if notices and not chase.again_reason:
            others = told_before(
                session,
                numbers,
                audience=notices[0].audience,
                in_rehearsal=message.rehearsal,
                since=cooling_since(reader),
                besides=message.id,
            )
        answered = answered_since(session, numbers, after=chase.update_seen)
        return cls(reader, chase, answered, others)

    def why_not(self, notice: SeenNotice) -> str | None:
        """Why this item does not go any more."""
        today, calendar = self.reader.today, self.reader.around.calendar
        others = self.others.get(notice.subject_id, [])
        return why_not_any_more(
            asked_on=self.chase.asked_on,
            has_answered=notice.subject_id in self.answered,
            other=newest_that_counts(others, today=today, calendar=calendar),
            today=today,
            calendar=calendar,
        )
