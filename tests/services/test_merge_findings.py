"""A later letter completes the findings: refs, owners and the count stay."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from models.findings import Finding
from models.inspections import Inspection
from models.queries.inspections import letter_findings_of
from models.words import FindingKind
from services.incoming import IncomingFinding
from services.merge_findings import FindingChanges, merge_findings

AREA, STRENGTH, PRIORITY = (
    FindingKind.AREA_FOR_IMPROVEMENT,
    FindingKind.STRENGTH,
    FindingKind.PRIORITY_ACTION,
)
MINUTES = "Minutes of strategy meetings reach the partner agencies far too late to be of use."
VISITS = "Children who return home after going missing wait too long for somebody to visit them."
CUSTODY = "Young people held overnight are not always told how to ask for an adult of their own."


def finding(order: int, words: str, kind: FindingKind = AREA) -> IncomingFinding:
    return IncomingFinding(kind=kind, order=order, words=words, page_start=2, page_end=2)


@pytest.fixture
def inspection(make) -> Inspection:
    return make.inspection("saltmarsh-2018")


@pytest.fixture
def merge(session: Session, inspection: Inspection):
    def merged(*findings: IncomingFinding, version: str = "the final letter") -> FindingChanges:
        return merge_findings(
            session,
            inspection,
            findings=findings,
            version_name=version,
            proposed_by="manager",
        )

    return merged


@pytest.fixture
def rows(session: Session, inspection: Inspection):
    def found() -> dict[str, Finding]:
        return {row.ref: row for row in letter_findings_of(session, inspection.id or 0)}

    return found


def test_priority_actions_stand_first_and_each_kind_has_its_own_refs(merge, rows) -> None:
    merge(
        finding(1, "Staff do not give up.", STRENGTH),
        finding(1, MINUTES),
        finding(2, VISITS),
        finding(1, CUSTODY, PRIORITY),
    )

    assert list(rows()) == ["P1", "1", "2", "S1"]


def test_a_reworded_finding_keeps_its_ref_and_owner(merge, rows, make, session) -> None:
    merge(finding(1, MINUTES), finding(2, VISITS))
    police = make.agency("estuary-police")
    rows()["1"].accountable_agency_id = police.id

    changes = merge(finding(1, VISITS), finding(2, MINUTES.replace("far too", "too")))

    assert changes == FindingChanges(reworded=("1",))
    assert rows()["1"].accountable_agency_id == police.id
    assert "far" not in rows()["1"].words
    assert list(rows()) == ["2", "1"], "the newest letter's order"


def test_a_new_finding_takes_the_next_ref_wherever_it_stands(merge, rows) -> None:
    merge(finding(1, MINUTES), finding(2, VISITS))

    changes = merge(finding(1, CUSTODY), finding(2, MINUTES), finding(3, VISITS))

    assert changes.added == ("3",)
    assert list(rows()) == ["3", "1", "2"]


def test_a_finding_that_is_gone_stays_in_the_count_and_says_why(merge, rows) -> None:
    merge(finding(1, MINUTES), finding(2, VISITS))

    changes = merge(finding(1, VISITS), version="the published letter of 9 May 2018")

    assert changes.gone == ("1",)
    assert rows()["1"].withdrawn_reason == "Not in the published letter of 9 May 2018"
    assert list(rows()) == ["2", "1"]


def test_a_ref_is_never_given_twice(merge, rows) -> None:
    merge(finding(1, MINUTES), finding(2, VISITS))
    merge(finding(1, MINUTES))

    changes = merge(finding(1, MINUTES), finding(2, CUSTODY))

    assert changes.added == ("3",)


def test_declared_findings_get_the_letters_words_by_their_place(merge, rows, session) -> None:
    merge(
        IncomingFinding(kind=AREA, order=1, title="Minutes", ref="1"),
        IncomingFinding(kind=AREA, order=2, title="Visits", ref="2"),
    )

    changes = merge(finding(1, MINUTES), finding(2, VISITS))

    assert changes == FindingChanges(worded=("1", "2"))
    assert [(row.short_title, row.words) for row in rows().values()] == [
        ("Minutes", MINUTES),
        ("Visits", VISITS),
    ]


def test_facts_that_come_after_the_letter_give_titles_and_owners_but_change_no_words(
    merge, rows, make
) -> None:
    merge(finding(1, MINUTES))

    changes = merge(IncomingFinding(kind=AREA, order=1, title="Minutes", ref="1"))

    assert changes == FindingChanges()
    assert (rows()["1"].short_title, rows()["1"].words) == ("Minutes", MINUTES)


def test_parts_move_with_the_finding_they_are_part_of(merge, rows, make, inspection) -> None:
    merge(finding(1, MINUTES), finding(2, VISITS))
    part = make.finding(inspection, ref="2a", part_of_id=rows()["2"].id, position=9)

    merge(finding(1, CUSTODY), finding(2, VISITS), finding(3, MINUTES))

    assert part.position == rows()["2"].position == 2


def test_nothing_arrives_and_nothing_changes(merge, rows) -> None:
    merge(finding(1, MINUTES))

    assert merge() == FindingChanges()
    assert rows()["1"].withdrawn_reason is None
