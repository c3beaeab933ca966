"""Acts about progress: updates, evidence, and what boards accept and close."""

from __future__ import annotations

from config.scenario_acts import AcceptComplete, CheckEvidence, CloseFinding, Update
from models.agencies import Agency
from models.words import ContactRole, Rating, SaidState, UpdateChannel
from services.accept_complete import accept_complete
from services.check_evidence import Verdict, check_evidence
from services.close_finding import close_finding
from services.find import the_finding, the_minute
from services.record_update import Answer, record_update
from services.replay.performing import perform
from services.replay.plan_acts import spoken_for
from services.replay.scene import Scene


@perform.register
def record_the_update(what: Update, scene: Scene) -> None:
    """A body says where its items stand."""
    for ref in what.items:
        milestone = scene.item(ref)
        agency = scene.session.get_one(Agency, milestone.agency_id)
        answer = Answer(
            state=SaidState(what.state.value),
            said_by=what.said_by or spoken_for(agency, scene, ContactRole.SPOC),
            channel=UpdateChannel(what.channel.value),
            words=what.words,
            rating=Rating(what.rating.value) if what.rating else None,
            forecast=what.forecast,
            done_on=what.done_on,
            evidence=what.evidence,
        )
        record_update(scene.session, milestone, answer, **scene.by_the_rules)


@perform.register
def check_the_evidence(what: CheckEvidence, scene: Scene) -> None:
    """Look at the evidence, and accept or refuse it."""
    verdict = Verdict(is_accepted=what.verdict == "accepted", reason=what.reason)
    for ref in what.items:
        check_evidence(scene.session, scene.item(ref), verdict, **scene.by_the_rules)


@perform.register
def accept_the_items(what: AcceptComplete, scene: Scene) -> None:
    """A board accepts items as complete."""
    minute, meeting = the_minute(scene.session, what.minute, meeting=what.board)
    for ref in what.items:
        accept_complete(
            scene.session, scene.item(ref), minute=minute, meeting=meeting, **scene.when
        )


@perform.register
def close_the_finding(what: CloseFinding, scene: Scene) -> None:
    """A board closes a finding."""
    minute, meeting = the_minute(scene.session, what.minute, meeting=what.board)
    close_finding(
        scene.session,
        the_finding(scene.session, what.finding, inspection=scene.facts.ref),
        minute=minute,
        meeting=meeting,
        what_is_different=what.what_is_different,
        **scene.when,
    )
