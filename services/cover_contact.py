"""Letting somebody stand in for a contact until a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from models.agencies import Contact
from rules.mail_addresses import is_mail_address
from rules.wording import long_date
from services.errors import Refused
from services.history import Subject, record


@dataclass(frozen=True, slots=True)
class Cover:
    """Who stands in; ``until`` is the last day of it."""

    name: str
    email: str
    until: date


def cover_contact(
    session: Session,
    contact: Contact,
    cover: Cover | None,
    *,
    today: date,
    now: datetime,
    by: str,
) -> Contact:
    """Set who stands in, or end the cover (null). Raises `Refused` for an unusable one."""
    if cover is not None:
        _check(cover, today=today)
    contact.cover_name = cover.name.strip() if cover else None
    contact.cover_email = cover.email if cover else None
    contact.cover_until = cover.until if cover else None
    # What came back from whoever stood in before says nothing of this one.
    contact.cover_bounced_at, contact.cover_bounce_reason = None, None
    session.add(contact)
    record(
        session,
        now=now,
        actor=by,
        kind="contact_covered" if cover else "contact_cover_ended",
        subject=Subject("contact", contact.id),
        payload={
            "name": contact.name,
            "cover": contact.cover_name,
            "email": contact.cover_email,
            "until": contact.cover_until,
        },
    )
    return contact


def _check(cover: Cover, *, today: date) -> None:
    if not cover.name.strip():
        raise Refused("Say who stands in.")
    if not is_mail_address(cover.email):
        raise Refused(f"{cover.email!r} is not a mail address. Write one like spoc@police.example.")
    if cover.until < today:
        raise Refused(f"{long_date(cover.until)} has passed; cover can only last into the future.")
