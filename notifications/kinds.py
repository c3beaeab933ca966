"""The kinds of message there are."""

from __future__ import annotations

from enum import StrEnum


class ContentKind(StrEnum):
    """The kinds of message; the words are those of the ledger, and the templates' folders."""

    DIGEST = "digest"
    STATUTORY = "statutory"
    COURTESY = "courtesy"
    ESCALATION = "escalation"
    RESOLVED = "resolved"
    MANAGER_DAILY = "manager_daily"
    DCS_WEEKLY = "dcs_weekly"
    BRIEF = "brief"
    UPDATE_REQUEST = "update_request"
    CORRECTION = "correction"
