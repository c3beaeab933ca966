"""Introductions: a person new in a role gets one, never somebody else's old reminders again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from models.agencies import Contact
from models.queries.messages import let_introduce
from models.queries.watching import (
    bodies_with_armed_items,
    introduced_already,
    was_introduced_before,
)
from models.words import ContactRole, MessageKind, MessageState, SubjectKind
from rules.routing import Body, Mode
from services.situation import Situation, trouble_with
from services.watch.write import Made, Writing, Written, write_message, write_notice

INTRODUCED_ROLES = (ContactRole.SPOC, ContactRole.SENIOR_LEAD)
INTRODUCTION, HANDOVER = "introduction", "handover"
KEEPS_WAITING = "This body's messages wait for approval."
ABOVE_THE_LEAD = "A first message above the lead waits for approval."


@dataclass(frozen=True, slots=True)
class _Newcomer:
    contact: Contact
    held_because: str | None


def write_introductions(writing: Writing, situation: Situation, written: Written) -> None:
    """Introduce whoever is new to us, in the message they get anyway or in one of its own."""
    known = introduced_already(writing.session)
    openers: list[int] = []
    for newcomer in _newcomers(writing, situation):
        contact_id = newcomer.contact.id or 0
        if contact_id in known:
            continue
        message = _message_for(newcomer, written) or write_message(
            writing,
            contact_id=contact_id,
            kind=MessageKind.INTRODUCTION,
            grouping=INTRODUCTION,
            written=written,
            held_because=newcomer.held_because,
            introduces=True,
        )
        openers.append(message.id)
        write_notice(
            writing,
            subject_kind=SubjectKind.CONTACT,
            subject_id=contact_id,
            version=1,
            rung_id=_which(writing, newcomer.contact),
            audience=ContactRole(newcomer.contact.role).value,
            message=message,
        )
    let_introduce(writing.session, openers)


def _newcomers(writing: Writing, situation: Situation) -> Iterator[_Newcomer]:
    """Usable contacts of live bodies with something to answer, whom we never wrote to."""
    answering = {situation.successor[ident] for ident in bodies_with_armed_items(writing.session)}
    modes = _modes_by_body(situation)
    for contact in situation.contacts.values():
        mode = modes.get(contact.agency_id)
        if contact.role not in INTRODUCED_ROLES or contact.introduced_on is not None:
            continue
        if contact.agency_id not in answering or mode is None:
            continue
        if contact.agency_id not in situation.days.open_agencies:
            continue  # A paused body is not written to; the introduction waits with the rest.
        if trouble_with(contact, today=situation.today) is None:
            yield _Newcomer(contact, _why_held(contact, mode, situation))


def _why_held(contact: Contact, mode: Mode, situation: Situation) -> str | None:
    own = situation.people.body_kinds[contact.agency_id] is Body.OWN_STAFF
    if contact.role is ContactRole.SENIOR_LEAD and not own:
        return ABOVE_THE_LEAD
    return KEEPS_WAITING if mode is Mode.PREPARED else None


def _modes_by_body(situation: Situation) -> dict[int, Mode]:
    """The furthest mode of each body over its inspections; rehearsals and quiet ones left out."""
    furthest: dict[int, Mode] = {}
    for (_, agency_id), mode in situation.modes.items():
        body = situation.successor.get(agency_id, agency_id)
        if mode is Mode.AUTOMATIC or (mode is Mode.PREPARED and body not in furthest):
            furthest[body] = mode
    return furthest


def _message_for(newcomer: _Newcomer, written: Written) -> Made | None:
    """A message of today that this person gets anyway: the introduction stands at its head."""
    for message in written.messages:
        if message.contact_id != newcomer.contact.id or message.rehearsal:
            continue
        waits_alike = (message.state is MessageState.HELD) == (newcomer.held_because is not None)
        # What the brake holds is still the person's first message, whenever it is released.
        if message.kind in OPENERS and (waits_alike or message.batch_id is not None):
            return message
    return None


OPENERS = (MessageKind.DIGEST, MessageKind.STATUTORY)


def _which(writing: Writing, contact: Contact) -> str:
    """A handover where somebody before them in this role had been written to."""
    before = was_introduced_before(
        writing.session,
        agency_id=contact.agency_id,
        role=ContactRole(contact.role).value,
        before=contact.held_from,
    )
    return HANDOVER if before else INTRODUCTION
