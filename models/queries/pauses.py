"""Reads of pauses."""

from __future__ import annotations

from sqlmodel import Session, col, select

from models.installation import Pause


def all_pauses(session: Session) -> list[Pause]:
    """Every pause, the newest first."""
    return list(session.exec(select(Pause).order_by(col(Pause.id).desc())))
