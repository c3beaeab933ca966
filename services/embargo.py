"""What may be seen of an inspection before the letter is published, and by whom.

Until publication a named circle sees the inspection. A code name stands in titles and subjects,
and no finding, theme or title appears in anything that reaches others: a mail, a card, a run's
name, an artifact or a log. The functions on plain values decide; a caller that writes to many
people reads the circle once with :func:`circle`.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session

from models.inspections import Inspection
from models.queries.inspections import circle_of


def circle(session: Session, inspection: Inspection) -> frozenset[str]:
    """The mail addresses of the circle, in lower case."""
    if inspection.id is None:
        return frozenset()
    return frozenset(member.email.lower() for member in circle_of(session, inspection.id))


def sees(inspection: Inspection, email: str | None, *, circle: Collection[str]) -> bool:
    """Whether the holder of this address may see findings, theme and titles.

    Everybody may once the letter is published; before that only the circle. Nobody without an
    address does.
    """
    if not inspection.embargoed:
        return True
    return email is not None and email.lower() in circle


def may_see(session: Session, inspection: Inspection, email: str | None) -> bool:
    """Like :func:`sees`, with the circle read from the database."""
    return sees(inspection, email, circle=circle(session, inspection))


def full_title(inspection: Inspection) -> str:
    """The inspection's own title: ``Joint targeted area inspection of Southend-on-Sea``."""
    kind = FRAMEWORK_TITLES.get(inspection.framework, "Inspection")
    return f"{kind} of {inspection.area}"


def public_title(inspection: Inspection) -> str:
    """What may stand where anyone can read it: a subject, a run's name, an artifact, a log."""
    return inspection.code_name if inspection.embargoed else full_title(inspection)


def title_for(inspection: Inspection, *, for_email: str | None, circle: Collection[str]) -> str:
    """The title that this person may read inside a message. A subject takes `public_title`."""
    if sees(inspection, for_email, circle=circle):
        return full_title(inspection)
    return inspection.code_name


def item_title_for(
    inspection: Inspection, *, ref: str, title: str, for_email: str | None, circle: Collection[str]
) -> str:
    """An item's title for this person, or its bare reference where the title must not be read."""
    if sees(inspection, for_email, circle=circle):
        return title
    return f"Item {ref}"


FRAMEWORK_TITLES = {"jtai": "Joint targeted area inspection"}
"""How an inspection of a framework is titled; unknown ones are plain inspections."""
