"""Who is told, in which message, and whether a person must release it (design 6.4, 6.6, 6.8).

Plain values in, a route out. The watch has found *what* is due; this says *how it travels*.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rules.ladders import Audience, Tone, Way


class Body(StrEnum):
    """What a body is to the council, as far as sending is concerned."""

    OWN_STAFF = "own_staff"
    OTHER_BODY = "other_body"
    OUTSIDE = "outside"


class Mode(StrEnum):
    """How far a body has been told (design 6.4); the words are those of the stored mode."""

    QUIET = "quiet"
    REHEARSAL = "rehearsal"
    PREPARED = "prepared"
    AUTOMATIC = "automatic"


class Kind(StrEnum):
    """The kinds of message that notices travel in; the words are those of the stored kind."""

    DIGEST = "digest"
    STATUTORY = "statutory"
    COURTESY = "courtesy"
    ESCALATION = "escalation"
    MANAGER_DAILY = "manager_daily"


class Release(StrEnum):
    """Who lets a message go: nobody (it goes), a person by approving it, or a person by acting."""

    GOES = "goes"
    APPROVAL = "approval"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Holder:
    """The person who holds a role today, as far as routing must know."""

    contact_id: int
    is_usable: bool
    trouble: str | None
    is_introduced: bool


@dataclass(frozen=True, slots=True)
class Step:
    """The step that is due: its audience and way as the ladder gives them."""

    rung_id: str
    audience: Audience
    way: Way
    tone: Tone


@dataclass(frozen=True, slots=True)
class Route:
    """How one notice travels. ``held_because`` is for the person who must release it."""

    contact_id: int
    kind: Kind
    grouping: str
    release: Release
    held_because: str | None
    introduces: bool


@dataclass(frozen=True, slots=True)
class NoRoute:
    """Nobody usable to tell. Contact trouble goes to the manager and is not lateness."""

    sentence: str


@dataclass(frozen=True, slots=True)
class People:
    """Who holds what: by body and role, and the council's own roles that stand only once."""

    of_body: Mapping[tuple[int, str], Holder]
    of_council: Mapping[str, Holder]
    body_names: Mapping[int, str]
    body_kinds: Mapping[int, Body]


ROLE_OF_AUDIENCE = {
    Audience.LEAD: "spoc",
    Audience.SENIOR_LEAD: "senior_lead",
    Audience.DCS: "dcs",
    Audience.CHAIR: "chair",
    Audience.PROGRAMME_MANAGER: "programme_manager",
}

COUNCIL_AUDIENCES = frozenset({Audience.DCS, Audience.CHAIR, Audience.PROGRAMME_MANAGER})

ROLE_WORDS = {
    "spoc": "single point of contact",
    "deputy": "deputy",
    "senior_lead": "senior lead",
    "dcs": "director of children's services",
    "chair": "chair",
    "programme_manager": "programme manager",
}


def route(
    step: Step,
    *,
    milestone_id: int,
    agency_id: int,
    is_statutory: bool,
    mode: Mode,
    people: People,
) -> Route | NoRoute:
    """The route of one due step, or why there is none.

    The design's rules, in order: outside bodies are never asked; a step without a usable
    contact does not climb; to the director, chairs and seniors of another body a person
    speaks or approves; a prepared body's messages wait for one approval.
    """
    body = people.body_kinds[agency_id]
    if body is Body.OUTSIDE:
        return NoRoute(f"{people.body_names[agency_id]} is an outside body and is never asked.")
    holder = _holder(step.audience, agency_id=agency_id, people=people)
    if isinstance(holder, NoRoute):
        return holder
    release, because = _release(step, body=body, mode=mode)
    if _would_open_with_an_escalation(step, holder, release):
        return NoRoute(
            f"The {_role_words(step.audience)} of {people.body_names[agency_id]} has not been "
            "introduced yet: nobody's first message is an escalation."
        )
    kind, grouping = _envelope(step, body=body, milestone_id=milestone_id, statutory=is_statutory)
    return Route(
        contact_id=holder.contact_id,
        kind=kind,
        grouping=grouping,
        release=release,
        held_because=because,
        introduces=not holder.is_introduced and step.audience is Audience.LEAD,
    )


def is_above_the_lead(audience: Audience) -> bool:
    """Whether an audience stands above the lead, so that a person may have to speak."""
    return audience not in (Audience.LEAD, Audience.PROGRAMME_MANAGER)


def _holder(audience: Audience, *, agency_id: int, people: People) -> Holder | NoRoute:
    role = ROLE_OF_AUDIENCE[audience]
    if audience in COUNCIL_AUDIENCES:
        holder, where = people.of_council.get(role), "the council"
    else:
        holder, where = people.of_body.get((agency_id, role)), people.body_names[agency_id]
        if role == "spoc" and (holder is None or not holder.is_usable):
            holder = _deputy_or(holder, agency_id=agency_id, people=people)
    if holder is None:
        return NoRoute(f"No {_role_words(audience)} is named for {where}.")
    if not holder.is_usable:
        return NoRoute(f"The {_role_words(audience)} of {where} cannot be told: {holder.trouble}.")
    return holder


def _deputy_or(holder: Holder | None, *, agency_id: int, people: People) -> Holder | None:
    """The deputy where there is a usable one: that is what a named deputy is for."""
    deputy = people.of_body.get((agency_id, "deputy"))
    return deputy if deputy is not None and deputy.is_usable else holder


def _release(step: Step, *, body: Body, mode: Mode) -> tuple[Release, str | None]:
    if is_above_the_lead(step.audience):
        return _release_above_the_lead(step, body=body)
    if step.way is not Way.AUTOMATIC:
        return Release.APPROVAL, "The steps of this item ask for approval here."
    if mode is Mode.PREPARED:
        return Release.APPROVAL, "This body's messages wait for approval."
    return Release.GOES, None


def _release_above_the_lead(step: Step, *, body: Body) -> tuple[Release, str | None]:
    if step.way is Way.PERSON:
        return Release.PERSON, "A person speaks to this reader; a brief is ready."
    own_below_dcs = body is Body.OWN_STAFF and step.audience is Audience.SENIOR_LEAD
    if step.way is Way.AUTOMATIC and own_below_dcs:
        return Release.GOES, None
    return Release.APPROVAL, "Above the lead: a person reads the brief and approves."


def _would_open_with_an_escalation(step: Step, holder: Holder, release: Release) -> bool:
    """Council roles are introduced by the council itself, and a person introduces himself."""
    return (
        step.audience is Audience.SENIOR_LEAD
        and not holder.is_introduced
        and release is not Release.PERSON
    )


def _envelope(step: Step, *, body: Body, milestone_id: int, statutory: bool) -> tuple[Kind, str]:
    """The kind of message and what it gathers, by design 6.8."""
    if step.audience is Audience.PROGRAMME_MANAGER:
        return Kind.MANAGER_DAILY, "manager"
    if is_above_the_lead(step.audience):
        own_below_dcs = body is Body.OWN_STAFF and step.audience is Audience.SENIOR_LEAD
        if own_below_dcs and step.way is Way.AUTOMATIC:
            return Kind.DIGEST, "digest"
        return Kind.ESCALATION, "escalation"
    if body is Body.OWN_STAFF:
        return Kind.DIGEST, "digest"
    if statutory:
        return Kind.STATUTORY, f"statutory:{milestone_id}"
    if step.tone is Tone.COURTESY:
        return Kind.COURTESY, "courtesy"
    return Kind.DIGEST, "digest"


def _role_words(audience: Audience) -> str:
    return ROLE_WORDS[ROLE_OF_AUDIENCE[audience]]
