"""Files that are no letters are refused, with the reason and what to do."""

from __future__ import annotations

import hashlib
import time
import zlib
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from documents.letter import extraction, read_letter
from documents.letter.refusals import LetterRefused, RefusalReason

CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
ONE_PAGE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources%s>>"
FORM = b"<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Length 11/Resources%s>>"


def refusal_of(path: Path) -> LetterRefused:
    with pytest.raises(LetterRefused) as caught:
        read_letter(path)
    return caught.value


def a_page_that_draws(content: bytes) -> bytes:
    """A PDF of one page with these drawing operators, compressed."""
    squeezed = zlib.compress(content, 9)
    parts = [
        CATALOGUE,
        ONE_PAGE,
        PAGE % b"<</Font<</F 5 0 R>>>>",
        b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(squeezed), squeezed),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    return a_pdf_of(parts)


def a_pdf_of(parts: list[bytes]) -> bytes:
    content = bytearray(b"%PDF-1.5\n")
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    for place in places:
        content += b"%010d 00000 n \n" % place
    content += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(parts) + 1,
        table,
    )
    return bytes(content)


def a_report(path: Path, title: str, *paragraphs: str) -> Path:
    """A plain PDF with a title and some text, as another report would have."""
    canvas = Canvas(str(path))
    for row, text in enumerate([title, *paragraphs]):
        canvas.drawString(72, 760 - 20 * row, text)
    canvas.save()
    return path


def test_a_missing_file(tmp_path: Path) -> None:
    refused = refusal_of(tmp_path / "gone.pdf")

    assert refused.reason is RefusalReason.NOT_THERE
    assert "gone.pdf" in refused.message


def test_a_folder(tmp_path: Path) -> None:
    assert refusal_of(tmp_path).reason is RefusalReason.NOT_THERE


def test_a_file_that_is_not_a_pdf(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(b"PK\x03\x04 a word file")

    refused = refusal_of(path)

    assert refused.reason is RefusalReason.NOT_A_PDF
    assert refused.message.startswith("letter.docx is not a PDF.")


def test_a_letter_behind_a_password(sample_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    with pikepdf.open(sample_path) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="tide", user="tide"))

    refused = refusal_of(path)

    assert refused.reason is RefusalReason.ENCRYPTED
    assert "save it without one" in refused.message


def test_a_letter_that_only_forbids_changes_is_read(sample_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "fixed.pdf"
    with pikepdf.open(sample_path) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="tide", user=""))

    assert len(read_letter(path).findings) == 12


@pytest.mark.parametrize("share", [0.2, 0.6, 0.98])
def test_a_letter_whose_end_is_missing(sample_path: Path, tmp_path: Path, share: float) -> None:
    content = sample_path.read_bytes()
    path = tmp_path / "half.pdf"
    path.write_bytes(content[: int(len(content) * share)])

    refused = refusal_of(path)

    assert refused.reason is RefusalReason.TRUNCATED
    assert "not complete" in refused.message


def test_a_letter_with_a_hole_and_an_end(sample_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "torn.pdf"
    path.write_bytes(sample_path.read_bytes()[:3000] + b"\n%%EOF\n")

    assert refusal_of(path).reason is RefusalReason.TRUNCATED


def test_a_scanned_letter(sample_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    canvas = Canvas(str(path))
    with pypdfium2.PdfDocument(sample_path) as document:
        for page in document:
            picture = page.render(scale=0.5).to_pil()
            canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
            canvas.showPage()
    canvas.save()

    refused = refusal_of(path)

    assert refused.reason is RefusalReason.SCANNED
    assert "text recognition" in refused.message


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("Area SEND inspection of Saltmarsh Local Area Partnership", "an Area SEND report"),
        ("Inspection of Saltmarsh local authority children’s services", "(ILACS)"),
        ("Focused visit to Saltmarsh children’s services", "focused or monitoring visit"),
        ("National child protection inspection: Estuary Police", "a police report"),
        ("An inspection of youth offending services in Saltmarsh", "youth justice"),
        ("Tide tables for the Saltmarsh estuary", "another document"),
    ],
)
def test_another_kind_of_report_is_named(tmp_path: Path, title: str, named: str) -> None:
    lines = ("Inspection dates: 4 to 8 June 2018", "Children in the area are seen soon.") * 8

    refused = refusal_of(a_report(tmp_path / "other.pdf", title, *lines))

    assert refused.reason is RefusalReason.ANOTHER_KIND
    assert named in refused.message


def test_a_report_that_only_mentions_a_joint_inspection(tmp_path: Path) -> None:
    lines = (
        "Cabinet is asked to note the joint targeted area inspection of Saltmarsh.",
        "A written statement of proposed action will follow in the autumn.",
    ) * 6

    refused = refusal_of(a_report(tmp_path / "cabinet.pdf", "Report to Cabinet", *lines))

    assert refused.reason is RefusalReason.ANOTHER_KIND


def test_a_covering_letter_is_not_the_letter(tmp_path: Path) -> None:
    lines = (
        "Dear Ada Winterbourne",
        "I enclose the findings of the joint targeted area inspection of Saltmarsh.",
        "This letter asks you to check them for accuracy by 3 July 2018.",
        "Yours sincerely",
    )

    refused = refusal_of(a_report(tmp_path / "cover.pdf", "1 June 2018", *lines))

    assert refused.reason is RefusalReason.ANOTHER_KIND


def test_a_file_of_very_many_pages(tmp_path: Path) -> None:
    path = tmp_path / "pages.pdf"
    kids = b"3 0 R " * 50_000
    path.write_bytes(
        a_pdf_of(
            [
                CATALOGUE,
                b"<</Type/Pages/Kids[%s]/Count 50000>>" % kids,
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
            ]
        )
    )

    refused = refusal_of(path)

    assert refused.reason is RefusalReason.HOSTILE
    assert "50000 pages" in refused.message


def test_a_page_of_very_much_text(tmp_path: Path) -> None:
    path = tmp_path / "wordy.pdf"
    path.write_bytes(a_page_that_draws(b"BT /F 12 Tf " + b"(wave and wave) Tj " * 300_000 + b"ET"))

    assert refusal_of(path).reason is RefusalReason.HOSTILE


def test_a_form_that_draws_itself_without_end(tmp_path: Path) -> None:
    path = tmp_path / "loop.pdf"
    itself = b"<</XObject<</X 5 0 R>>>>"
    path.write_bytes(
        a_pdf_of(
            [
                CATALOGUE,
                ONE_PAGE,
                PAGE % itself,
                b"<</Length 5>>\nstream\n/X Do\nendstream",
                FORM % itself + b"\nstream\n/X Do /X Do\nendstream",
            ]
        )
    )
    begun = time.monotonic()

    refused = refusal_of(path)

    assert refused.reason in (RefusalReason.HOSTILE, RefusalReason.SCANNED)
    assert time.monotonic() - begun < extraction.WALL_SECONDS + 5


def test_a_child_that_takes_too_long_is_stopped(
    sample_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extraction, "WALL_SECONDS", 0.01)

    refused = refusal_of(sample_path)

    assert refused.reason is RefusalReason.HOSTILE
    assert "seconds" in refused.message


def test_a_file_too_large_for_a_letter_is_not_opened(
    sample_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extraction, "LARGEST_FILE", 1000)

    assert refusal_of(sample_path).reason is RefusalReason.HOSTILE


def test_the_digest_is_that_of_the_file(sample_path: Path) -> None:
    assert read_letter(sample_path).sha256 == hashlib.sha256(sample_path.read_bytes()).hexdigest()
