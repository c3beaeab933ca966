"""The sample letter of the tutorial is made by its script, and is read in full."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import ModuleType

from documents.letter.reading import AddresseeKind, Confidence, FindingKind, LetterReading


def test_the_script_gives_the_bytes_of_the_committed_letter(
    setter: ModuleType, sample_path: Path, tmp_path: Path
) -> None:
    made = tmp_path / "sample-letter.pdf"

    setter.write_letter(made, setter.sample_letter())

    assert made.read_bytes() == sample_path.read_bytes()


def test_the_header_is_read(sample: LetterReading) -> None:
    assert sample.area == "Saltmarsh"
    assert sample.letter_date == date(2018, 6, 12)
    assert (sample.inspection_start, sample.inspection_end) == (
        date(2018, 4, 23),
        date(2018, 4, 27),
    )
    assert sample.theme == "child exploitation"
    assert sample.deep_dive == "children who go missing along the coast"


def test_the_duty_to_answer_is_read(sample: LetterReading) -> None:
    assert sample.statement_required is True
    assert sample.statement_due == date(2018, 9, 19)
    assert sample.statement_due_text == "19 September 2018"
    assert sample.statement_due_weekday == "Wednesday"
    assert sample.statement_due_weekday_conflict is False
    assert sample.principal_authority == "The director of children’s services"
    assert sample.sender == "The director of children’s services"
    assert sample.submit_to == "statements@inspectorates.example"
    assert sample.involve == (
        "Estuary Police",
        "National Probation Service",
        "clinical commissioning group",
        "health providers",
    )


def test_every_finding_is_read_word_for_word(sample: LetterReading, setter: ModuleType) -> None:
    expected = [
        (part.kind, item.text)
        for part in setter.sample_letter().parts
        if isinstance(part, setter.Part)
        for item in part.items
    ]

    assert [(finding.kind.value, finding.text) for finding in sample.findings] == expected


def test_findings_are_numbered_within_their_kind(sample: LetterReading) -> None:
    refs = {
        kind: [finding.ref_in_order for finding in sample.findings if finding.kind is kind]
        for kind in FindingKind
    }

    assert refs == {
        FindingKind.STRENGTH: [1, 2, 3, 4, 5, 6],
        FindingKind.AREA_FOR_IMPROVEMENT: [1, 2, 3, 4, 5],
        FindingKind.PRIORITY_ACTION: [1],
    }


def test_a_finding_split_by_a_page_break_names_both_pages(sample: LetterReading) -> None:
    split = [finding for finding in sample.findings if finding.page_start != finding.page_end]

    assert [(finding.page_start, finding.page_end) for finding in split] == [(1, 2)]
    assert "share a morning call in which new referrals" in split[0].text


def test_every_addressee_has_a_name_a_role_and_a_kind(sample: LetterReading) -> None:
    assert [(person.name, person.kind) for person in sample.addressees] == [
        ("Ada Winterbourne", AddresseeKind.COUNCIL),
        ("Dr Corin Vale", AddresseeKind.HEALTH),
        ("Petra Lindqvist", AddresseeKind.MAYOR_OR_COMMISSIONER),
        ("Osric Tamm QPM", AddresseeKind.POLICE),
        ("Juno Abara", AddresseeKind.YOUTH_OFFENDING),
        ("Wilfred Stoke", AddresseeKind.PROBATION),
        ("Ines Calloway", AddresseeKind.PROBATION),
        ("Barnaby Quill", AddresseeKind.SAFEGUARDING_PARTNERSHIP),
    ]
    assert all(person.role for person in sample.addressees)


def test_the_reader_is_sure_of_all_of_it(sample: LetterReading) -> None:
    assert set(sample.confidence.values()) == {Confidence.SURE}
    assert sample.notes == ()
    assert sample.not_found == ()
