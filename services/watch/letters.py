"""The regular letters of the council's own people: the manager's of the day, the director's of
the week. Their text is made when they are claimed; here it is decided whether they are due."""

from __future__ import annotations

from datetime import time

from models.queries.reports import came_back_unmarked, waiting_reports
from models.queries.watching import waits_in_outbox
from models.words import MessageKind
from rules.routing import Mode
from rules.sending_days import is_its_day
from services.opening import london_time
from services.situation import Situation
from services.surroundings import Surroundings
from services.watch.long_waits import copy_to_the_deputy
from services.watch.plan import SweepPlan
from services.watch.write import Made, Writing, Written, write_message

MANAGER = "manager"
DCS_WEEK = "dcs-week"


def write_letters(
    writing: Writing,
    situation: Situation,
    around: Surroundings,
    plan: SweepPlan,
    written: Written,
) -> None:
    """Queue the letters that are due. Nothing goes while every body is quiet."""
    if all(mode is Mode.QUIET for mode in situation.modes.values()):
        return
    _manager_daily(writing, situation, around, plan, written)
    _dcs_weekly(writing, situation, around, written)


def _manager_daily(
    writing: Writing,
    situation: Situation,
    around: Surroundings,
    plan: SweepPlan,
    written: Written,
) -> None:
    manager = situation.people.of_council.get("programme_manager")
    if manager is None or not manager.is_usable:
        return
    letter = _written_already(written)
    if letter is None:
        news = bool(written.messages or written.briefs or plan.trouble or written.news)
        if not news and not _needs_a_look(writing):
            return
        letter = write_message(
            writing,
            contact_id=manager.contact_id,
            kind=MessageKind.MANAGER_DAILY,
            grouping=MANAGER,
            written=written,
            # At once: it says what will go at ten, so that the manager can hold it before.
            goes_at=writing.now,
        )
    if not letter.rehearsal:
        copy_to_the_deputy(writing, situation, around, letter)


def _needs_a_look(writing: Writing) -> bool:
    """Whether something waits for a person, or came back since the day before this one."""
    last_day = writing.sweep.previous_day or writing.today
    return (
        waits_in_outbox(writing.session)
        or waiting_reports(writing.session) > 0
        or bool(came_back_unmarked(writing.session, since=london_time(last_day, time.min)))
    )


def _written_already(written: Written) -> Made | None:
    """The letter that the manager's own items (checks we owe) have brought with them."""
    letters = (one for one in written.messages if one.kind == MessageKind.MANAGER_DAILY)
    return next(letters, None)


def _dcs_weekly(
    writing: Writing, situation: Situation, around: Surroundings, written: Written
) -> None:
    dcs = situation.people.of_council.get("dcs")
    if dcs is None or not dcs.is_usable:
        return
    if not is_its_day(
        around.council.own_staff.dcs_weekday,
        today=writing.today,
        previous_day=writing.sweep.previous_day,
        calendar=around.sending,
    ):
        return
    write_message(
        writing,
        contact_id=dcs.contact_id,
        kind=MessageKind.DCS_WEEKLY,
        grouping=DCS_WEEK,
        written=written,
    )
