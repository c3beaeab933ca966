"""``longstop letter read`` and ``longstop letter score`` at their door."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.main import main

LABEL_KEYS = {
    "file",
    "area",
    "letter_date",
    "inspection_start",
    "inspection_end",
    "inspection_year_printed",
    "theme",
    "deep_dive",
    "theme_in_title",
    "statement_required",
    "statement_due",
    "statement_due_text",
    "statement_due_weekday",
    "statement_due_weekday_conflict",
    "principal_authority",
    "sender",
    "submit_to",
    "involve",
    "statement_basis_text_mentions",
    "section_order",
    "counts",
    "findings",
}


@pytest.fixture
def sample(repository: Path) -> Path:
    return repository / "docs" / "tutorial" / "sample-letter.pdf"


@pytest.fixture
def labelled_folder(sample: Path, tmp_path: Path) -> Path:
    """A folder with the sample letter and a label made from what it says."""
    shutil.copy(sample, tmp_path / "saltmarsh.pdf")
    read = json.loads(run("letter", "read", str(sample), "--json").stdout)
    write_labels(tmp_path, [label_of(read)])
    return tmp_path


def label_of(read: dict[str, Any]) -> dict[str, Any]:
    findings = [
        finding
        | {
            "first_words": " ".join(finding["text"].split()[:10]),
            "last_words": " ".join(finding["text"].split()[-6:]),
        }
        for finding in read["findings"]
    ]
    return {key: read[key] for key in LABEL_KEYS} | {"file": "saltmarsh", "findings": findings}


def write_labels(folder: Path, labels: object) -> None:
    (folder / "labels.json").write_text(json.dumps(labels), encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_a_letter_is_told_in_plain_words(sample: Path) -> None:
    result = run("letter", "read", str(sample))

    assert result.exit_code == 0
    assert "Letter dated          Tuesday 12 June 2018" in result.stdout
    assert "Inspection            23 to 27 April 2018" in result.stdout
    assert "Statement due         Wednesday 19 September 2018" in result.stdout
    assert "1 area for priority action, 5 areas for improvement and 6 strengths" in result.stdout


def test_areas_for_priority_action_come_first(sample: Path) -> None:
    out = run("letter", "read", str(sample)).stdout

    assert (
        out.index("Areas for priority action (1)")
        < out.index("Areas for improvement (5)")
        < out.index("Strengths (6)")
    )


def test_a_script_reads_the_keys_of_the_labels(sample: Path) -> None:
    result = run("letter", "read", str(sample), "--json")

    read = json.loads(result.stdout)
    assert result.exit_code == 0
    assert set(read) >= LABEL_KEYS
    assert read["file"] == "sample-letter"
    assert read["letter_date"] == "2018-06-12"
    assert read["counts"] == {"strengths": 6, "areas_for_improvement": 5, "priority_actions": 1}
    assert set(read["findings"][0]) == {"kind", "ref_in_order", "text", "page_start", "page_end"}
    assert read["addressees"][0]["kind"] == "council"
    assert read["confidence"]["statement_due"] == "sure"


def test_a_file_that_is_no_letter_could_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "notes.pdf"
    path.write_text("notes", encoding="utf-8")

    result = run("letter", "read", str(path))

    assert result.exit_code == 2
    assert result.stdout == ""
    assert "notes.pdf is not a PDF" in result.stderr


def test_a_folder_read_right_passes(labelled_folder: Path) -> None:
    result = run("letter", "score", str(labelled_folder))

    assert result.exit_code == 0
    assert "4/4" in result.stdout
    assert "12/12" in result.stdout
    assert "findings right: 100.0%" in result.stdout


def test_a_wrong_gated_field_is_found_and_named(labelled_folder: Path) -> None:
    (label,) = json.loads((labelled_folder / "labels.json").read_text("utf-8"))
    write_labels(labelled_folder, [label | {"statement_due": "2018-09-20"}])

    result = run("letter", "score", str(labelled_folder))

    assert result.exit_code == 1
    assert "statement_due\n    expected: 2018-09-20\n    read:     2018-09-19" in result.stdout


def test_scores_for_a_script(labelled_folder: Path) -> None:
    result = run("letter", "score", str(labelled_folder), "--json")

    scores = json.loads(result.stdout)
    assert scores["passes"] is True
    assert scores["gated_fields"] == {"right": 4, "total": 4}
    assert scores["findings"] == {"right": 12, "labelled": 12, "extra": 0}


def test_differences_that_do_not_decide_are_listed_when_asked_for(labelled_folder: Path) -> None:
    (label,) = json.loads((labelled_folder / "labels.json").read_text("utf-8"))
    write_labels(labelled_folder, [label | {"area": "Mudflats"}])

    plain = run("letter", "score", str(labelled_folder))
    full = run("letter", "score", str(labelled_folder), "--ungated")

    assert plain.exit_code == full.exit_code == 0
    assert "Mudflats" not in plain.stdout
    assert "expected: Mudflats" in full.stdout


def test_a_refused_letter_counts_as_wrong(labelled_folder: Path) -> None:
    (labelled_folder / "saltmarsh.pdf").write_text("sunk", encoding="utf-8")

    result = run("letter", "score", str(labelled_folder))

    assert result.exit_code == 1
    assert "saltmarsh.pdf is not a PDF" in result.stdout


def test_a_folder_without_labels_could_not_be_scored(tmp_path: Path) -> None:
    result = run("letter", "score", str(tmp_path))

    assert result.exit_code == 2
    assert "There is no" in result.stderr


def test_all_faults_of_the_labels_are_told_at_once(tmp_path: Path) -> None:
    write_labels(tmp_path, [{"findings": []}, {"file": "a"}, {"file": "b", "findings": []}])

    result = run("letter", "score", str(tmp_path))

    assert result.exit_code == 2
    assert "Label 1 has no 'file'" in result.stderr
    assert "a has no list of 'findings'" in result.stderr
    assert "b.pdf is not in the folder" in result.stderr
