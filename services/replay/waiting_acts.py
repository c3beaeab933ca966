"""Acts about what waits for a person: messages to approve, briefs to act on, what was raised."""

from __future__ import annotations

from config.scenario_acts import Acknowledge, ActOnBrief, ApproveWaiting
from config.scenario_words import Did
from models.ledger import Brief
from models.queries.briefs import briefs_in, notices_of_brief
from models.queries.messages import outbox_rows
from models.words import BriefState, MessageState
from rules.ladder_words import ROLE_WORDS
from rules.ladders import Audience
from services.acknowledge_escalation import acknowledge_escalation
from services.approve_message import approve_message
from services.errors import NotFoundError
from services.record_brief import How, record_brief
from services.replay.performing import perform
from services.replay.scene import Scene
from services.surroundings import surroundings

HOW = {Did.SENT: How.SENT, Did.SPOKE: How.SPOKE, Did.NOT_RAISED: How.NOT_RAISED}


@perform.register
def approve_what_waits(what: ApproveWaiting, scene: Scene) -> None:
    """Approve the messages of these kinds that wait, on a working day."""
    if not surroundings(scene.session).sending.is_working_day(scene.act.today):
        return
    kinds = {kind.value for kind in what.kinds}
    waiting = [row.message for row in outbox_rows(scene.session, states=(MessageState.HELD,))]
    for number in sorted(one.id or 0 for one in waiting if one.kind.value in kinds):
        approve_message(scene.session, number, **scene.when)


@perform.register
def act_on_the_brief(what: ActOnBrief, scene: Scene) -> None:
    """Approve the brief's message, or record what the person did instead."""
    brief = _waiting_brief(what, scene)
    if what.did is Did.SENT_FROM_HERE:
        approve_message(scene.session, brief.message_id or 0, **scene.when)
        return
    record_brief(
        scene.session,
        brief.id or 0,
        how=HOW[what.did],
        on=scene.act.today,
        because=what.because,
        **scene.when,
    )


@perform.register
def acknowledge_it(what: Acknowledge, scene: Scene) -> None:
    """Acknowledge what was raised about the item."""
    acknowledge_escalation(scene.session, scene.item(what.item), reason=what.reason, **scene.when)


def _waiting_brief(what: ActOnBrief, scene: Scene) -> Brief:
    milestone = scene.item(what.item)
    for brief in briefs_in(scene.session, BriefState.WAITING):
        about = {notice.subject_id for notice in notices_of_brief(scene.session, brief.id or 0)}
        if brief.audience == what.to.value and milestone.id in about:
            return brief
    role = ROLE_WORDS[Audience(what.to.value)]
    raise NotFoundError(f"No brief about {what.item} to the {role} waits on {scene.act.today}.")
