"""Pausing what goes out to a body, about an inspection, or altogether; statutory dates go on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.agencies import Agency
from models.inspections import Inspection
from models.installation import Pause
from models.words import PauseScope
from rules.wording import long_date
from services.errors import Refused
from services.history import Subject, record


@dataclass(frozen=True, slots=True)
class NewPause:
    """Both days belong to the pause. Neither ``agency`` nor ``inspection``: everything."""

    starts_on: date
    ends_on: date
    reason: str
    agency: Agency | None = None
    inspection: Inspection | None = None

    @property
    def scope(self) -> PauseScope:
        """What it covers."""
        if self.agency is not None:
            return PauseScope.AGENCY
        return PauseScope.INSPECTION if self.inspection is not None else PauseScope.EVERYTHING


def pause_sending(
    session: Session, order: NewPause, *, today: date, now: datetime, by: str
) -> Pause:
    """Set the pause. Nothing is dropped: what is due then goes after it, once.

    Raises `Refused` without a reason or an end, or for both a body and an inspection.
    """
    _check(order, today=today)
    pause = Pause(
        scope=order.scope,
        agency_id=order.agency.id if order.agency else None,
        inspection_id=order.inspection.id if order.inspection else None,
        starts_on=order.starts_on,
        ends_on=order.ends_on,
        reason=order.reason.strip(),
        set_by=by,
    )
    session.add(pause)
    session.flush()
    record(
        session,
        now=now,
        actor=by,
        kind="pause_set",
        subject=Subject("pause", pause.id, pause.inspection_id),
        payload={
            "scope": pause.scope,
            "agency": order.agency.ref if order.agency else None,
            "inspection": order.inspection.ref if order.inspection else None,
            "starts_on": pause.starts_on,
            "ends_on": pause.ends_on,
            "reason": pause.reason,
        },
    )
    return pause


def end_pause(session: Session, pause: Pause, *, today: date, now: datetime, by: str) -> Pause:
    """End a pause before its day. Raises `Refused` if it is over."""
    if pause.ended_early_on is not None or pause.ends_on < today:
        raise Refused(f"Pause {pause.id} is over.")
    pause.ended_early_on = today
    session.add(pause)
    record(
        session,
        now=now,
        actor=by,
        kind="pause_ended",
        subject=Subject("pause", pause.id, pause.inspection_id),
        payload={"ended_on": today, "was_to_end_on": pause.ends_on},
    )
    return pause


def _check(order: NewPause, *, today: date) -> None:
    if order.agency is not None and order.inspection is not None:
        raise Refused("A pause covers a body, an inspection, or everything; set two if need be.")
    if not order.reason.strip():
        raise Refused("A pause needs a reason.")
    if order.ends_on < max(order.starts_on, today):
        raise Refused(f"{long_date(order.ends_on)} cannot end this pause. Give a later day.")
