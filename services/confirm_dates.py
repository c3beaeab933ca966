"""The three ways in which a person settles the statement's date.

The law's count, the letter's date, one the inspectorate confirmed in writing and an earlier one
chosen with a reason are held apart. We work to the earliest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from models.inspections import Inspection
from rules.timeline import timeline
from rules.wording import long_date
from services.act import Act
from services.errors import NeedsConfirmation, Refused
from services.framework_tasks import (
    ASK_TO_CONFIRM,
    RECORD_RECEIPT,
    framework_named,
    task_done,
)
from services.history import Subject, record
from services.recount import DateSet, recount
from services.timeline import facts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedInWriting:
    """What the inspectorate confirmed, who wrote it and when, and where the writing is kept."""

    due: date
    by: str
    on: date
    file: str


def confirm_receipt(
    session: Session, inspection: Inspection, *, received_on: date, by: str, act: Act
) -> tuple[DateSet, ...]:
    """Record on what date the principal authority received the final letter, and who says so.

    The law counts from that day, so the key dates are counted anew. Raises `Refused` for a day
    that is still to come or lies before the end of the fieldwork.
    """
    if received_on > act.today:
        raise Refused(f"{long_date(received_on)} is still to come: it cannot be confirmed yet.")
    if inspection.fieldwork_end and received_on <= inspection.fieldwork_end:
        raise Refused(
            f"The fieldwork ended on {long_date(inspection.fieldwork_end)}: the letter cannot have "
            f"been received on {long_date(received_on)}."
        )
    _need(by, "Say who confirms it with --by.")
    before = inspection.received_on
    inspection.received_on, inspection.receipt_confirmed_by = received_on, by.strip()
    session.add(inspection)
    _record(
        session,
        inspection,
        "receipt_confirmed",
        act=act,
        payload={"before": before, "received_on": received_on, "by": by.strip()},
    )
    task_done(session, inspection, rule_key=RECORD_RECEIPT, done_on=act.today, act=act)
    return recount(
        session, inspection, act=act, reason=f"the letter was received on {long_date(received_on)}"
    )


def confirm_due(
    session: Session, inspection: Inspection, *, confirmed: ConfirmedInWriting, act: Act
) -> tuple[DateSet, ...]:
    """Record the date that the inspectorate confirmed in writing.

    We work to the earliest of the law's, the letter's and this one: a later confirmation moves
    nothing, and says so in the key dates. Raises `Refused` for a confirmation dated in the future
    or after the date it confirms.
    """
    if confirmed.on > act.today:
        raise Refused(f"A confirmation of {long_date(confirmed.on)} is still to come.")
    if confirmed.due < confirmed.on:
        raise Refused(
            f"The date confirmed, {long_date(confirmed.due)}, lies before the day on which it was "
            f"confirmed, {long_date(confirmed.on)}. Check both."
        )
    _need(confirmed.by, "Say who confirmed it with --by.")
    _need(confirmed.file, "Say where the writing is kept with --file.")
    inspection.confirmed_due, inspection.confirmed_by = confirmed.due, confirmed.by.strip()
    inspection.confirmed_on, inspection.confirmed_file = confirmed.on, confirmed.file.strip()
    session.add(inspection)
    _record(
        session,
        inspection,
        "due_confirmed",
        act=act,
        payload={
            "due": confirmed.due,
            "by": confirmed.by,
            "on": confirmed.on,
            "file": confirmed.file,
        },
    )
    task_done(session, inspection, rule_key=ASK_TO_CONFIRM, done_on=confirmed.on, act=act)
    return recount(
        session, inspection, act=act, reason=f"{confirmed.by.strip()} confirmed the date in writing"
    )


def choose_date(
    session: Session, inspection: Inspection, *, chosen: date, reason: str, act: Act
) -> tuple[DateSet, ...]:
    """Work to an earlier day than the one the dates give. Never to a later one.

    Raises `Refused` for a day that is not earlier, `NeedsConfirmation` for one in the past.
    """
    _need(reason, "Give the reason with --reason.")
    standing = _without_choice(session, inspection, act=act)
    if standing is None:
        raise Refused("The date of the statement is not known yet, so none can be chosen.")
    if chosen >= standing:
        raise Refused(
            f"We already work to {long_date(standing)}. Only an earlier day can be chosen: a later "
            "one would miss the law's date, the letter's or the one confirmed."
        )
    if chosen < act.today:
        raise NeedsConfirmation(f"{long_date(chosen)} has passed. Choose a day still to come.")
    inspection.chosen_due, inspection.chosen_reason = chosen, reason.strip()
    session.add(inspection)
    _record(
        session,
        inspection,
        "date_chosen",
        act=act,
        payload={"chosen": chosen, "reason": reason.strip()},
    )
    return recount(session, inspection, act=act, reason=f"an earlier day was chosen: {reason}")


def _without_choice(session: Session, inspection: Inspection, *, act: Act) -> date | None:
    """The date we would work to had none been chosen, so that a choice can be changed."""
    framework = framework_named(inspection.framework)
    facts = replace(facts_of(session, inspection), chosen={})
    found = timeline(framework, facts, calendar=act.rulebook.calendar)
    return next((one.work_to for one in found if one.rule.is_stated), None)


def _need(text: str, remedy: str) -> None:
    if not text.strip():
        raise Refused(remedy)


def _record(
    session: Session, inspection: Inspection, kind: str, *, act: Act, payload: dict[str, object]
) -> None:
    record(
        session,
        now=act.now,
        actor=act.by,
        kind=kind,
        subject=Subject("inspection", inspection.id, inspection.id),
        payload=payload,
    )
