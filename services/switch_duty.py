"""Switching one of the framework's duties on or off for one inspection, with the reason.

Some duties apply only where somebody has found that they do (whether a joint letter is a report
under section 55 of the Police Act 1996, say). Others fall away, as a statement does where the
letter asks for none.
"""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import Session

from models.agencies import Agency
from models.inspections import Inspection
from models.milestones import Milestone
from models.queries.key_dates import milestone_of_rule
from models.words import MilestoneState
from rules.frameworks import Rule
from rules.timeline import timeline
from services.act import Act
from services.arming import arm, disarm
from services.errors import NotFoundError, Refused
from services.find import key_of
from services.framework_tasks import framework_named, milestone_ref
from services.history import Subject, record
from services.recount import basis_of, make_milestone, recount
from services.timeline import facts_of


def switch_duty(
    session: Session,
    inspection: Inspection,
    *,
    rule_key: str,
    on: bool,
    reason: str,
    act: Act,
    body: Agency | None = None,
) -> Milestone:
    """Let the duty apply, or no longer. ``body`` holds it instead of the council.

    ``rule_key`` may be written with hyphens. Raises `NotFoundError` for an unknown duty, `Refused`
    where it stands so already, or is done.
    """
    if not reason.strip():
        raise Refused("Give the reason with --reason. It stays in the history.")
    rule = _rule(inspection, rule_key)
    milestone = milestone_of_rule(session, key_of(inspection.id), rule_key=rule.key)
    _refuse_what_stands(milestone, on=on, ref=milestone_ref(rule.key))
    if milestone is None:
        milestone = _make(session, inspection, rule, act=act, body=body)
    milestone.state = MilestoneState.OPEN if on else MilestoneState.NO_LONGER_NEEDED
    milestone.state_reason = reason.strip()
    session.add(milestone)
    session.flush()
    if on:
        _date_and_arm(session, inspection, milestone, act=act)
    else:
        disarm(session, milestone, today=act.today, because="it is no longer needed")
    record(
        session,
        now=act.now,
        actor=act.by,
        kind="duty_switched_on" if on else "duty_switched_off",
        subject=Subject("milestone", milestone.id, inspection.id),
        payload={"ref": milestone.ref, "reason": reason.strip()},
    )
    return milestone


def _rule(inspection: Inspection, rule_key: str) -> Rule:
    rules = {rule.key: rule for rule in framework_named(inspection.framework).rules}
    key = rule_key.strip().lower().replace("-", "_")
    if key not in rules:
        raise NotFoundError.of("key date", rule_key, map(milestone_ref, rules))
    return rules[key]


def _refuse_what_stands(milestone: Milestone | None, *, on: bool, ref: str) -> None:
    is_off = milestone is None or milestone.state is MilestoneState.NO_LONGER_NEEDED
    if on and not is_off:
        raise Refused(f"{ref} applies already.")
    if not on and is_off:
        raise Refused(f"{ref} does not apply already.")
    if milestone is not None and milestone.state is MilestoneState.ACCEPTED:
        raise Refused(f"{ref} is done already.")


def _make(
    session: Session, inspection: Inspection, rule: Rule, *, act: Act, body: Agency | None
) -> Milestone:
    """The duty's milestone, worked out as if it applied already."""
    framework = framework_named(inspection.framework)
    facts = facts_of(session, inspection)
    switched = replace(facts, switched={**facts.switched, rule.key: True})
    found = {one.key: one for one in timeline(framework, switched, calendar=act.rulebook.calendar)}
    return make_milestone(
        session,
        inspection,
        found[rule.key],
        basis=basis_of(found[rule.key], found),
        act=act,
        agency=body,
    )


def _date_and_arm(
    session: Session, inspection: Inspection, milestone: Milestone, *, act: Act
) -> None:
    recount(
        session,
        inspection,
        act=act,
        reason=f"{milestone.ref} applies",
        # The person who switches it on is shown its date, past or not.
        past_date_confirmed=True,
    )
    arm(session, milestone, today=act.today, now=act.now, rulebook=act.rulebook)
