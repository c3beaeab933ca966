"""Every table, imported in one place so that metadata is whole wherever it is asked for."""

from __future__ import annotations

from sqlmodel import SQLModel

from models.agencies import Agency, Contact
from models.findings import Finding, FindingBody
from models.history import ChainHead, Event
from models.inspections import (
    Addressee,
    EmbargoMember,
    Inspection,
    InvolvedBody,
    LetterVersion,
    Participation,
    PrincipalAuthority,
)
from models.installation import CouncilSetting, Installation, Pause
from models.ledger import (
    Batch,
    Brief,
    ChannelFault,
    Chase,
    Delivery,
    DeliveryReport,
    Escalation,
    Message,
    Notice,
    Sweep,
)
from models.meetings import Meeting, Minute
from models.milestones import DateChange, DeadlineVersion, Evidence, Milestone, StoredLadder, Update
from models.plans import Action, ActionSupport, DocumentSent, Plan, SignOff

METADATA = SQLModel.metadata

__all__ = [
    "METADATA",
    "Action",
    "ActionSupport",
    "Addressee",
    "Agency",
    "Batch",
    "Brief",
    "ChainHead",
    "ChannelFault",
    "Chase",
    "Contact",
    "CouncilSetting",
    "DateChange",
    "DeadlineVersion",
    "Delivery",
    "DeliveryReport",
    "DocumentSent",
    "EmbargoMember",
    "Escalation",
    "Event",
    "Evidence",
    "Finding",
    "FindingBody",
    "Inspection",
    "Installation",
    "InvolvedBody",
    "LetterVersion",
    "Meeting",
    "Message",
    "Milestone",
    "Minute",
    "Notice",
    "Participation",
    "Pause",
    "Plan",
    "PrincipalAuthority",
    "SignOff",
    "StoredLadder",
    "Sweep",
    "Update",
]
