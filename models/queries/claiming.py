"""What a worker reads and writes for each message: a few statements, made once a process.

Making a statement anew takes ten times as long as the database needs to run it, and a worker runs
these for every message. So they are made once, and read and write columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
import sqlalchemy.orm
from sqlmodel import Session, col

from models.ledger import Delivery, Message
from models.prepared import Prepared
from models.tables import METADATA
from models.words import Channel, DeliveryState, MessageKind, MessageState, NoticeState

TABLES = METADATA.tables
DELIVERY, MESSAGE = TABLES["delivery"], TABLES["message"]
NOTICE, CONTACT = TABLES["notice"], TABLES["contact"]
OPEN = (DeliveryState.QUEUED, DeliveryState.SENDING)

# What a claim writes with the delivery: who has it, until when, and what will be sent.
CLAIMED = (
    "claim_token",
    "claimed_at",
    "lease_until",
    "carrier",
    "sent_to",
    "subject",
    "raw",
    "message_id_header",
    "in_reply_to",
    "diverted_from",
)
_NOW: sa.BindParameter[datetime] = sa.bindparam("now", type_=DELIVERY.c.not_before.type)


def _is_one_of(column: sa.Column[Any], words: Sequence[str]) -> sa.ColumnElement[bool]:
    """``IN`` for a prepared statement, which may hold no list."""
    return sa.or_(*(column == word for word in words))


def _its_mail_is_open() -> sa.ColumnElement[bool]:
    """A card follows its mail: until that has an outcome nobody knows whether there is a copy."""
    mail = sa.orm.aliased(Delivery)
    return (
        sa.exists()
        .where(
            col(mail.message_id) == col(Delivery.message_id),
            col(mail.is_copy).is_(False),
            col(mail.state).in_(OPEN),
        )
        .correlate(Delivery)
    )


MAY_GO = (
    col(Delivery.state) == DeliveryState.QUEUED,
    col(Message.state) == MessageState.QUEUED,
    sa.or_(col(Delivery.not_before).is_(None), col(Delivery.not_before) <= _NOW),
    sa.or_(col(Delivery.channel) != Channel.TEAMS, ~_its_mail_is_open()),
)
NEXT = (
    sa.select(col(Delivery.id))
    .join(Message, col(Message.id) == col(Delivery.message_id))
    .where(*MAY_GO, col(Delivery.channel) == sa.bindparam("channel"))
    .order_by(
        col(Message.kind) != MessageKind.STATUTORY,
        col(Delivery.not_before).is_not(None),
        col(Delivery.not_before),
        col(Delivery.id),
    )
    .limit(sa.bindparam("at_most"))
)
TO_CLAIM = (
    sa.select(Delivery, Message)
    .join(Message, col(Message.id) == col(Delivery.message_id))
    .where(col(Delivery.id) == sa.bindparam("number"), *MAY_GO)
    .with_for_update(skip_locked=True, of=Delivery)
    .execution_options(populate_existing=True)
)
CLAIM = Prepared(
    DELIVERY.update()
    .where(DELIVERY.c.id == sa.bindparam("number"), DELIVERY.c.state == DeliveryState.QUEUED)
    .values(
        state=DeliveryState.SENDING,
        attempts=DELIVERY.c.attempts + 1,
        **{name: sa.bindparam(f"its_{name}", type_=DELIVERY.c[name].type) for name in CLAIMED},
    )
)
FINISH = Prepared(
    DELIVERY.update()
    .where(
        DELIVERY.c.id == sa.bindparam("number"),
        DELIVERY.c.claim_token == sa.bindparam("token"),
        DELIVERY.c.state == DeliveryState.SENDING,
    )
    .values(
        state=sa.bindparam("outcome_state", type_=DELIVERY.c.state.type),
        outcome_code=sa.bindparam("code"),
        outcome=sa.bindparam("words"),
        settled_at=sa.bindparam("now", type_=DELIVERY.c.settled_at.type),
    )
)
SETTLE_NOTICES = Prepared(
    NOTICE.update()
    .where(
        NOTICE.c.message_id == sa.bindparam("message"),
        _is_one_of(NOTICE.c.state, (NoticeState.QUEUED, NoticeState.UNKNOWN)),
    )
    .values(
        state=sa.bindparam("told", type_=NOTICE.c.state.type),
        told_on=sa.bindparam("day", type_=NOTICE.c.told_on.type),
    )
)
CLOSE_MESSAGE = Prepared(
    MESSAGE.update()
    .where(
        MESSAGE.c.id == sa.bindparam("message"),
        MESSAGE.c.state == MessageState.QUEUED,
        ~sa.exists()
        .where(DELIVERY.c.message_id == MESSAGE.c.id, _is_one_of(DELIVERY.c.state, OPEN))
        .correlate(MESSAGE),
    )
    .values(state=MessageState.CLOSED)
)
INTRODUCED = Prepared(
    CONTACT.update()
    .where(
        CONTACT.c.id
        == sa.select(MESSAGE.c.contact_id)
        .where(MESSAGE.c.id == sa.bindparam("message"), MESSAGE.c.introduces.is_(True))
        .scalar_subquery(),
        CONTACT.c.introduced_on.is_(None),
    )
    .values(introduced_on=sa.bindparam("day", type_=CONTACT.c.introduced_on.type))
)


def deliveries_that_may_go(
    session: Session, *, channel: Channel, now: datetime, limit: int
) -> list[int]:
    """The numbers of queued deliveries of a channel that may go now, in the day's order.

    Statutory dates go first, then whatever was due to leave first, then in the order in which
    they were queued.
    """
    asked = {"channel": channel, "now": now, "at_most": limit}
    return [number or 0 for (number,) in session.connection().execute(NEXT, asked)]


def delivery_to_claim(
    session: Session, number: int, *, now: datetime
) -> tuple[Delivery, Message] | None:
    """A delivery that may still go, with its message, locked until this transaction ends.

    None where somebody else has it or it is no longer queued: a row that another worker or a
    person is looking at is passed over on Postgres, and SQLite has one writer at a time.
    """
    row = session.execute(TO_CLAIM, {"number": number, "now": now}).one_or_none()
    return None if row is None else (row[0], row[1])


def claim_delivery(session: Session, number: int, *, values: Mapping[str, Any]) -> bool:
    """Claim a queued delivery with the values of `CLAIMED`; false if it is queued no longer."""
    given = {f"its_{name}": values[name] for name in CLAIMED}
    return bool(CLAIM.run(session, {"number": number, **given}))


def finish_delivery(
    session: Session,
    number: int,
    *,
    token: str,
    state: DeliveryState,
    code: str,
    words: str,
    now: datetime,
) -> bool:
    """Give a delivery its outcome while the claim stands; false if it stands no longer."""
    given = {
        "number": number,
        "token": token,
        "outcome_state": state,
        "code": code,
        "words": words,
        "now": now,
    }
    return bool(FINISH.run(session, given))


def settle_notices(
    session: Session, *, message_id: int, state: NoticeState, told_on: date | None
) -> None:
    """Give every waiting notice of a message its outcome at once."""
    SETTLE_NOTICES.run(session, {"message": message_id, "told": state, "day": told_on})


def close_message_if_done(session: Session, message_id: int) -> bool:
    """Close a message that is on its way once none of its deliveries is open."""
    return bool(CLOSE_MESSAGE.run(session, {"message": message_id}))


def mark_introduced(session: Session, message_id: int, *, day: date) -> None:
    """Note that the reader of this message was written to for the first time, if it says so."""
    INTRODUCED.run(session, {"message": message_id, "day": day})
