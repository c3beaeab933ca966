"""Recording what a body said of an item. An update is never overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from models.milestones import Milestone, Update
from models.queries.agencies import effective_agency
from models.queries.plans import current_version, updates_of
from models.words import Rating, SaidState, UpdateChannel
from rules.wording import long_date
from services.child_level import refuse_child_detail
from services.errors import Refused
from services.find import key_of
from services.history import Subject, record
from services.report_complete import Completion, check_completion, report_complete
from services.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said, by whom and how. ``said_on`` is today if null.

    ``done_on`` belongs to *complete* and is asked for there; ``evidence`` is a reference.
    """

    state: SaidState
    said_by: str
    channel: UpdateChannel
    words: str = ""
    rating: Rating | None = None
    forecast: date | None = None
    done_on: date | None = None
    evidence: str | None = None
    said_on: date | None = None


def record_update(
    session: Session,
    milestone: Milestone,
    answer: Answer,
    *,
    today: date,
    now: datetime,
    by: str,
    rulebook: Rulebook,
    no_child_confirmed: bool = False,
    corrects: Update | None = None,
    is_batched: bool = False,
) -> Update:
    """Keep what was said; *complete* begins the three steps. ``by`` is who records it.

    A body that has answered is left alone for a while (the ladder says how long); what the
    manager notes alone is no answer of the body. ``is_batched``: the caller writes one event for
    the whole batch. Raises `Refused` for "no change" of an item past
    its date, dates that cannot be, and anything that identifies a child.
    """
    said_on = answer.said_on or today
    check_answer(session, milestone, answer, said_on=said_on, today=today)
    completion = _completion(answer, said_on=said_on)
    if completion is not None:
        check_completion(milestone, completion, today=today)
    refuse_child_detail(
        {"the words": answer.words, "the evidence": answer.evidence, "the name": answer.said_by},
        no_child_confirmed=no_child_confirmed,
    )
    update = _stored(session, milestone, answer, said_on=said_on, now=now, by=by, corrects=corrects)
    if answer.channel is not UpdateChannel.MANAGER:
        _note_answered(session, milestone, said_on)
    if completion is not None:
        report_complete(
            session,
            milestone,
            completion,
            today=today,
            now=now,
            by=by,
            rulebook=rulebook,
            is_batched=is_batched,
        )
    if is_batched:
        return update
    record(
        session,
        now=now,
        actor=by,
        kind="update_corrected" if corrects else "update_recorded",
        subject=Subject("update", update.id, milestone.inspection_id),
        payload=_payload(update, milestone),
    )
    return update


def _payload(update: Update, milestone: Milestone) -> dict[str, Any]:
    return {
        "milestone": milestone.ref,
        "state": update.state,
        "rating": update.rating,
        "words": update.words,
        "forecast": update.forecast,
        "done_on": update.done_on,
        "said_on": update.said_on,
        "said_by": update.said_by,
        "channel": update.channel,
        "corrects": update.corrects_id,
    }


def _completion(answer: Answer, *, said_on: date) -> Completion | None:
    if answer.state is not SaidState.COMPLETE or answer.done_on is None:
        return None
    return Completion(answer.done_on, said_on, answer.evidence)


def check_answer(
    session: Session, milestone: Milestone, answer: Answer, *, said_on: date, today: date
) -> None:
    """Raise `Refused` for what cannot have been said so."""
    if not answer.said_by.strip():
        raise Refused("Say who gave this update.")
    if said_on > today:
        raise Refused(f"{long_date(said_on)} has not come yet. When was it said?")
    if answer.forecast is not None and answer.forecast < said_on:
        raise Refused("A forecast lies on or after the day it was given.")
    if answer.state is SaidState.COMPLETE:
        if answer.done_on is None:
            raise Refused("When was it done? Lateness is judged by that day.")
        return
    if answer.done_on is not None or answer.evidence:
        raise Refused("A day on which it was done, and evidence, belong to 'complete'.")
    if answer.state is SaidState.NO_CHANGE:
        _check_no_change(session, milestone, said_on=said_on)


def _check_no_change(session: Session, milestone: Milestone, *, said_on: date) -> None:
    if milestone.due is not None and milestone.due < said_on:
        raise Refused(
            f"{milestone.ref} was due on {long_date(milestone.due)}. After that day 'no change' "
            "says nothing: ask for the state and a new forecast."
        )
    if not updates_of(session, key_of(milestone.id)):
        raise Refused(f"Nothing was said of {milestone.ref} before, so nothing can be unchanged.")


def _stored(
    session: Session,
    milestone: Milestone,
    answer: Answer,
    *,
    said_on: date,
    now: datetime,
    by: str,
    corrects: Update | None,
) -> Update:
    update = Update(
        milestone_id=key_of(milestone.id),
        agency_id=key_of(effective_agency(session, milestone.agency_id, on=said_on).id),
        said_on=said_on,
        state=answer.state,
        rating=answer.rating,
        words=answer.words.strip(),
        forecast=answer.forecast,
        done_on=answer.done_on,
        channel=answer.channel,
        said_by=answer.said_by.strip(),
        recorded_by=by,
        recorded_at=now,
        corrects_id=corrects.id if corrects else None,
    )
    session.add(update)
    session.flush()
    return update


def _note_answered(session: Session, milestone: Milestone, said_on: date) -> None:
    version = current_version(session, key_of(milestone.id))
    if version is not None and (version.answered_on is None or version.answered_on < said_on):
        version.answered_on = said_on
        session.add(version)
