"""Deliveries that went, and that the database shows as queued because it lost its newest commits.

See `services.claims_journal`. Called in the first transaction of a delivery run, which holds the
lock that a claim needs: whatever is queued then was never claimed, or was put back and the
journal says so. What the journal says was handed over is *not known*, and a person looks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlmodel import Session

from models.ledger import Delivery
from models.queries.claims import (
    QueuedDelivery,
    deliveries_numbered,
    highest_delivery,
    locked_deliveries,
    queued_deliveries,
    renumber_delivery,
)
from services.claims_journal import ClaimsJournal, Letter

FORGOTTEN = (
    "The database is older than this delivery: the record beside it says that it was handed "
    "over, the database did not know. It was restored, or lost its newest changes."
)


def forgotten_claims(session: Session, journal: ClaimsJournal) -> Sequence[Delivery]:
    """The queued deliveries that were handed over in a life the database does not remember.

    One that a restored database made anew is known by its message, whatever its number. A
    number that the forgotten life gave to another message is replaced, since two messages with
    one Message-ID look like one to the reader's mail system.
    """
    queued = queued_deliveries(session)
    claims = journal.claims() if queued else {}
    if not claims:
        return ()
    forgotten = _forgotten(queued, claims, remembered=_remembered(session, queued, claims))
    taken = [one.delivery_id for one in queued if one.delivery_id in claims]
    highest = max(*claims, highest_delivery(session))
    for number in taken:
        if number not in forgotten:
            highest += 1
            renumber_delivery(session, number, to=highest)
    return locked_deliveries(session, forgotten) if forgotten else ()


def sent_by_a_forgotten_life(session: Session, journal: ClaimsJournal) -> int:
    """How many deliveries were handed over whose numbers the database has not come to yet.

    More than none means that it was put back older than it was, and has sent little since.
    """
    highest = highest_delivery(session)
    return sum(number > highest for number in journal.claims())


def _forgotten(
    queued: Sequence[QueuedDelivery],
    claims: Mapping[int, Letter],
    *,
    remembered: set[int],
) -> set[int]:
    lost_of: dict[Letter, set[int]] = defaultdict(set)
    for number, letter in claims.items():
        if number not in remembered:
            lost_of[letter].add(number)
    return {
        one.delivery_id
        for one in queued
        if one.delivery_id in lost_of.get(_letter(one), ())
        # A person who asked for it again knew that one had gone.
        or (one.again_id is None and lost_of.get(_letter(one)))
    }


def _remembered(
    session: Session, queued: Sequence[QueuedDelivery], claims: Mapping[int, Letter]
) -> set[int]:
    """Claims of which the database knows that they were made.

    Only those about a message that is queued matter, so the rest, nearly all, are not looked up.
    """
    letters = {_letter(one) for one in queued}
    waiting = {one.delivery_id for one in queued}
    asked = [number for number, letter in claims.items() if letter in letters]
    found = deliveries_numbered(session, [one for one in asked if one not in waiting])
    return {one.delivery_id for one in found if _letter(one) == claims[one.delivery_id]}


def _letter(row: QueuedDelivery) -> Letter:
    return Letter(row.contact_id, row.channel.value, row.is_copy, row.grouping, row.london_date)
