"""The closed sets that the acts of a scenario are made of, in the words of its file."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """How much of the declared facts is known on a day."""

    FIELDWORK = "fieldwork"
    LETTER = "letter"
    PLAN = "plan"


class Mode(StrEnum):
    """How far a body is told."""

    QUIET = "quiet"
    REHEARSAL = "rehearsal"
    PREPARED = "prepared"
    AUTOMATIC = "automatic"


class Said(StrEnum):
    """What a body says of an item."""

    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    DELAYED = "delayed"
    COMPLETE = "complete"
    NO_CHANGE = "no_change"


class Channel(StrEnum):
    """How an answer reached us."""

    PAGE = "page"
    WORKBOOK = "workbook"
    REPLY = "reply"
    TELEPHONE = "telephone"
    MEETING = "meeting"


class Rating(StrEnum):
    """The body's own rating."""

    BLUE = "blue"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Waiting(StrEnum):
    """The kinds of message that can wait for a person."""

    INTRODUCTION = "introduction"
    DIGEST = "digest"
    COURTESY = "courtesy"
    RESOLVED = "resolved"


class Audience(StrEnum):
    """Who stands above the lead."""

    SENIOR_LEAD = "senior_lead"
    DCS = "dcs"
    CHAIR = "chair"


class Did(StrEnum):
    """What a person did with a brief."""

    SENT_FROM_HERE = "sent_from_here"
    SENT = "sent"
    SPOKE = "spoke"
    NOT_RAISED = "not_raised"
