"""Approving several messages at once: each is decided again, and all of it is one event.

With a mark, nothing is approved unless all of it still says what was read (design 7).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.queries.by_hand import lock_asking
from models.words import MessageState
from services.approval_lot import Apart, Lot, Sorted, refuse_if_empty, sort_lot
from services.approve_as_shown import Changed, the_mark
from services.approve_message import Approved, approve_read, post_of_now
from services.approver import who_approves
from services.as_it_reads import Read, all_as_they_read, mark_of_reads
from services.close_batch import close_batch, close_batch_if_done
from services.history import Subject, record
from services.what_changed import changes_of_lot

STILL_WAITS = "Above the lead: a person reads the brief and approves."


@dataclass(frozen=True, slots=True)
class LotApproved:
    """What became of each message: approved (or found to have nothing left), or still waiting,
    each of those with a sentence that says why."""

    by: str
    approved: tuple[Approved, ...]
    still_waiting: tuple[Apart, ...]


def approve_lot(
    session: Session,
    lot: Lot,
    *,
    by: str,
    today: date,
    now: datetime,
    as_shown: str | None = None,
) -> LotApproved | Changed:
    """Approve a lot; writes nothing where it reads otherwise than ``as_shown``, its mark.

    What goes above the lead waited for its own approval besides the brake's, and goes on waiting
    for it: a person reads each brief. Raises `NotFoundError`; `Refused` for an empty lot, a batch
    that was decided already (and says by whom), or what is no mark.
    """
    mark = the_mark(as_shown) if as_shown is not None else None
    # Before any row is locked: what is asked by hand yields to what a check queues at this moment.
    lock_asking(session)
    found = sort_lot(session, lot, to_decide=True)
    if lot.batch is None:
        refuse_if_empty(session, lot, found)
    reads = all_as_they_read(session, found.together, today=today, now=now)
    if mark is not None:
        present = mark_of_reads(reads, today=today)
        if not mark.says_the_same_as(present):
            return Changed(changes_of_lot(session, reads, mark, present), str(present))
    signed = who_approves(session, by, today=today)
    post = post_of_now(session, today=today, now=now)
    approved = tuple(
        approve_read(session, read, post=post, by=signed, today=today, now=now) for read in reads
    )
    _record(session, lot, found, reads, approved, by=signed, now=now)
    return LotApproved(signed, approved, found.apart)


def _record(
    session: Session,
    lot: Lot,
    found: Sorted,
    reads: Sequence[Read],
    approved: Sequence[Approved],
    *,
    by: str,
    now: datetime,
) -> None:
    """One event for the lot, with counts and the digest of its rows."""
    facts = {
        "messages": sum(one.shown is not None for one in approved),
        "cancelled": sum(one.shown is None for one in approved),
        "items": sum(len(read.seen.items) for read in reads),
        "left_out": sum(len(one.withdrawn) for one in approved),
        "digest": _digest(reads),
    }
    if found.batch is not None:
        _leave_those_above(session, found)
        close_batch(session, found.batch, released=True, by=by, now=now, reason=None, facts=facts)
        return
    record(
        session,
        now=now,
        actor=by,
        kind="messages_approved",
        subject=Subject("messages"),
        payload={"what": lot.words(session), **facts},
    )
    for batch_id in {one.batch_id for one in found.together if one.batch_id is not None}:
        close_batch_if_done(session, batch_id, released=True, by=by, now=now)


def _leave_those_above(session: Session, found: Sorted) -> None:
    """Of a batch, what goes above the lead waits on, by itself."""
    for one in found.apart:
        one.message.batch_id, one.message.held_because = None, STILL_WAITS
        session.add(one.message)


def _digest(reads: Sequence[Read]) -> str:
    """Over each message's number, what became of it, and the notices that it says."""
    digest = hashlib.sha256()
    for read in reads:
        state = MessageState(read.message.state).value
        digest.update(f"{read.seen.number} {state} {sorted(read.seen.items)}\n".encode())
    return digest.hexdigest()
