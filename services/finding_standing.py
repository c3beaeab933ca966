"""Where each finding of an inspection stands, from its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from models.findings import Finding
from models.milestones import Milestone
from models.plans import Action
from models.queries.plans import (
    actions_of,
    findings_of,
    milestones_of,
    milestones_that_have_begun,
    plan_of,
)
from models.words import ActionState, FindingKind, MilestoneState
from rules.finding_state import FindingState, ItemStanding, PeopleSaid, finding_state
from services.find import key_of


@dataclass(frozen=True, slots=True)
class FindingStanding:
    """A finding, its state, and how many of its items are accepted as complete."""

    finding: Finding
    state: FindingState
    items: int
    complete: int


def standings(session: Session, inspection_id: int) -> list[FindingStanding]:
    """Every finding in the letter's order, priority actions first, parts after their whole.

    The actions of its parts, and of findings merged into it, count for a finding too.
    """
    findings = sorted(findings_of(session, inspection_id), key=_order)
    own = _items_by_finding(session, inspection_id)
    children: dict[int, list[int]] = defaultdict(list)
    for finding in findings:
        for whole in (finding.part_of_id, finding.merged_into_id):
            if whole is not None:
                children[whole].append(key_of(finding.id))
    return [
        _standing(finding, _gathered(key_of(finding.id), own, children)) for finding in findings
    ]


def standing_of(session: Session, finding: Finding) -> FindingStanding:
    """Where one finding stands."""
    everything = standings(session, finding.inspection_id)
    return next(one for one in everything if one.finding.id == finding.id)


def _order(finding: Finding) -> tuple[int, int, str]:
    """A priority action stands first everywhere."""
    return list(FindingKind).index(finding.kind), finding.position, finding.ref


def _standing(finding: Finding, items: list[ItemStanding]) -> FindingStanding:
    needed = [item for item in items if item.is_needed]
    said = PeopleSaid(
        is_closed=finding.closed_on is not None,
        is_merged=finding.merged_into_id is not None,
        is_withdrawn=finding.withdrawn_reason is not None,
    )
    return FindingStanding(
        finding,
        finding_state(items, people_said=said),
        items=len(needed),
        complete=sum(item.is_complete for item in needed),
    )


def _gathered(
    finding_id: int, own: dict[int, list[ItemStanding]], children: dict[int, list[int]]
) -> list[ItemStanding]:
    seen: set[int] = set()
    waiting = [finding_id]
    items: list[ItemStanding] = []
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        items.extend(own.get(one, ()))
        waiting.extend(children.get(one, ()))
    return items


def _items_by_finding(session: Session, inspection_id: int) -> dict[int, list[ItemStanding]]:
    plan = plan_of(session, inspection_id)
    if plan is None:
        return {}
    begun = milestones_that_have_begun(session, inspection_id)
    by_action: dict[int, list[Milestone]] = defaultdict(list)
    for milestone in milestones_of(session, inspection_id):
        if milestone.action_id is not None:
            by_action[milestone.action_id].append(milestone)
    items: dict[int, list[ItemStanding]] = defaultdict(list)
    for action in actions_of(session, key_of(plan.id)):
        if action.finding_id is not None:
            items[action.finding_id].extend(
                _items_of(action, by_action.get(key_of(action.id), ()), begun)
            )
    return items


def _items_of(
    action: Action, milestones: Iterable[Milestone], begun: set[int]
) -> list[ItemStanding]:
    return [
        ItemStanding(
            is_complete=milestone.state is MilestoneState.ACCEPTED,
            has_begun=milestone.id in begun
            or milestone.state
            in (MilestoneState.REPORTED_COMPLETE, MilestoneState.EVIDENCE_CHECKED),
            is_needed=action.state is not ActionState.WITHDRAWN
            and milestone.state is not MilestoneState.NO_LONGER_NEEDED,
        )
        for milestone in milestones
    ]
