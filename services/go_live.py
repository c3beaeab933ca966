"""How far one body of one inspection is told: quiet, rehearsal, prepared or automatic (6.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.agencies import Agency
from models.inspections import Inspection, Participation
from models.milestones import Milestone
from models.queries.agencies import effective_agency, participation_row, predecessors_of
from models.queries.plans import milestones_of
from models.words import AgencyKind, BodyMode
from rules.wording import long_date
from services.errors import Refused
from services.find import key_of
from services.history import Subject, record
from services.rearm_action import rearm
from services.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class ModeChange:
    """What the change did: the mode before, and the items armed now."""

    participation: Participation
    before: BodyMode
    armed: tuple[Milestone, ...]


def set_mode(
    session: Session,
    inspection: Inspection,
    agency: Agency,
    *,
    mode: BodyMode,
    today: date,
    now: datetime,
    by: str,
    rulebook: Rulebook,
) -> ModeChange:
    """Set how far the body is told. Leaving quiet arms what is due to be asked.

    The council's own staff may start automatic; another body starts prepared and may be
    automatic after that. Raises `Refused` for an outside body, one that takes no part, or one
    that was succeeded.
    """
    ids = predecessors_of(session, key_of(agency.id), on=today)
    rows = [
        row
        for one in ids
        if (row := participation_row(session, inspection_id=key_of(inspection.id), agency_id=one))
    ]
    _check(session, inspection, agency, rows=rows, mode=mode, today=today)
    own = _own_row(session, inspection, agency, rows)
    before = rows[0].mode
    for row in {id(row): row for row in [own, *rows]}.values():
        row.mode = mode
        row.live_on = (row.live_on or today) if mode is not BodyMode.QUIET else row.live_on
        session.add(row)
    session.flush()
    armed = tuple(
        milestone
        for milestone in milestones_of(session, key_of(inspection.id), agency_ids=ids)
        if rearm(session, milestone, today=today, now=now, rulebook=rulebook)
    )
    record(
        session,
        now=now,
        actor=by,
        kind="body_mode_set",
        subject=Subject("agency", agency.id, inspection.id),
        payload={
            "agency": agency.ref,
            "before": before,
            "mode": mode,
            "armed": len(armed),
        },
    )
    return ModeChange(own, before, armed)


def _check(
    session: Session,
    inspection: Inspection,
    agency: Agency,
    *,
    rows: list[Participation],
    mode: BodyMode,
    today: date,
) -> None:
    if agency.kind is AgencyKind.OUTSIDE:
        raise Refused(f"{agency.name} is an outside body: it is shown and never asked.")
    current = effective_agency(session, key_of(agency.id), on=today)
    if current.id != agency.id and agency.succeeded_on is not None:
        raise Refused(
            f"{agency.name} was succeeded by {current.name} on "
            f"{long_date(agency.succeeded_on)}. Set {current.ref} instead."
        )
    if not rows:
        raise Refused(
            f"{agency.name} takes no part in {inspection.ref}. It does once an action names it."
        )
    may_be_automatic = agency.kind is AgencyKind.COUNCIL or rows[0].mode in (
        BodyMode.PREPARED,
        BodyMode.AUTOMATIC,
    )
    if mode is BodyMode.AUTOMATIC and not may_be_automatic:
        raise Refused(
            f"{agency.name} is another body, so it starts prepared: each message waits for your "
            "approval. Set it to prepared now, and to automatic when you trust what goes out."
        )


def _own_row(
    session: Session, inspection: Inspection, agency: Agency, rows: list[Participation]
) -> Participation:
    """The body's own row; a successor gets one when it is first set."""
    for row in rows:
        if row.agency_id == agency.id:
            return row
    row = Participation(inspection_id=key_of(inspection.id), agency_id=key_of(agency.id))
    session.add(row)
    return row
