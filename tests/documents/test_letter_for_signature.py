"""The letter for signature as a Word file that anybody can read."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from documents.letter_for_signature import LetterForSignature, LetterRow, letter_file
from documents.word_files import dates_whole

LETTER = LetterForSignature(
    council="Saltmarsh Council",
    team="Children's improvement team",
    contact_lines=("improvement.updates@saltmarsh.example",),
    marking="OFFICIAL",
    notices=("Illustration: invented answers",),
    dated="Monday 17 September 2018",
    reference="brief 4",
    addressee=("Chief Superintendent Rowan Ash", "Senior lead", "Estuary Police"),
    salutation="Dear Chief Superintendent Rowan Ash",
    subject="1 item of the plan: Joint targeted area inspection",
    about=("I write about 1 item.",),
    rows=(
        LetterRow("2.4", "Night-time contact list", "Friday 31 August 2018", "24 August"),
        LetterRow("2.5", "Rota <agreed> & signed", "Friday 31 August 2018", "no day on record"),
    ),
    after=("Please see that an update reaches us.",),
    valediction="Yours sincerely",
    signatory_name="Alex Thorn",
    signatory_role="Director of children's services",
    made_at=datetime(2018, 9, 17, 11, tzinfo=UTC),
)


@pytest.fixture(scope="module")
def document():
    return docx.Document(io.BytesIO(letter_file(LETTER)))


def spoken(document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def test_equal_letters_are_equal_files() -> None:
    assert letter_file(LETTER) == letter_file(LETTER)


@pytest.mark.parametrize(
    "other",
    [
        replace(LETTER, signatory_name="Robin Vale"),
        replace(LETTER, made_at=datetime(2018, 9, 18, 11, tzinfo=UTC)),
    ],
)
def test_another_letter_is_another_file(other) -> None:
    assert letter_file(other) != letter_file(LETTER)


def test_no_clock_is_read_for_the_archive() -> None:
    with ZipFile(io.BytesIO(letter_file(LETTER))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_its_parts_stand_in_the_order_of_a_letter(document) -> None:
    said = spoken(document)

    order = [
        "Illustration: invented answers",
        "Saltmarsh Council",
        "Our reference: brief 4",
        "Chief Superintendent Rowan Ash\nSenior lead\nEstuary Police",
        "Dear Chief Superintendent Rowan Ash",
        "1 item of the plan",
        "I write about 1 item.",
        "Please see that",
        "Yours sincerely",
        "Alex Thorn\nDirector of children's services\nSaltmarsh Council",
        "Enclosures: none",
    ]
    places = [next(at for at, text in enumerate(said) if part in text) for part in order]
    assert places == sorted(places)


def test_the_items_are_a_table_whose_header_is_repeated(document) -> None:
    (table,) = document.tables

    assert [cell.text for cell in table.rows[0].cells] == [
        "Ref", "What it is", "Due", "We asked on",
    ]  # fmt: skip
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text.replace("\u00a0", " ") for cell in table.rows[2].cells] == [
        "2.5", "Rota <agreed> & signed", "Friday 31 August 2018", "no day on record",
    ]  # fmt: skip


def test_a_screen_reader_knows_language_title_and_headings(document) -> None:
    assert document.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "en-GB"
    assert document.core_properties.title.startswith("Letter to Chief Superintendent Rowan Ash")
    assert document.core_properties.language == "en-GB"
    headings = [one for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert [one.style.name for one in headings] == ["Heading 1"]


def test_its_properties_bear_the_moment_as_at_which_it_speaks(document) -> None:
    at = document.core_properties.created.replace(tzinfo=UTC)

    assert at == LETTER.made_at
    assert document.core_properties.author == "Children's improvement team, Saltmarsh Council"


def test_it_is_a4_in_arial(document) -> None:
    section = document.sections[0]

    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert document.styles["Normal"].font.name == "Arial"
    assert document.styles["Heading 1"].element.rPr.rFonts.get(qn("w:asciiTheme")) is None


def test_every_page_bears_the_marking(document) -> None:
    section = document.sections[0]

    assert section.header.paragraphs[0].text == "OFFICIAL"
    assert section.footer.paragraphs[0].text.startswith("OFFICIAL")


def test_no_line_ends_within_a_date() -> None:
    assert dates_whole("On 24 August and 4 September 2018 we asked.") == (
        "On 24\u00a0August and 4\u00a0September\u00a02018 we asked."
    )
