"""Which notices are about items: their number is a milestone's. Others number other things."""

from __future__ import annotations

from models.words import SubjectKind

ABOUT_ITEMS = (SubjectKind.MILESTONE, SubjectKind.CHECK)
