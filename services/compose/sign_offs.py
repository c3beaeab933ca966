"""Whose sign-off of the plan or the statement has not arrived."""

from __future__ import annotations

from sqlmodel import Session

from models.milestones import Milestone
from models.queries.agencies import all_agencies
from models.queries.inspections import participations_of
from models.queries.plans import plan_of, sign_offs_of
from models.words import AgencyKind
from services.compose.reader import Reader
from services.framework_tasks import PLAN_AGREED, STATEMENT
from services.sign_off import PLAN
from services.sign_off import STATEMENT as STATEMENT_DOCUMENT

DOCUMENT_OF_RULE = {PLAN_AGREED: PLAN, STATEMENT: STATEMENT_DOCUMENT}


def waiting_on(session: Session, reader: Reader, milestone: Milestone) -> tuple[str, ...]:
    """The partners that have not signed off the version that others have, by name.

    Nobody is named before the first partner has signed: until then no version is known to be on
    its way round. The council's own teams and outside bodies sign nothing off.
    """
    document = DOCUMENT_OF_RULE.get(milestone.rule_key or "")
    if document is None:
        return ()
    signed = _signed_by(session, milestone.inspection_id, document)
    if not signed:
        return ()
    kinds = {one.id: one.kind for one in all_agencies(session)}
    bodies = {
        reader.stands_for(one.agency_id)
        for one in participations_of(session, milestone.inspection_id)
    }
    missing = bodies - {reader.stands_for(agency_id) for agency_id in signed}
    return tuple(
        sorted(reader.body_names[one] for one in missing if kinds[one] is AgencyKind.PARTNER)
    )


def _signed_by(session: Session, inspection_id: int, document: str) -> set[int]:
    """Who signed the newest version that anybody signed; of the plan, the version in force."""
    rows = sign_offs_of(session, inspection_id, document=document)
    plan = plan_of(session, inspection_id) if document == PLAN else None
    version = plan.version if plan else max((row.version for row in rows), default=0)
    return {row.agency_id for row in rows if row.version == version}
