"""Correcting an update that was recorded wrongly: a new row that names the old one."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from models.milestones import Milestone, Update
from models.queries.plans import updates_of
from models.words import MilestoneState, SaidState
from services.errors import Refused
from services.record_update import Answer, check_answer, record_update
from services.reopen_item import reopen_item
from services.rulebook import Rulebook


def correct_update(
    session: Session,
    update: Update,
    answer: Answer,
    *,
    today: date,
    now: datetime,
    by: str,
    rulebook: Rulebook,
    no_child_confirmed: bool = False,
) -> Update:
    """Record what was really said. The first record stays, and both show that it was corrected.

    A *complete* that was none opens the item again; a *complete* that was missed begins the three
    steps. Raises `Refused` for an update that was corrected before: correct the newest one.
    """
    milestone = session.get_one(Milestone, update.milestone_id)
    for other in updates_of(session, update.milestone_id):
        if other.corrects_id == update.id:
            raise Refused(
                f"Update {update.id} was corrected by update {other.id}; correct that one."
            )
    # What will be refused is refused before anything is undone.
    check_answer(session, milestone, answer, said_on=answer.said_on or today, today=today)
    was_complete = update.state is SaidState.COMPLETE
    if was_complete and milestone.state is MilestoneState.REPORTED_COMPLETE:
        reopen_item(
            session,
            milestone,
            because="the report that it was complete was corrected",
            today=today,
            now=now,
            rulebook=rulebook,
        )
    return record_update(
        session,
        milestone,
        answer,
        today=today,
        now=now,
        by=by,
        rulebook=rulebook,
        no_child_confirmed=no_child_confirmed,
        corrects=update,
    )
