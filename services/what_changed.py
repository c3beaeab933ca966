"""What changed since a message, or several, were read, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlmodel import Session

from models.ledger import Message, Notice
from models.queries.approvals import newest_numbers
from models.queries.outbox import notices_of
from rules.text_changes import text_changes
from rules.text_mark import Difference, TextMark, difference
from rules.wording import long_date
from services.as_it_reads import Read, what_it_is_about
from services.find_message import person_words, state_sentence

LOOKED_FOR_AMONG = 300


def changes_of_message(
    session: Session, read: Read, shown: TextMark, now: TextMark, *, before: str | None
) -> tuple[str, ...]:
    """What changed in one message. ``before`` is the text as it was read, where it is known."""
    notices = _notices(session, [read])
    found = difference(shown, now, messages=(), items=notices)
    if read.nothing_because is not None:
        return (f"Nothing of it would go now: {read.nothing_because}.",)
    said = [*_day_words(found, now)]
    if found.readers:
        said.append(f"It goes to {read.seen.reader} now.")
    said += _item_words(session, found, [read], notices)
    if found.wording and before is not None and read.shown is not None:
        said += _wording_words(before, read.shown.text)
    return tuple(said) or ("Its wording has changed.",)


def changes_of_lot(
    session: Session, reads: Sequence[Read], shown: TextMark, now: TextMark
) -> tuple[str, ...]:
    """What changed among messages that are approved together."""
    notices = _notices(session, reads)
    present = {read.seen.number: read for read in reads}
    among = {*present, *newest_numbers(session, limit=LOOKED_FOR_AMONG)}
    found = difference(shown, now, messages=among, items=notices)
    said = [*_day_words(found, now), *_membership_words(session, found, present)]
    if found.readers:
        said.append("One of them goes to somebody else now: look at the names.")
    said += _item_words(session, found, reads, notices)
    return tuple(said) or ("The wording of one of them has changed.",)


def _day_words(found: Difference, now: TextMark) -> Iterator[str]:
    if found.shown_on is not None:
        yield (
            f"It was read on {long_date(found.shown_on)}. Today is {long_date(now.day)}, and its "
            "days and dates are counted from today."
        )


def _membership_words(
    session: Session, found: Difference, present: Mapping[int, Read]
) -> Iterator[str]:
    if found.messages is None:
        yield "Other messages wait now than those that were read."
        return
    for number in sorted(found.messages):
        if number in present:
            message = present[number].message
            yield f"Message {number} to {person_words(session, message.contact_id)} is new here."
        else:
            message = session.get_one(Message, number)
            yield f"Message {number} is not among them any more: it {state_sentence(message)}."


def _item_words(
    session: Session,
    found: Difference,
    reads: Sequence[Read],
    notices: Mapping[int, Notice],
) -> Iterator[str]:
    if found.items is None:
        yield "Its items have changed: more than a few came or went."
        return
    said = frozenset(item for read in reads for item in read.seen.items)
    because = {notice.id: why for read in reads for notice, why in read.left_out}
    whole = {read.seen.number: read.nothing_because for read in reads}
    for number in sorted(found.items):
        notice = notices[number]
        name = what_it_is_about(session, notice)
        of = f" of message {notice.message_id}" if len(reads) > 1 else ""
        if number in said:
            yield f"{name}{of} was added on {long_date(notice.decided_on)}."
        elif why := because.get(number) or notice.reason or whole[notice.message_id or 0]:
            yield f"{name}{of} is left out: {why}."


def _wording_words(before: str, after: str) -> Iterator[str]:
    for change in text_changes(before, after):
        if change.was is None:
            yield f"It says besides: {change.now}"
        elif change.now is None:
            yield f"It no longer says: {change.was}"
        else:
            yield f"It said: {change.was} It says now: {change.now}"


def _notices(session: Session, reads: Sequence[Read]) -> dict[int, Notice]:
    return {
        notice.id: notice
        for read in reads
        for notice in notices_of(session, read.seen.number)
        if notice.id is not None
    }
