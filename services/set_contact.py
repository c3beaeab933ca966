"""Saying who holds a role in a body, from a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from models.agencies import Agency, Contact
from models.queries.agencies import open_holder_of
from models.words import ContactRole
from rules.mail_addresses import is_mail_address
from rules.wording import long_date
from services.errors import Refused
from services.find import key_of
from services.history import Subject, record

NEVER_MAILED = (ContactRole.CHIEF_OFFICER, ContactRole.INFORMED)


@dataclass(frozen=True, slots=True)
class ContactOrder:
    """Who holds the role. What is null stays as it is, for a person who holds it already.

    ``teams_channel`` is the body's: who takes the role over keeps it if null; empty is none.
    ``held_from`` is the person's first day in the role; today if null. ``is_same_person`` says
    that only a name is corrected. ``chosen_weekday`` (Monday is 1) is the whole body's day.
    """

    role: ContactRole
    name: str
    email: str | None = None
    held_from: date | None = None
    teams_channel: str | None = None
    chosen_weekday: int | None = None
    is_same_person: bool = False
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class ContactChange:
    """The row that counts now, and the row of whoever held the role before, if another did."""

    contact: Contact
    previous: Contact | None = None

    @property
    def is_new_person(self) -> bool:
        """Whether the role changed hands; the person is then introduced once, without old news."""
        return self.contact.introduced_on is None


def set_contact(
    session: Session,
    agency: Agency,
    order: ContactOrder,
    *,
    today: date,
    now: datetime,
    by: str,
) -> ContactChange:
    """Record who holds the role. Somebody else's time in it ends the day before.

    Raises `Refused` for an unusable mail address or a date before the holder's own first day.
    """
    _check(order)
    if order.chosen_weekday is not None:
        agency.chosen_weekday = order.chosen_weekday
        session.add(agency)
    holder = open_holder_of(session, key_of(agency.id), role=order.role)
    if holder is not None and (order.is_same_person or same_name(holder.name, order.name)):
        change = ContactChange(_updated(session, holder, order, now=now))
    else:
        change = _replaced(session, agency, holder, order, today=today, now=now)
    _record(session, agency, order, change, now=now, by=by)
    return change


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for case and spaces."""
    return one.casefold().split() == other.casefold().split()


def _check(order: ContactOrder) -> None:
    if not order.name.strip():
        raise Refused("A contact needs a name.")
    if order.email is not None and not is_mail_address(order.email):
        raise Refused(f"{order.email!r} is not a mail address. Write one like spoc@police.example.")
    if order.chosen_weekday is not None and not 1 <= order.chosen_weekday <= 5:
        raise Refused("The chosen day must be a working day, Monday to Friday.")


def _updated(session: Session, holder: Contact, order: ContactOrder, *, now: datetime) -> Contact:
    holder.name = order.name.strip()
    if order.email is not None and order.email != holder.email:
        # What came back from the old address says nothing of the new one.
        holder.email, holder.bounced_at, holder.bounce_reason = order.email, None, None
    if order.teams_channel is not None:
        holder.teams_channel = order.teams_channel.strip() or None
    if order.is_confirmed:
        holder.confirmed_at = now
    session.add(holder)
    session.flush()
    return holder


def _replaced(
    session: Session,
    agency: Agency,
    holder: Contact | None,
    order: ContactOrder,
    *,
    today: date,
    now: datetime,
) -> ContactChange:
    held_from = order.held_from or today
    if holder is not None:
        if holder.held_from >= held_from:
            raise Refused(
                f"{holder.name} holds this role from {long_date(holder.held_from)}. Give a later "
                "first day, or say that it is the same person if only the name is corrected."
            )
        holder.held_until = held_from - timedelta(days=1)
        session.add(holder)
        # The index allows one open row a role, so the old one must be closed first.
        session.flush()
    contact = Contact(
        agency_id=key_of(agency.id),
        role=order.role,
        name=order.name.strip(),
        email=order.email,
        teams_channel=_channel(order, before=holder),
        held_from=held_from,
        confirmed_at=now if order.is_confirmed else None,
    )
    session.add(contact)
    session.flush()
    return ContactChange(contact, holder)


def _channel(order: ContactOrder, *, before: Contact | None) -> str | None:
    if order.teams_channel is not None:
        return order.teams_channel.strip() or None
    return before.teams_channel if before is not None else None


def _record(
    session: Session,
    agency: Agency,
    order: ContactOrder,
    change: ContactChange,
    *,
    now: datetime,
    by: str,
) -> None:
    record(
        session,
        now=now,
        actor=by,
        kind="contact_set",
        subject=Subject("contact", change.contact.id),
        payload={
            "agency": agency.ref,
            "role": order.role,
            "name": change.contact.name,
            "email": change.contact.email,
            "teams_channel": change.contact.teams_channel,
            "held_from": change.contact.held_from,
            "previous": change.previous.name if change.previous else None,
            "chosen_weekday": agency.chosen_weekday,
        },
    )
