"""Taking a letter's findings in: new ones get refs, known ones keep theirs.

A later version of the letter may reword a finding, add one or leave one out. Refs, owners, parts
and history stay with the finding that is meant; one that is gone stays in the count, named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from sqlmodel import Session

from models.findings import Finding, FindingBody
from models.inspections import Inspection
from models.queries.inspections import letter_findings_of
from models.queries.plans import bodies_of_finding, findings_of
from models.words import FindingKind
from services.find import key_of, the_agency
from services.incoming import IncomingFinding

ALIKE = 0.6
"""The share of words two wordings must have in common to be one finding, reworded."""

PREFIXES = {
    FindingKind.PRIORITY_ACTION: "P",
    FindingKind.AREA_FOR_IMPROVEMENT: "",
    FindingKind.STRENGTH: "S",
}
ORDER = tuple(PREFIXES)
"""A priority action stands first everywhere."""


@dataclass(frozen=True, slots=True)
class FindingChanges:
    """The refs of findings that came, were reworded or were first given words, and went."""

    added: tuple[str, ...] = ()
    reworded: tuple[str, ...] = ()
    worded: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def merge_findings(
    session: Session,
    inspection: Inspection,
    *,
    findings: Sequence[IncomingFinding],
    version_name: str,
    proposed_by: str,
) -> FindingChanges:
    """Bring the inspection's findings to what arrived; nothing is merged where nothing came.

    ``version_name`` says in words which letter this was ("the published letter of 9 May 2018");
    it is named at a finding that is gone. Bodies named in ``findings`` must exist.
    """
    if not findings:
        return FindingChanges()
    known = letter_findings_of(session, key_of(inspection.id))
    pairs = _paired(known, findings)
    refs = {finding.ref for finding in known}
    added, reworded, worded = [], [], []
    for incoming in _in_order(findings):
        row = pairs.get((incoming.kind, incoming.order))
        if row is None:
            row = _new(session, inspection, incoming, refs=refs)
            pairs[(incoming.kind, incoming.order)] = row
            refs.add(row.ref)
            added.append(row.ref)
        elif incoming.words and not row.words:
            worded.append(row.ref)
        elif incoming.words and _words(row.words) != _words(incoming.words):
            reworded.append(row.ref)
        _take_words(session, row, incoming)
        _take_owners(session, row, incoming, proposed_by=proposed_by)
    gone = _withdraw_the_rest(session, known, pairs.values(), version_name=version_name)
    _number_positions(session, inspection, pairs=pairs)
    return FindingChanges(tuple(added), tuple(reworded), tuple(worded), tuple(gone))


def _in_order(findings: Iterable[IncomingFinding]) -> list[IncomingFinding]:
    return sorted(findings, key=lambda one: (ORDER.index(one.kind), one.order))


def _words(text: str) -> list[str]:
    return text.split()


def _paired(
    known: Sequence[Finding], findings: Sequence[IncomingFinding]
) -> dict[tuple[FindingKind, int], Finding]:
    """Each incoming finding's row: the same words, then the most alike, then the same place.

    The place decides only where one side has no words, as with declared facts.
    """
    free = {id(row): row for row in known}
    pairs: dict[tuple[FindingKind, int], Finding] = {}
    places = _places(known)
    for incoming, row in _candidates(known, findings, places):
        key = (incoming.kind, incoming.order)
        if key not in pairs and id(row) in free:
            pairs[key] = free.pop(id(row))
    return pairs


def _candidates(
    known: Sequence[Finding],
    findings: Sequence[IncomingFinding],
    places: dict[int, int],
) -> list[tuple[IncomingFinding, Finding]]:
    """The possible pairs, the surest first."""
    weighed = []
    for incoming in findings:
        for row in known:
            if row.kind is not incoming.kind:
                continue
            same_place = places[id(row)] == incoming.order
            if not row.words or not incoming.words:
                likeness = 0.0 if same_place else -1.0
            else:
                likeness = _likeness(row.words, incoming.words)
                likeness = likeness if likeness >= ALIKE else -1.0
            if likeness >= 0:
                weighed.append((likeness, same_place, incoming, row))
    weighed.sort(key=lambda one: (-one[0], not one[1], one[2].order))
    return [(incoming, row) for _, _, incoming, row in weighed]


def _places(known: Sequence[Finding]) -> dict[int, int]:
    """Each row's place within its kind, from 1."""
    places: dict[int, int] = {}
    counts = dict.fromkeys(FindingKind, 0)
    for row in known:
        counts[row.kind] += 1
        places[id(row)] = counts[row.kind]
    return places


def _likeness(before: str, after: str) -> float:
    one, other = _words(before), _words(after)
    if one == other:
        return 1.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    # The quick bound spares most of the 841 comparisons of a letter with 29 areas.
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0


def _new(
    session: Session,
    inspection: Inspection,
    incoming: IncomingFinding,
    *,
    refs: set[str],
) -> Finding:
    row = Finding(
        inspection_id=key_of(inspection.id),
        kind=incoming.kind,
        ref=incoming.ref or _next_ref(incoming.kind, refs),
        position=0,
        words=incoming.words,
    )
    session.add(row)
    session.flush()
    return row


def _next_ref(kind: FindingKind, refs: set[str]) -> str:
    """The next free ref of a kind: ``P1``, ``1`` or ``S1``. A ref is never used again."""
    prefix = PREFIXES[kind]
    numbers = [
        int(ref.removeprefix(prefix))
        for ref in refs
        if ref.startswith(prefix) and ref.removeprefix(prefix).isdigit()
    ]
    return f"{prefix}{max(numbers, default=0) + 1}"


def _take_words(session: Session, row: Finding, incoming: IncomingFinding) -> None:
    """The newest wording and its pages."""
    if incoming.words:
        row.words, row.page_start, row.page_end = (
            incoming.words,
            incoming.page_start,
            incoming.page_end,
        )
    row.withdrawn_reason = None
    session.add(row)


def _take_owners(
    session: Session, row: Finding, incoming: IncomingFinding, *, proposed_by: str
) -> None:
    """Title, owner, board and themes where they were declared; what a person set stays."""
    row.short_title = row.short_title or incoming.title
    row.overseeing_board = row.overseeing_board or incoming.board
    row.themes = row.themes or list(incoming.themes)
    if incoming.accountable and row.accountable_agency_id is None:
        row.accountable_agency_id = key_of(the_agency(session, incoming.accountable).id)
        row.accountable_proposed_by = proposed_by
    if not incoming.contributing:
        return
    contributing = {body.agency_id for body in bodies_of_finding(session, key_of(row.id))}
    for name in incoming.contributing:
        agency_id = key_of(the_agency(session, name).id)
        if agency_id not in contributing:
            session.add(
                FindingBody(finding_id=key_of(row.id), agency_id=agency_id, proposed_by=proposed_by)
            )


def _withdraw_the_rest(
    session: Session, known: Sequence[Finding], kept: Iterable[Finding], *, version_name: str
) -> list[str]:
    """Name the findings that the letter no longer holds. They stay in the total."""
    staying = {id(row) for row in kept}
    gone = []
    for row in known:
        if id(row) in staying or row.withdrawn_reason is not None:
            continue
        row.withdrawn_reason = f"Not in {version_name}"
        session.add(row)
        gone.append(row.ref)
    return gone


def _number_positions(
    session: Session, inspection: Inspection, *, pairs: dict[tuple[FindingKind, int], Finding]
) -> None:
    """Positions in the letter's order, priority actions first; what is gone goes last.

    A part stands where its whole stands.
    """
    keys = {row.id: key for key, row in pairs.items()}
    rows = findings_of(session, key_of(inspection.id))
    wholes = [row for row in rows if row.part_of_id is None]
    wholes.sort(key=lambda row: _place_key(row, keys.get(row.id)))
    positions = {row.id: position for position, row in enumerate(wholes, 1)}
    for row in rows:
        row.position = positions[row.part_of_id or row.id]
        session.add(row)


def _place_key(row: Finding, key: tuple[FindingKind, int] | None) -> tuple[bool, int, int]:
    kind, order = key or (row.kind, row.position)
    return key is None, ORDER.index(kind), order
