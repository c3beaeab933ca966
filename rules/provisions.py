"""The law or authority behind a date or a way of counting, and how far we have verified it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rules.counts import Convention, Unit


class Verified(StrEnum):
    """Whether somebody has read the source for what it is cited for."""

    VERIFIED = "verified"
    PARTIAL = "partial"
    NOT_VERIFIED = "not verified"
    NOT_LAW = "not law"
    """Our own planning, or a meeting's day: there is no law to verify."""


@dataclass(frozen=True, slots=True)
class Provision:
    """A rule, where it is written, and what we could not see of it (``caveat``)."""

    rule: str
    citation: str
    url: str
    verified: Verified
    caveat: str = ""


DAY_AFTER = Provision(
    rule="The day of the event is left out: the day after it is day one.",
    citation="Matthew v Sedman [2021] UKSC 19",
    url="https://caselaw.nationalarchives.gov.uk/uksc/2021/19",
    verified=Verified.VERIFIED,
)

BEGINNING_WITH = Provision(
    rule="A period beginning with a day counts that day as day one.",
    citation="Trow v Ind Coope [1967]; Hare v Gocher [1962]",
    url="https://vlex.co.uk/vid/trow-v-ind-coope-793888785",
    verified=Verified.VERIFIED,
    caveat="Read through an adjudication that quotes both, and the opening of the judgment.",
)

BEFORE = Provision(
    rule="Counted back, the day of the event is left out: the day before it is day one.",
    citation="Matthew v Sedman [2021] UKSC 19, read backwards",
    url="https://caselaw.nationalarchives.gov.uk/uksc/2021/19",
    verified=Verified.PARTIAL,
    caveat="The case is about counting forward; no authority for counting back was read.",
)

ENDING_WITH = Provision(
    rule="A period ending with a day counts that day as day one, counted back.",
    citation="Trow v Ind Coope [1967]; Hare v Gocher [1962], read backwards",
    url="https://vlex.co.uk/vid/trow-v-ind-coope-793888785",
    verified=Verified.PARTIAL,
    caveat="The cases are about counting forward; no authority for counting back was read.",
)

CLEAR_WORKING_DAYS = Provision(
    rule="Neither the day of notice nor the day of the meeting counts, nor do weekends.",
    citation="R v Swansea City Council ex parte Elitestone (Court of Appeal, 5 May 1993)",
    url="https://www.estatesgazette.co.uk/legal/r-v-swansea-city-council-ex-parte-elitstone-ltd",
    verified=Verified.VERIFIED,
    caveat=(
        "That bank holidays do not count either is the practice of councils (Nuneaton and"
        " Bedworth 2019, Cheshire East)."
    ),
)

CLEAR_CALENDAR_DAYS = Provision(
    rule="Neither the day of notice nor the day of the meeting counts; every other day does.",
    citation="SI 2012/2089 regulations 5 and 9 (28 clear days)",
    url="https://www.legislation.gov.uk/uksi/2012/2089/part/3/made?view=plain",
    verified=Verified.PARTIAL,
    caveat=(
        "Whether the 28 clear days are calendar or working days: no authority was found. Longstop"
        " counts calendar days unless the council sets otherwise."
    ),
)

CORRESPONDING_DATE = Provision(
    rule="Months end on the corresponding date, or on the last day of a month that has none.",
    citation="Dodds v Walker [1981] (corresponding-date rule)",
    url="",
    verified=Verified.NOT_VERIFIED,
    caveat="The case was remembered, not read.",
)


def interpretation(convention: Convention, unit: Unit) -> tuple[Provision, ...]:
    """The authorities for counting ``unit`` by ``convention``, the deciding one first."""
    match convention:
        case Convention.DAY_AFTER:
            ends = DAY_AFTER
        case Convention.BEGINNING_WITH:
            ends = BEGINNING_WITH
        case Convention.BEFORE:
            ends = BEFORE
        case Convention.ENDING_WITH:
            ends = ENDING_WITH
        case Convention.CLEAR:
            ends = CLEAR_WORKING_DAYS if unit is Unit.WORKING_DAYS else CLEAR_CALENDAR_DAYS
    return (ends, CORRESPONDING_DATE) if unit is Unit.MONTHS else (ends,)
