"""The closed sets that rows are made of, stored as the words given here."""

from __future__ import annotations

from enum import StrEnum


class DatabaseKind(StrEnum):
    """A demonstration carries its own date and files its mail; a live database sends."""

    DEMONSTRATION = "demonstration"
    LIVE = "live"


class AgencyKind(StrEnum):
    """Who a body is to the council. An outside body is shown and never asked for anything."""

    COUNCIL = "council"
    PARTNER = "partner"
    OUTSIDE = "outside"


class ContactRole(StrEnum):
    """The part a person plays in an agency. Chases go to roles, not to people."""

    SPOC = "spoc"
    DEPUTY = "deputy"
    SENIOR_LEAD = "senior_lead"
    CHIEF_OFFICER = "chief_officer"
    DCS = "dcs"
    CHAIR = "chair"
    PROGRAMME_MANAGER = "programme_manager"
    # Commissioners, mayors and the like are informed by people, never mailed by the tool.
    INFORMED = "informed"


class BodyMode(StrEnum):
    """How far one body of one inspection has been told (design 6.4)."""

    QUIET = "quiet"
    REHEARSAL = "rehearsal"
    PREPARED = "prepared"
    AUTOMATIC = "automatic"


class LetterKind(StrEnum):
    """The versions of one letter; only the final one starts the clock."""

    ACCURACY = "accuracy"
    FINAL = "final"
    PUBLISHED = "published"


class FindingKind(StrEnum):
    """Kinds of finding; a priority action stands first everywhere."""

    PRIORITY_ACTION = "priority_action"
    AREA_FOR_IMPROVEMENT = "area_for_improvement"
    STRENGTH = "strength"


class PlanState(StrEnum):
    """A plan's life. Nothing of a draft is chased unless an action is marked "start now"."""

    DRAFT = "draft"
    AGREED = "agreed"
    CLOSED = "closed"


class ActionState(StrEnum):
    """What the body named as accountable says of an action in a draft."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"


class ActionSource(StrEnum):
    """Where an action comes from."""

    LETTER = "letter"
    BOARD_CHALLENGE = "board_challenge"
    OWN = "own"


class MilestoneKind(StrEnum):
    """A statutory date is only ever recounted; a committee date follows its meeting."""

    STATUTORY = "statutory"
    COMMITTEE = "committee"
    PLAN = "plan"


class MilestoneState(StrEnum):
    """The three steps of completion, and the two ways of leaving the road."""

    OPEN = "open"
    REPORTED_COMPLETE = "reported_complete"
    EVIDENCE_CHECKED = "evidence_checked"
    ACCEPTED = "accepted_as_complete"
    PAUSED = "paused"
    NO_LONGER_NEEDED = "no_longer_needed"


class DateChangeKind(StrEnum):
    """Why a date differs from what it was. Only moves are counted."""

    CORRECTION = "correction"
    MOVE = "move"
    RECOUNT = "recount"


class SaidState(StrEnum):
    """What an agency said of an item in one update."""

    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    DELAYED = "delayed"
    COMPLETE = "complete"
    NO_CHANGE = "no_change"
    NOT_OURS = "not_ours"
    NEED_TO_TALK = "need_to_talk"


class UpdateChannel(StrEnum):
    """How an update reached us."""

    PAGE = "page"
    WORKBOOK = "workbook"
    REPLY = "reply"
    TELEPHONE = "telephone"
    MEETING = "meeting"
    MANAGER = "manager"


class Rating(StrEnum):
    """An agency's own BRAG rating, kept beside our lateness."""

    BLUE = "blue"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class SubjectKind(StrEnum):
    """What a notice is about."""

    MILESTONE = "milestone"
    CHECK = "check"
    CONTACT = "contact"
    # A record of what a body said, which its reader is told was corrected.
    UPDATE = "update"


class NoticeState(StrEnum):
    """Where one line of the ledger stands (design section 5)."""

    QUEUED = "queued"
    TOLD = "told"
    UNKNOWN = "unknown"
    FAILED = "failed"
    FOLDED = "folded"
    MISSED = "missed"
    BEFORE_ARMING = "before_arming"
    NOT_RAISED = "not_raised"
    WITHDRAWN = "withdrawn"


class MessageKind(StrEnum):
    """What one message is; each has its own wording."""

    DIGEST = "digest"
    STATUTORY = "statutory"
    INTRODUCTION = "introduction"
    COURTESY = "courtesy"
    ESCALATION = "escalation"
    RESOLVED = "resolved"
    MANAGER_DAILY = "manager_daily"
    DCS_WEEKLY = "dcs_weekly"
    # Asked by hand, between the daily checks (an ad hoc chase).
    UPDATE_REQUEST = "update_request"
    CORRECTION = "correction"


class Channel(StrEnum):
    """By which road a delivery travels. Mail carries the state of a message; Teams is a copy."""

    MAIL = "mail"
    TEAMS = "teams"


class ReportKind(StrEnum):
    """What a delivery report says of one recipient (RFC 3464's actions, as we act on them)."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    # Mail came back, but from what it says nobody can tell which message, or whether for good.
    UNCLEAR = "unclear"
    # A machine answered for somebody (an absence, a receipt): neither a bounce nor an answer.
    AUTOMATIC_REPLY = "automatic_reply"


class MessageState(StrEnum):
    """A message waits for a person (held) or for delivery (queued) until it is closed."""

    HELD = "held"
    QUEUED = "queued"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class DeliveryState(StrEnum):
    """What became of one attempt to deliver one message by one channel (design section 7)."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FILED = "filed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


class BriefState(StrEnum):
    """What a person did with a brief."""

    WAITING = "waiting"
    SENT_FROM_HERE = "sent_from_here"
    SENT_BY_PERSON = "sent_by_person"
    SPOKE = "spoke"
    NOT_RAISED = "not_raised"
    WITHDRAWN = "withdrawn"


class PauseScope(StrEnum):
    """What a pause covers. Statutory dates go on in every case."""

    AGENCY = "agency"
    INSPECTION = "inspection"
    EVERYTHING = "everything"
