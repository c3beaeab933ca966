"""Acts at the beginning: the inspection is opened, its dates are settled, people are named."""

from __future__ import annotations

from config.scenario_acts import (
    AddBody,
    ConfirmDue,
    ConfirmReceipt,
    CoverContact,
    OpenInspection,
    PauseBody,
    SetMode,
)
from config.scenario_words import Stage
from config.scenarios import Person
from models.queries.agencies import holder_of
from models.words import AgencyKind, BodyMode, ContactRole
from services.add_agency import NewAgency, add_agency
from services.confirm_dates import ConfirmedInWriting, confirm_due, confirm_receipt
from services.cover_contact import Cover, cover_contact
from services.errors import NotFoundError
from services.find import key_of
from services.go_live import set_mode
from services.open_from_facts import open_from_facts
from services.open_inspection import OpeningOrder
from services.pause_sending import NewPause, pause_sending
from services.replay.performing import perform
from services.replay.scene import Scene
from services.set_contact import ContactOrder, set_contact


def take_up(person: Person, scene: Scene) -> None:
    """Name a person in their role, from today."""
    order = ContactOrder(
        role=ContactRole(person.role.value),
        name=person.name,
        email=person.email,
        teams_channel=person.teams,
        chosen_weekday=person.day.number if person.day else None,
        is_confirmed=person.email is not None,
    )
    set_contact(scene.session, scene.body(person.body), order, **scene.when)


@perform.register
def open_the_inspection(what: OpenInspection, scene: Scene) -> None:
    """Take in as much of the facts as is known on the day."""
    facts = scene.facts
    if what.known is Stage.FIELDWORK:
        facts = facts.before_the_letter()
    elif what.known is Stage.LETTER:
        facts = facts.without_plan()
    open_from_facts(scene.session, facts, order=OpeningOrder(), act=scene.act)


@perform.register
def add_the_body(what: AddBody, scene: Scene) -> None:
    """Add a body that the facts do not name."""
    order = NewAgency(ref=what.ref, name=what.name, kind=AgencyKind(what.kind))
    add_agency(scene.session, order, **scene.stamped)


@perform.register
def confirm_the_receipt(what: ConfirmReceipt, scene: Scene) -> None:
    """Say when the final letter was received."""
    confirm_receipt(
        scene.session,
        scene.inspection,
        received_on=what.received_on,
        by=what.said_by,
        act=scene.act,
    )


@perform.register
def confirm_the_date(what: ConfirmDue, scene: Scene) -> None:
    """Record the inspectorate's confirmation, written on the day."""
    confirmed = ConfirmedInWriting(
        due=what.due, by=what.said_by, on=scene.act.today, file=what.file
    )
    confirm_due(scene.session, scene.inspection, confirmed=confirmed, act=scene.act)


@perform.register
def set_the_mode(what: SetMode, scene: Scene) -> None:
    """Tell bodies further, or less far."""
    for ref in what.bodies:
        set_mode(
            scene.session,
            scene.inspection,
            scene.body(ref),
            mode=BodyMode(what.mode.value),
            **scene.by_the_rules,
        )


@perform.register
def pause_the_body(what: PauseBody, scene: Scene) -> None:
    """Let nothing go to the body from today."""
    order = NewPause(
        starts_on=scene.act.today,
        ends_on=what.until,
        reason=what.reason,
        agency=scene.body(what.body),
    )
    pause_sending(scene.session, order, **scene.when)


@perform.register
def cover_the_contact(what: CoverContact, scene: Scene) -> None:
    """Let somebody stand in for the body's point of contact."""
    agency = scene.body(what.body)
    held = holder_of(scene.session, key_of(agency.id), role=ContactRole.SPOC, on=scene.act.today)
    if held is None:
        raise NotFoundError(f"{agency.name} has no single point of contact to cover.")
    cover = Cover(name=what.name, email=what.email, until=what.until)
    cover_contact(scene.session, held, cover, **scene.when)
