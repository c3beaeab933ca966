"""What the passing of days does by itself, before a day is decided.

A letter whose day of publication has come is embargoed no longer. An item that was paused until a
day goes on after it. A duty that a minute or the
plan's agreement has met is closed, so that nobody is reminded of it. Where the calendar or the
framework is another version than a key date was counted with (a new release, say), the open dates
are counted anew: earlier ones apply at once, later ones wait for a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.inspections import Inspection
from models.milestones import Milestone
from models.queries.inspections import embargoes_to_lift
from models.queries.key_dates import open_rule_milestones
from models.words import MilestoneState
from services.act import Act
from services.apply_holidays import MovedDate, name_of
from services.close_recorded import close_if_recorded
from services.framework_tasks import framework_named
from services.history import Subject, record
from services.recount import BASIS, recount
from services.resume_milestone import resume_ended_pauses
from services.rulebook import standing_rulebook

BY = "the daily check"


@dataclass(frozen=True, slots=True)
class BroughtUp:
    """The references of inspections whose embargo was lifted, of items that go on after a pause
    and of duties that were closed; and the dates that moved or wait."""

    lifted: tuple[str, ...] = ()
    resumed: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    dates: tuple[MovedDate, ...] = ()


def bring_up_to_date(session: Session, *, today: date, now: datetime) -> BroughtUp:
    """Do all of it; safe to repeat, and cheap where nothing has changed."""
    act = Act(by=BY, today=today, now=now, rulebook=standing_rulebook())
    lifted = tuple(lift_embargo(session, one, act=act) for one in embargoes_to_lift(session, today))
    ended = resume_ended_pauses(session, today=today, now=now, by=BY, rulebook=act.rulebook)
    resumed = tuple(one.ref for one in ended)
    open_ones = open_rule_milestones(session)
    closed = tuple(one.ref for one in open_ones if close_if_recorded(session, one, act=act))
    moved: list[MovedDate] = []
    for inspection in _counted_otherwise(session, open_ones, act=act):
        dates = recount(
            session,
            inspection,
            act=act,
            reason="the calendar or the framework is a newer version",
            past_date_confirmed=True,
        )
        moved += [MovedDate(name_of(inspection), one) for one in dates if one.differs]
    return BroughtUp(lifted, resumed, closed, tuple(moved))


def lift_embargo(session: Session, inspection: Inspection, *, act: Act) -> str:
    """Let everybody see the inspection from now on, and say so in its history."""
    inspection.embargoed = False
    session.add(inspection)
    record(
        session,
        now=act.now,
        actor=act.by,
        kind="embargo_lifted",
        subject=Subject("inspection", inspection.id, inspection.id),
        payload={"published_on": inspection.published_on},
    )
    return inspection.ref


def _counted_otherwise(
    session: Session, milestones: Sequence[Milestone], *, act: Act
) -> list[Inspection]:
    """The inspections with an open key date that was counted with other files than those in force.

    A date that waits for a person was noted with its old files, and so is looked at again.
    """
    calendar = act.rulebook.calendar
    in_force = f"{calendar.division} {calendar.version}"
    found: dict[int, Inspection] = {}
    for milestone in milestones:
        if milestone.inspection_id in found or milestone.state is not MilestoneState.OPEN:
            continue
        basis = milestone.reading.get(BASIS)
        if not isinstance(basis, dict):
            continue
        inspection = session.get_one(Inspection, milestone.inspection_id)
        framework = framework_named(inspection.framework)
        files = (basis.get("calendar"), basis.get("framework"))
        if files != (in_force, f"{framework.key} {framework.version}"):
            found[milestone.inspection_id] = inspection
    return list(found.values())
