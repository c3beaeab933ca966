"""What people may do in a scenario: a closed set, each act with the values it needs.

``do`` names the act. Each is performed by the service of the same meaning (``services.replay``), so
a scenario can do nothing that a person at the command line could not do.
"""

from __future__ import annotations

import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from config.scenario_words import (
    Audience,
    Channel,
    Did,
    Mode,
    Rating,
    Said,
    Stage,
    Waiting,
)
from config.yaml_files import Declared

Words = Annotated[str, Field(min_length=1)]
Refs = Annotated[tuple[Words, ...], Field(min_length=1)]


class ActOn(Declared):
    """One act on one day. ``by`` is who acts, the scenario's manager unless named.

    ``tell`` is the sentence with which the replay tells it; without one it happens unsaid.
    """

    # Acts that answer what the daily check made come after it, the others before.
    after_the_check: ClassVar[bool] = False

    on: datetime.date
    by: Words | None = None
    tell: Words | None = None


class OpenInspection(ActOn):
    """The declared facts are taken in, as far as they are known on the day."""

    do: Literal["open_inspection"]
    known: Stage


class AddBody(ActOn):
    """A body joins that the inspection's facts do not name, such as an inspectorate."""

    do: Literal["add_body"]
    ref: Words
    name: Words
    kind: Literal["council", "partner", "outside"]


class ConfirmReceipt(ActOn):
    """The day on which the final letter was received is confirmed."""

    do: Literal["confirm_receipt"]
    received_on: datetime.date
    said_by: Words


class ConfirmDue(ActOn):
    """The inspectorate confirms the statement's date in writing."""

    do: Literal["confirm_due"]
    due: datetime.date
    said_by: Words
    file: Words


class SetMode(ActOn):
    """Bodies are told further, or less far."""

    do: Literal["set_mode"]
    bodies: Refs
    mode: Mode


class StartNow(ActOn):
    """An action of the draft is asked for before the plan is agreed."""

    do: Literal["start_now"]
    action: Words


class AcceptActions(ActOn):
    """Bodies accept what the draft proposes to them; only these ``actions`` if any are named."""

    do: Literal["accept_actions"]
    bodies: Refs
    actions: tuple[Words, ...] = ()


class DisputeAction(ActOn):
    """A body disputes an action of the draft."""

    do: Literal["dispute_action"]
    action: Words
    reason: Words


class SetDue(ActOn):
    """Somebody answers the question about an item's timescale."""

    do: Literal["set_due"]
    item: Words
    due: datetime.date


class SignOff(ActOn):
    """Bodies sign off the plan."""

    do: Literal["sign_off"]
    bodies: Refs
    authority: Words


class AgreePlan(ActOn):
    """The plan is agreed."""

    do: Literal["agree_plan"]
    agreed_by: Words
    despite: Words | None = None


class Update(ActOn):
    """What a body says of its items. ``said_by`` is its point of contact unless named."""

    do: Literal["update"]
    items: Refs
    state: Said
    channel: Channel
    words: str = ""
    said_by: Words | None = None
    rating: Rating | None = None
    forecast: datetime.date | None = None
    done_on: datetime.date | None = None
    evidence: Words | None = None

    @model_validator(mode="after")
    def _complete_has_a_day(self) -> Update:
        if (self.state is Said.COMPLETE) != (self.done_on is not None):
            raise ValueError("needs 'done_on' with the state complete, and with no other.")
        return self


class CheckEvidence(ActOn):
    """Somebody of ours looks at the evidence of items reported complete."""

    do: Literal["check_evidence"]
    items: Refs
    verdict: Literal["accepted", "refused"]
    reason: str = ""


class AcceptComplete(ActOn):
    """A board accepts items as complete by minute."""

    do: Literal["accept_complete"]
    items: Refs
    minute: Words
    board: Words


class CloseFinding(ActOn):
    """A board closes a finding by minute, saying what is different for children."""

    do: Literal["close_finding"]
    finding: Words
    minute: Words
    board: Words
    what_is_different: Words


class Move(ActOn):
    """An agreed date is moved, with a reason and an approval."""

    do: Literal["move"]
    item: Words
    to: datetime.date
    reason: Words
    approved_by: Words
    minute: Words | None = None


class AddMeeting(ActOn):
    """A meeting of a board is named."""

    do: Literal["add_meeting"]
    body: Words
    held_on: datetime.date


class Minute(ActOn):
    """A minute of a meeting is recorded. Its meeting was held on the day, or earlier."""

    do: Literal["minute"]
    body: Words
    held_on: datetime.date
    number: Words
    title: Words
    resolution: Words
    paper: Words | None = None


class StatementSent(ActOn):
    """The statement is recorded as sent outside Longstop, with proof."""

    do: Literal["statement_sent"]
    sent_on: datetime.date
    sent_by: Words
    sent_to: Words
    proof: Words


class PauseBody(ActOn):
    """Nothing goes to a body for some time."""

    do: Literal["pause_body"]
    body: Words
    until: datetime.date
    reason: Words


class CoverContact(ActOn):
    """Somebody stands in for a body's point of contact."""

    do: Literal["cover_contact"]
    body: Words
    name: Words
    email: Words
    until: datetime.date


class ApproveWaiting(ActOn):
    """What waits is read and approved; on each working day up to ``until`` if that is given."""

    after_the_check: ClassVar[bool] = True

    do: Literal["approve_waiting"]
    kinds: Annotated[tuple[Waiting, ...], Field(min_length=1)]
    until: datetime.date | None = None


class ActOnBrief(ActOn):
    """A person does something about the brief that waits for this item and reader."""

    after_the_check: ClassVar[bool] = True

    do: Literal["act_on_brief"]
    item: Words
    to: Audience
    did: Did
    because: Words | None = None


class Acknowledge(ActOn):
    """Somebody who was told acknowledges it, which pauses what would follow."""

    after_the_check: ClassVar[bool] = True

    do: Literal["acknowledge"]
    item: Words
    reason: Words


AnyAct = Annotated[
    OpenInspection
    | AddBody
    | ConfirmReceipt
    | ConfirmDue
    | SetMode
    | StartNow
    | AcceptActions
    | DisputeAction
    | SetDue
    | SignOff
    | AgreePlan
    | Update
    | CheckEvidence
    | AcceptComplete
    | CloseFinding
    | Move
    | AddMeeting
    | Minute
    | StatementSent
    | PauseBody
    | CoverContact
    | ApproveWaiting
    | ActOnBrief
    | Acknowledge,
    Field(discriminator="do"),
]
