"""Settings that people changed in this database."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, select

from models.installation import CouncilSetting


def changed_settings(session: Session) -> dict[str, Any]:
    """Every changed setting by its key."""
    return {row.key: row.value for row in session.exec(select(CouncilSetting))}
