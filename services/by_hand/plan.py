"""Everything decided about a request by hand before any of it is shown or written."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.ledger import Message, Notice
from models.queries.by_hand import ItemRow
from models.words import (
    MessageKind,
    MessageState,
    NoticeState,
    SubjectKind,
)
from rules.ladders import AD_HOC, Audience
from services.by_hand.items import Chosen, choose_items
from services.by_hand.order import ChaseOrder, check_order
from services.by_hand.whom import Target, find_target
from services.compose.reader import Reader, reader_of
from services.compose.reading import read_day
from services.errors import Refused
from services.find import key_of

MOST_AT_ONCE = 500
"""Items of one request: nobody answers more, and a message lists forty."""

WAITS = "Asked for by {by}: a person reads it and approves."


@dataclass(frozen=True)
class Planned:
    """Everything decided about a request, before any of it is written."""

    order: ChaseOrder
    target: Target
    reader: Reader
    chosen: Chosen
    key: str

    @property
    def waits_because(self) -> str | None:
        """Why it must be approved first: whoever asked has not read it, and so nobody has."""
        may_go_unread = (
            self.reader.around.council.by_hand.prefect_may_send and not self.chosen.waits
        )
        if self.order.has_read or self.chosen.in_rehearsal or may_go_unread:
            return None
        return WAITS.format(by=self.order.requested_by)

    @property
    def approved_by(self) -> str | None:
        """Who read and so approved it; None where it waits, or goes unread by a setting."""
        return self.order.requested_by.strip() if self.order.has_read else None

    @property
    def audience(self) -> Audience:
        """The role in the ledger."""
        return self.target.audience


def plan_chase(session: Session, order: ChaseOrder, *, today: date, now: datetime) -> Planned:
    """Whom to ask about what. See `preview_chase`."""
    check_order(order)
    day = read_day(session, today=today)
    target = find_target(session, order.whom, day.situation)
    reader = reader_of(session, None, target.contact, day, now=now)
    chosen = choose_items(session, order, target, reader)
    _refuse_too_many(chosen)
    return Planned(order, target, reader, chosen, _key(order, target, chosen, today=today))


def new_message(planned: Planned, *, introduced: set[int]) -> Message:
    """The message of a request, not stored yet; ``introduced`` are those we wrote to already."""
    contact = planned.target.contact
    is_new = contact.introduced_on is None and key_of(contact.id) not in introduced
    waits = planned.waits_because
    return Message(
        contact_id=key_of(contact.id),
        kind=MessageKind.UPDATE_REQUEST,
        grouping="by-hand",
        london_date=planned.reader.today,
        state=MessageState.QUEUED if waits is None else MessageState.HELD,
        rehearsal=planned.chosen.in_rehearsal,
        held_because=waits,
        introduces=is_new and not planned.chosen.in_rehearsal,
        created_at=planned.reader.now,
        approved_by=planned.approved_by,
        approved_at=planned.reader.now if planned.approved_by else None,
    )


def new_notice(planned: Planned, row: ItemRow) -> Notice:
    """The line of the ledger for one item, not stored yet."""
    return Notice(
        subject_kind=SubjectKind.MILESTONE,
        subject_id=key_of(row.milestone.id),
        deadline_version=row.milestone.version,
        rung_id=AD_HOC,
        audience=planned.audience.value,
        rehearsal=planned.chosen.in_rehearsal,
        state=NoticeState.QUEUED,
        contact_id=planned.target.contact.id,
        decided_on=planned.reader.today,
    )


def _key(order: ChaseOrder, target: Target, chosen: Chosen, *, today: date) -> str:
    """A name for what is previewed: whom, about what, on which day, with which words and reason.

    Not who asks: two people who ask the same are one request. Empty for nothing to ask.
    """
    if not chosen.asked:
        return ""
    parts = [
        target.agency.id,
        target.role.value,
        sorted([row.milestone.id, row.milestone.version] for row in chosen.asked),
        order.words.strip(),
        (order.again or "").strip(),
        today.isoformat(),
        chosen.in_rehearsal,
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:16]


def _refuse_too_many(chosen: Chosen) -> None:
    if len(chosen.asked) > MOST_AT_ONCE:
        raise Refused(
            f"That is {len(chosen.asked)} items, and nobody answers more than {MOST_AT_ONCE} at "
            "once. Name the actions, or leave out with --due-by what is due later."
        )
