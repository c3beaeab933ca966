"""What people add to the letter's words: a short title, themes, the overseeing board."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from models.findings import Finding
from services.child_level import refuse_child_detail
from services.errors import Refused
from services.history import Subject, record


def describe_finding(
    session: Session,
    finding: Finding,
    *,
    now: datetime,
    by: str,
    short_title: str | None = None,
    themes: Sequence[str] | None = None,
    overseeing_board: str | None = None,
    success_measure: str | None = None,
    no_child_confirmed: bool = False,
) -> Finding:
    """Change what is given; null leaves a field as it is. The letter's words never change."""
    refuse_child_detail(
        {"the title": short_title, "the success measure": success_measure},
        no_child_confirmed=no_child_confirmed,
    )
    if themes is not None and not all(theme.strip() for theme in themes):
        raise Refused("A theme needs a name.")
    given = {
        "short_title": short_title,
        "themes": [theme.strip() for theme in themes] if themes is not None else None,
        "overseeing_board": overseeing_board,
        "success_measure": success_measure,
    }
    changed = {field: value for field, value in given.items() if value is not None}
    if not changed:
        raise Refused("Say what to change: the title, the themes, the board or the measure.")
    for field, value in changed.items():
        setattr(finding, field, value)
    session.add(finding)
    record(
        session,
        now=now,
        actor=by,
        kind="finding_described",
        subject=Subject("finding", finding.id, finding.inspection_id),
        payload={"ref": finding.ref, **changed},
    )
    return finding
