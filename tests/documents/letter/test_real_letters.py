"""The reader on the real letters, where they are beside this checkout."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from documents.letter import read_letter
from documents.letter.as_json import as_json
from documents.letter.reading import FindingCounts, LetterReading
from documents.letter.scoring import GATED_FIELDS, LetterScore, passes, score_letter

pytestmark = pytest.mark.shared

CPU_SECONDS_A_LETTER = 1.0


@pytest.fixture(scope="module")
def letters(shared_folder: Path) -> Path:
    return shared_folder / "data" / "letters"


@pytest.fixture(scope="module")
def labels(letters: Path) -> list[dict[str, Any]]:
    labels: list[dict[str, Any]] = json.loads((letters / "labels.json").read_text("utf-8"))
    return labels


@pytest.fixture(scope="module")
def readings(letters: Path, labels: list[dict[str, Any]]) -> dict[str, LetterReading]:
    files = [label["file"] for label in labels]
    with ThreadPoolExecutor(2) as pool:
        read = pool.map(lambda file: read_letter(letters / f"{file}.pdf"), files)
        return dict(zip(files, read, strict=True))


@pytest.fixture(scope="module")
def scores(labels: list[dict[str, Any]], readings: dict[str, LetterReading]) -> list[LetterScore]:
    return [score_letter(label, as_json(readings[label["file"]])) for label in labels]


@pytest.fixture(scope="module")
def southend(readings: dict[str, LetterReading]) -> LetterReading:
    return readings["2018-05-09_southend-on-sea"]


def test_every_gated_header_field_is_right(scores: list[LetterScore]) -> None:
    assert {score.file: score.gated_right for score in scores} == {
        score.file: len(GATED_FIELDS) for score in scores
    }


def test_at_least_99_in_100_findings_are_right(scores: list[LetterScore]) -> None:
    right = sum(score.findings_right for score in scores)
    total = sum(score.findings_total for score in scores)

    assert right >= 0.99 * total
    assert passes(scores)


def test_every_finding_that_is_right_is_on_its_pages(scores: list[LetterScore]) -> None:
    assert sum(score.pages_right for score in scores) == sum(
        score.findings_right for score in scores
    )


def test_southend_has_its_counts_and_dates(southend: LetterReading) -> None:
    assert southend.counts == FindingCounts(
        strengths=27, areas_for_improvement=29, priority_actions=0
    )
    assert southend.letter_date == date(2018, 5, 9)
    assert (southend.inspection_start, southend.inspection_end) == (
        date(2018, 3, 19),
        date(2018, 3, 23),
    )


def test_southends_due_date_is_a_saturday_and_asked_about(southend: LetterReading) -> None:
    assert southend.statement_due == date(2018, 8, 18)
    assert southend.statement_due_weekday == "Saturday"
    assert southend.statement_due_weekday_printed is None
    assert southend.statement_due_weekday_conflict is True


def test_every_addressee_has_a_name_and_a_role_or_body(
    readings: dict[str, LetterReading],
) -> None:
    nameless = [
        (file, person)
        for file, reading in readings.items()
        for person in reading.addressees
        if not person.name or not (person.role or person.body)
    ]

    assert nameless == []


@pytest.mark.slow
def test_a_letter_takes_under_a_second_of_processor_time(letters: Path, repository: Path) -> None:
    largest = max(letters.glob("*.pdf"), key=lambda path: path.stat().st_size)
    longstop = Path(sys.executable).with_name("longstop")
    command = [str(longstop), "letter", "read", str(largest), "--json"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)

    done = subprocess.run(command, cwd=repository, env=os.environ, capture_output=True, check=False)

    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stderr
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert spent < CPU_SECONDS_A_LETTER
