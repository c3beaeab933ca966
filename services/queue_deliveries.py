"""Queueing a message: a delivery to its person, and a copy to the body's deputy.

The daily check queues what goes by itself, a person's approval what waited. Both meet the same
rule of the day: nothing goes to another body late on the last working day before days off, when
it would lie unread.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from models.agencies import Contact
from models.bulk import insert_rows
from models.ledger import Delivery
from models.words import Channel, ContactRole, DeliveryState, MessageKind
from rules.routing import Body
from services.opening import LONDON, london_time
from services.situation import Situation
from services.surroundings import Surroundings
from services.teams_channel import cards_can_go

DELIVERIES: sa.Table = SQLModel.metadata.tables[str(Delivery.__tablename__)]
ONE_DAY = timedelta(days=1)
# What a whole channel may read. What is raised, and what goes to one person, is for that person.
ON_CARDS = (
    MessageKind.DIGEST,
    MessageKind.STATUTORY,
    MessageKind.COURTESY,
    MessageKind.UPDATE_REQUEST,
    MessageKind.RESOLVED,
)


class Addressed(Protocol):
    """What of a written message decides its deliveries."""

    @property
    def id(self) -> int | None:
        """Its number."""

    @property
    def contact_id(self) -> int:
        """Whom it is for."""

    @property
    def kind(self) -> MessageKind:
        """What it is."""

    @property
    def rehearsal(self) -> bool:
        """Whether it goes to the manager alone."""


@dataclass(frozen=True)
class Post:
    """The day's post: with whom copied, and from when it may leave.

    ``own_at`` holds for the council's own staff, ``others_at`` for every other body.
    """

    contacts: Mapping[int, Contact]
    deputies: Mapping[int, int]
    body_kinds: Mapping[int, Body]
    own_at: datetime
    others_at: datetime

    def leaves_at(self, contact_id: int) -> datetime:
        """From when a message to this person may leave."""
        contact = self.contacts.get(contact_id)
        kind = self.body_kinds.get(contact.agency_id) if contact else None
        return self.own_at if kind is Body.OWN_STAFF else self.others_at


def post_of(situation: Situation, around: Surroundings, *, at: datetime) -> Post:
    """The post of a moment: what is queued now may leave at ``at``, or later for other bodies."""
    return Post(
        contacts=situation.contacts,
        deputies=situation.deputies,
        body_kinds=situation.people.body_kinds,
        own_at=at,
        others_at=to_others_at(at, around),
    )


def to_others_at(at: datetime, around: Surroundings) -> datetime:
    """The first moment from ``at`` on at which something may go to another body.

    On a day before days off (a Friday, the eve of a closure) nothing goes after the council's
    ``partners_not_after``, nor on the days off; it then goes on the next working day, when that
    day's messages go.
    """
    local = at.astimezone(LONDON)
    today = local.date()
    order = around.council.day
    if around.sending.is_working_day(today):
        is_eve = not around.sending.is_working_day(today + ONE_DAY)
        if not is_eve or local.time() <= order.partners_not_after:
            return at
    following = around.sending.working_days_after(today, 1).result
    return london_time(following, order.send_at)


def queue_deliveries(
    session: Session, message: Addressed, *, post: Post, at: datetime | None = None
) -> list[Delivery]:
    """Queue the message to its person, with a copy to the deputy of a single point of contact,
    and one as a card to the Teams channel that the person's role names.

    ``at`` overrides when it may leave. A rehearsal has no copy.
    """
    queued = [Delivery(**row) for row in _rows(session, message, post=post, at=at)]
    session.add_all(queued)
    return queued


def queue_many(session: Session, messages: Iterable[Addressed], *, post: Post) -> None:
    """The same for very many new messages, in one statement."""
    rows = [row for message in messages for row in _rows(session, message, post=post)]
    insert_rows(session, DELIVERIES, rows)


def _rows(
    session: Session, message: Addressed, *, post: Post, at: datetime | None = None
) -> list[dict[str, Any]]:
    """Columns of the deliveries of a message: to its person first."""
    contact = post.contacts.get(message.contact_id)
    roads = [(message.contact_id, Channel.MAIL)]
    if contact is not None and not message.rehearsal:
        roads += _copies(session, message, contact, post=post)
    return [
        {
            "message_id": message.id or 0,
            "contact_id": contact_id,
            "is_copy": number > 0,
            "channel": channel,
            "state": DeliveryState.QUEUED,
            "not_before": at or post.leaves_at(message.contact_id),
            "attempts": 0,
        }
        for number, (contact_id, channel) in enumerate(roads)
    ]


def _copies(
    session: Session, message: Addressed, contact: Contact, *, post: Post
) -> Iterator[tuple[int, Channel]]:
    deputy = post.deputies.get(contact.agency_id)
    if contact.role is ContactRole.SPOC and deputy not in (None, message.contact_id):
        yield deputy, Channel.MAIL
    if contact.teams_channel and message.kind in ON_CARDS and cards_can_go(session):
        yield message.contact_id, Channel.TEAMS
