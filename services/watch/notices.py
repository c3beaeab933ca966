"""Writing the lines of the ledger: which are alike, and in how few statements they go in.

The lines of one message keep the order in which they were decided, since it is read in that order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from models.bulk import insert_alike, insert_similar
from models.ledger import Notice
from models.words import NoticeState, SubjectKind
from rules.folding import Candidate
from rules.ladders import Step, Subject
from rules.windows import Window

Item = tuple[Candidate, Window, Subject]
NOTICES: sa.Table = SQLModel.metadata.tables[str(Notice.__tablename__)]
SUBJECT_KINDS = {Subject.MILESTONE: SubjectKind.MILESTONE, Subject.CHECK: SubjectKind.CHECK}
# From here on it is worth a statement of its own to send the items alone.
MANY = 200


@dataclass(frozen=True, slots=True)
class NoticeGroup:
    """Notices that share all but their item and step."""

    items: list[Item]
    state: NoticeState
    contact_id: int | None = None
    message_id: int | None = None
    brief_id: int | None = None
    reason: str | None = None


def insert_groups(
    session: Session, groups: Iterable[NoticeGroup], *, sweep_id: int | None, today: date
) -> None:
    """Write the notices in their order; the index ``uq_notice_once`` keeps each to one."""
    of_all = {"sweep_id": sweep_id, "decided_on": today}
    for (shared, is_many), together in groupby(_pieces(groups), key=_goes_with):
        in_all = {**shared._asdict(), **of_all}
        pieces = list(together)
        if not is_many:
            _insert_pieces(session, pieces, shared=in_all)
            continue
        for piece in pieces:
            alike = in_all | piece.alike._asdict()
            insert_alike(
                session, NOTICES, shared=alike, varying="subject_id", numbers=piece.numbers
            )


def digest_of(groups: Iterable[NoticeGroup]) -> str:
    """A digest of the notices a sweep wrote, for its one event in History."""
    digest = hashlib.sha256()
    for group in groups:
        lines = [
            f"{one.subject_id} {one.version} {window.step.rung_id} {window.step.occurrence}"
            for one, window, _ in group.items
        ]
        digest.update("\n".join((group.state.value, str(group.contact_id), *lines)).encode())
    return digest.hexdigest()


class _Shared(NamedTuple):
    """Columns that are the same in all of a large day's messages, or nearly so."""

    state: NoticeState
    brief_id: int | None
    reason: str | None


class _Alike(NamedTuple):
    """Columns in which the notices of one step and message are alike."""

    subject_kind: SubjectKind
    deadline_version: int
    rung_id: str
    occurrence: int
    audience: str
    rehearsal: bool
    contact_id: int | None
    message_id: int | None


class _Piece(NamedTuple):
    """Notices that differ in their item alone."""

    shared: _Shared
    alike: _Alike
    numbers: list[int]


def _goes_with(piece: _Piece) -> tuple[_Shared, bool]:
    return piece.shared, len(piece.numbers) >= MANY


def _insert_pieces(session: Session, pieces: Sequence[_Piece], *, shared: dict[str, Any]) -> None:
    """Many small pieces in one statement."""
    rows = [(number, *piece.alike) for piece in pieces for number in piece.numbers]
    insert_similar(
        session, NOTICES, shared=shared, varying=("subject_id", *_Alike._fields), rows=rows
    )


def _pieces(groups: Iterable[NoticeGroup]) -> Iterator[_Piece]:
    for group in groups:
        shared = _Shared(group.state, group.brief_id, group.reason)
        for same, numbers in _by_step(group.items).items():
            yield _Piece(shared, _alike(same, group), numbers)


def _alike(same: _Same, group: NoticeGroup) -> _Alike:
    return _Alike(
        subject_kind=SUBJECT_KINDS[same.subject],
        deadline_version=same.version,
        rung_id=same.step.rung_id,
        occurrence=same.step.occurrence,
        audience=same.step.audience.value,
        rehearsal=same.rehearsal,
        contact_id=group.contact_id,
        message_id=group.message_id,
    )


class _Same(NamedTuple):
    """What notices of one group may differ in, besides their item."""

    step: Step
    subject: Subject
    version: int
    rehearsal: bool


def _by_step(items: Iterable[Item]) -> dict[_Same, list[int]]:
    """The items by step, version and rehearsal. A window's identity stands for its step while
    they are sorted: hashing a step a hundred thousand times takes its time."""
    found: dict[tuple[int, int, int], list[int]] = {}
    met: dict[int, tuple[Step, Subject]] = {}
    for one, window, subject in items:
        met.setdefault(id(window), (window.step, subject))
        found.setdefault((id(window), one.version, one.rehearsal), []).append(one.subject_id)
    same: dict[_Same, list[int]] = {}
    for (window_id, version, rehearsal), numbers in found.items():
        same.setdefault(_Same(*met[window_id], version, bool(rehearsal)), []).extend(numbers)
    return same
