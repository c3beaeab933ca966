"""What arrives about an inspection, in one shape: from a letter that was read, or declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from config.inspections import Finding, InspectionFacts
from documents.letter.reading import LetterFinding, LetterReading
from models.words import AgencyKind, FindingKind, LetterKind
from services.errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingFinding:
    """One finding. ``order`` counts within its kind from 1; ``words`` is empty if declared."""

    kind: FindingKind
    order: int
    words: str = ""
    title: str | None = None
    ref: str | None = None
    page_start: int | None = None
    page_end: int | None = None
    accountable: str | None = None
    contributing: tuple[str, ...] = ()
    board: str | None = None
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingBody:
    """A body declared with the inspection, and which of the letter's words mean it."""

    ref: str
    name: str
    kind: AgencyKind
    chosen_weekday: int
    answers_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingAddressee:
    """A person the letter is addressed to, as printed."""

    name: str
    role: str | None
    body: str | None
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The file a letter was read from."""

    kind: LetterKind
    file_name: str
    sha256: str
    received_on: date | None
    reading: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """All that arrived at once. ``None`` or empty means *not said*, and changes nothing.

    ``fields`` holds values of the inspection's own columns by their names. ``document`` is null
    for declared facts.
    """

    framework: str
    area: str
    fields: Mapping[str, Any]
    fieldwork_start: date | None = None
    fieldwork_end: date | None = None
    principal_authorities: tuple[str, ...] = ()
    involve: tuple[str, ...] = ()
    addressees: tuple[IncomingAddressee, ...] = ()
    findings: tuple[IncomingFinding, ...] = ()
    bodies: tuple[IncomingBody, ...] = ()
    document: Document | None = None
    ref: str | None = None
    code_name: str | None = None
    invented: tuple[str, ...] = field(default=())

    @property
    def starts_the_clock(self) -> bool:
        """Whether it says anything of the final letter; an accuracy draft starts no clock."""
        return self.document is None or self.document.kind is not LetterKind.ACCURACY


def from_letter(
    reading: LetterReading,
    *,
    kind: LetterKind,
    file_name: str,
    received_on: date | None = None,
    framework: str = "jtai",
    area: str | None = None,
) -> Incoming:
    """A letter as it was read. ``area`` stands in where the reader found none.

    An accuracy draft gives no dates: what it prints may still change, and only the final letter
    starts the clock (our reading of regulation 4: "within 70 working days of receiving").
    Raises `Refused` if there is no area.
    """
    found_area = reading.area or area
    if not found_area:
        raise Refused(
            "The letter does not say in words we can read which area was inspected. "
            "Name it with --area."
        )
    return Incoming(
        framework=framework,
        area=found_area,
        fields=_letter_fields(reading, kind=kind),
        fieldwork_start=reading.inspection_start,
        fieldwork_end=reading.inspection_end,
        principal_authorities=(reading.principal_authority,) if reading.principal_authority else (),
        involve=reading.involve,
        addressees=tuple(
            IncomingAddressee(name=one.name, role=one.role, body=one.body, kind=one.kind.value)
            for one in reading.addressees
        ),
        findings=tuple(_from_letter_finding(one) for one in reading.findings),
        document=Document(
            kind=kind,
            file_name=file_name,
            sha256=reading.sha256,
            received_on=received_on,
            reading=_plain_reading(reading),
        ),
    )


def _letter_fields(reading: LetterReading, *, kind: LetterKind) -> dict[str, Any]:
    fields = {
        "theme": reading.theme,
        "fieldwork_start": reading.inspection_start,
        "fieldwork_end": reading.inspection_end,
        "sender": reading.sender,
        "submit_to": reading.submit_to,
    }
    if kind is LetterKind.ACCURACY:
        return fields
    return fields | {
        "letter_date": reading.letter_date,
        "stated_due": reading.statement_due,
        "stated_due_text": reading.statement_due_text,
        # The letter carries one date; a different day of publication is a correction.
        "published_on": reading.letter_date if kind is LetterKind.PUBLISHED else None,
    }


def _from_letter_finding(finding: LetterFinding) -> IncomingFinding:
    return IncomingFinding(
        kind=FindingKind(finding.kind.value),
        order=finding.ref_in_order,
        words=finding.text,
        page_start=finding.page_start,
        page_end=finding.page_end,
    )


def _plain_reading(reading: LetterReading) -> dict[str, Any]:
    """The header of a reading as plain JSON; the findings have rows of their own."""
    plain = {name: _plain(value) for name, value in asdict(reading).items() if name != "findings"}
    return {name: value for name, value in plain.items() if value not in (None, [], {})}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return _plain(asdict(value)) if is_dataclass(value) and not isinstance(value, type) else value


def from_facts(facts: InspectionFacts) -> Incoming:
    """Declared facts. The plan, the meetings and the boards are taken in beside it."""
    letter = facts.letter
    printed = (
        {}
        if letter is None
        else {
            "letter_date": letter.date,
            "published_on": letter.published_on,
            "received_on": letter.received_on,
            "stated_due": letter.stated_due,
            "stated_due_text": letter.stated_due_text,
            "sender": letter.sender,
            "submit_to": letter.submit_to,
        }
    )
    return Incoming(
        framework=facts.framework,
        area=facts.area,
        fields={
            "theme": facts.theme,
            "marking": facts.marking,
            "fieldwork_start": facts.fieldwork.start,
            "fieldwork_end": facts.fieldwork.end,
            **printed,
        },
        fieldwork_start=facts.fieldwork.start,
        fieldwork_end=facts.fieldwork.end,
        principal_authorities=facts.principal_authorities,
        involve=facts.involve,
        findings=_declared_findings(facts.findings),
        bodies=tuple(
            IncomingBody(
                ref=body.ref,
                name=body.name,
                kind=AgencyKind(body.kind.value),
                chosen_weekday=body.chosen_day.number,
                answers_for=body.answers_for,
            )
            for body in facts.bodies
        ),
        ref=facts.ref,
        code_name=facts.code_name,
        invented=facts.invented,
    )


def _declared_findings(findings: tuple[Finding, ...]) -> tuple[IncomingFinding, ...]:
    orders: dict[str, int] = {}
    declared = []
    for finding in findings:
        orders[finding.kind] = orders.get(finding.kind, 0) + 1
        declared.append(
            IncomingFinding(
                kind=FindingKind(finding.kind.value),
                order=orders[finding.kind],
                title=finding.title,
                ref=finding.ref,
                accountable=finding.accountable,
                contributing=finding.contributing,
                board=finding.board,
                themes=finding.themes,
            )
        )
    return tuple(declared)
