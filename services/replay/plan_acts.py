"""Acts about the plan: proposed, answered, dated, signed off, agreed; and its meetings."""

from __future__ import annotations

from collections.abc import Iterator

from config.scenario_acts import (
    AcceptActions,
    AddMeeting,
    AgreePlan,
    DisputeAction,
    Minute,
    Move,
    SetDue,
    SignOff,
    StartNow,
    StatementSent,
)
from models.agencies import Agency
from models.plans import Action
from models.queries.agencies import holder_of
from models.queries.meetings import meeting_of
from models.queries.plans import actions_of
from models.words import ActionState, ContactRole
from rules.wording import long_date
from services.add_meeting import add_meeting
from services.agree_plan import Agreement, agree_plan
from services.answer_action import accept_action, dispute_action, start_action
from services.errors import NotFoundError
from services.find import key_of, the_action, the_plan
from services.move_milestone import Move as MoveOrder
from services.move_milestone import move_milestone
from services.record_minute import NewMinute, record_minute
from services.record_sent import Sending, record_sent
from services.replay.performing import perform
from services.replay.scene import Scene
from services.set_due import set_due
from services.sign_off import PLAN, Signature, sign_off

STATEMENT = "Written statement of proposed action"


def spoken_for(agency: Agency, scene: Scene, *roles: ContactRole) -> str:
    """Who speaks for a body today: the holder of the first of these roles that is held."""
    for role in roles:
        held = holder_of(scene.session, key_of(agency.id), role=role, on=scene.act.today)
        if held is not None:
            return held.name
    return agency.name


@perform.register
def start_the_action(what: StartNow, scene: Scene) -> None:
    """Ask for an action before the plan is agreed."""
    start_action(scene.session, _action(what.action, scene), **scene.by_the_rules)


@perform.register
def accept_the_actions(what: AcceptActions, scene: Scene) -> None:
    """Bodies accept what is proposed to them."""
    for ref in what.bodies:
        agency = scene.body(ref)
        said_by = spoken_for(agency, scene, ContactRole.SENIOR_LEAD, ContactRole.SPOC)
        for action in _proposed_to(agency, what, scene):
            accept_action(scene.session, action, said_by=said_by, **scene.by_the_rules)


@perform.register
def dispute_the_action(what: DisputeAction, scene: Scene) -> None:
    """A body disputes what is proposed to it."""
    action = _action(what.action, scene)
    agency = scene.session.get_one(Agency, action.accountable_agency_id)
    dispute_action(
        scene.session,
        action,
        reason=what.reason,
        said_by=spoken_for(agency, scene, ContactRole.SENIOR_LEAD),
        **scene.by_the_rules,
    )


@perform.register
def set_the_date(what: SetDue, scene: Scene) -> None:
    """Answer the question about a timescale."""
    set_due(scene.session, scene.item(what.item), due=what.due, **scene.by_the_rules)


@perform.register
def sign_the_plan_off(what: SignOff, scene: Scene) -> None:
    """Bodies sign off the plan as it stands."""
    plan = the_plan(scene.session, scene.inspection)
    for ref in what.bodies:
        agency = scene.body(ref)
        signature = Signature(
            signed_by=spoken_for(agency, scene, ContactRole.SENIOR_LEAD, ContactRole.DCS),
            authority=what.authority,
            signed_on=scene.act.today,
        )
        sign_off(
            scene.session,
            scene.inspection,
            agency,
            signature,
            document=PLAN,
            version=plan.version,
            **scene.when,
        )


@perform.register
def agree_the_plan(what: AgreePlan, scene: Scene) -> None:
    """All partners agree the plan."""
    agree_plan(
        scene.session,
        the_plan(scene.session, scene.inspection),
        Agreement(scene.act.today, what.agreed_by, what.despite),
        **scene.by_the_rules,
    )


@perform.register
def move_the_item(what: Move, scene: Scene) -> None:
    """Move an agreed date."""
    order = MoveOrder(
        due=what.to, reason=what.reason, approved_by=what.approved_by, minute=what.minute
    )
    move_milestone(scene.session, scene.item(what.item), order, **scene.by_the_rules)


@perform.register
def add_the_meeting(what: AddMeeting, scene: Scene) -> None:
    """Name a board's meeting."""
    add_meeting(scene.session, body=what.body, held_on=what.held_on, **scene.stamped)


@perform.register
def record_the_minute(what: Minute, scene: Scene) -> None:
    """Record what a meeting resolved about the inspection."""
    meeting = meeting_of(scene.session, body=what.body, held_on=what.held_on)
    if meeting is None:
        raise NotFoundError(f"No meeting of {what.body} on {long_date(what.held_on)} is known.")
    record_minute(
        scene.session,
        meeting,
        NewMinute(what.number, what.title, what.resolution, what.paper),
        inspection=scene.inspection,
        **scene.when,
    )


@perform.register
def send_the_statement(what: StatementSent, scene: Scene) -> None:
    """Record that the statement was sent outside, with proof."""
    sending = Sending(STATEMENT, what.sent_on, what.sent_by, what.sent_to, what.proof)
    record_sent(scene.session, scene.inspection, sending, **scene.when)


def _action(ref: str, scene: Scene) -> Action:
    return the_action(scene.session, ref, inspection=scene.facts.ref)


def _proposed_to(agency: Agency, what: AcceptActions, scene: Scene) -> Iterator[Action]:
    plan = the_plan(scene.session, scene.inspection)
    for action in actions_of(scene.session, key_of(plan.id)):
        is_wanted = action.ref in what.actions or (
            not what.actions and action.state is ActionState.PROPOSED
        )
        if is_wanted and action.accountable_agency_id == agency.id:
            yield action
