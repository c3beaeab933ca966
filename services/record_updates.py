"""Recording what was said of many items at once: all of it, or nothing and every fault."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.milestones import Milestone, Update
from models.words import SaidState
from rules.wording import counted
from services.child_level import ChildDetailAsked
from services.errors import ServiceError
from services.find import key_of
from services.history import Subject, record
from services.record_update import Answer, record_update
from services.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of one item. ``place`` is where it stands, for a fault: ``3.1``, ``row 4``."""

    milestone: Milestone
    answer: Answer
    place: str


@dataclass(frozen=True, slots=True)
class Source:
    """The file it came in, with its hash; None for what was typed."""

    name: str | None = None
    sha256: str | None = None


class UpdatesRefused(ServiceError):
    """Nothing was recorded; the message holds every fault."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        lines = "\n".join(f"  {fault}" for fault in faults)
        super().__init__(f"{counted(len(faults), 'fault')}. Nothing was recorded.\n{lines}")


def record_updates(
    session: Session,
    said: Sequence[Said],
    *,
    source: Source,
    today: date,
    now: datetime,
    by: str,
    rulebook: Rulebook,
    no_child_confirmed: bool = False,
) -> list[Update]:
    """Keep what was said of each item, with one event for all of it.

    Raises `UpdatesRefused` with every fault, and `ChildDetailAsked` where nothing else is in the
    way; the door then undoes what was recorded before.
    """
    faults, asked = _twice(said), list[str]()
    updates: list[Update] = []
    for one in said:
        try:
            update = record_update(
                session,
                one.milestone,
                one.answer,
                today=today,
                now=now,
                by=by,
                rulebook=rulebook,
                no_child_confirmed=no_child_confirmed,
                is_batched=True,
            )
        except ChildDetailAsked as question:
            asked.append(f"{one.place}: {question}")
        except ServiceError as error:
            faults.append(f"{one.place}: {error}")
        else:
            updates.append(update)
    if faults:
        raise UpdatesRefused(faults)
    if asked:
        raise ChildDetailAsked("\n".join(asked))
    _record(session, said, updates, source=source, now=now, by=by)
    return updates


def _twice(said: Sequence[Said]) -> list[str]:
    """An item of which two different things would be said at once."""
    first: dict[int, Said] = {}
    faults = []
    for one in said:
        before = first.setdefault(key_of(one.milestone.id), one)
        if before is not one:
            faults.append(
                f"{one.place}: {one.milestone.ref} stands in {before.place} already. Keep one."
            )
    return faults


def _record(
    session: Session,
    said: Sequence[Said],
    updates: Sequence[Update],
    *,
    source: Source,
    now: datetime,
    by: str,
) -> None:
    """One event: how many, of which items, which are complete, and the digest of what was said."""
    inspections = {one.milestone.inspection_id for one in said}
    rows = [
        (one.milestone.ref, update.state, update.words, update.said_by, update.said_on.isoformat())
        for one, update in zip(said, updates, strict=True)
    ]
    digest = hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()
    record(
        session,
        now=now,
        actor=by,
        kind="updates_recorded",
        subject=Subject(
            "updates", updates[0].id, inspections.pop() if len(inspections) == 1 else None
        ),
        payload={
            "updates": len(updates),
            "items": [one.milestone.ref for one in said],
            "complete": [
                one.milestone.ref for one in said if one.answer.state is SaidState.COMPLETE
            ],
            "file": source.name,
            "file_sha256": source.sha256,
            "digest": digest,
        },
    )
