"""``longstop letter``: read an inspectorates' letter, and score the reader on labelled ones."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.errors import CouldNotRun, FoundProblems

if TYPE_CHECKING:
    from documents.letter.reading import LetterReading
    from documents.letter.scoring import LetterScore

_READERS_AT_ONCE = 2


@click.group()
def letter() -> None:
    """Read an inspectorates' letter, or score the reader.

    \b
    Examples:
      longstop letter read LETTER.pdf
      longstop letter read LETTER.pdf --json
      longstop letter score FOLDER
    """


@letter.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "wants_json", is_flag=True, help="Print the reading for a script.")
def read(file: Path, *, wants_json: bool) -> None:
    """Read a letter's header, addressees and findings, and say how sure each is.

    Nothing is stored. Exit code 2 when FILE is not a letter that can be read.
    """
    reading = _reading_of(file)
    if wants_json:
        from documents.letter.as_json import as_json

        click.echo(json.dumps(as_json(reading, file=file.stem), ensure_ascii=False, indent=1))
        return
    from cli.letter_report import report_of

    click.echo("\n".join(report_of(reading, name=file.name)))


def _reading_of(file: Path) -> LetterReading:
    from documents.letter import LetterRefused, read_letter

    try:
        return read_letter(file)
    except LetterRefused as refused:
        raise CouldNotRun(refused.message) from refused


@letter.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--json", "wants_json", is_flag=True, help="Print the scores for a script.")
@click.option("--ungated", is_flag=True, help="List the differences that do not decide too.")
def score(folder: Path, *, wants_json: bool, ungated: bool) -> None:
    """Read every letter that FOLDER/labels.json labels, and compare.

    Exit code 1 when a gated header field is wrong or fewer than 99 in 100 findings are right.
    """
    from cli.letter_report import scores_as_json, scores_report
    from documents.letter.scoring import passes

    scores = _scores(folder, _labels(folder), shows_progress=not wants_json)
    if wants_json:
        click.echo(json.dumps(scores_as_json(scores), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(scores_report(scores, with_ungated=ungated)))
    if not passes(scores):
        raise FoundProblems("The reader is below its gate: see what is wrong above.")


def _labels(folder: Path) -> list[dict[str, Any]]:
    """The labels, after checking that each has its file and the keys the score needs."""
    path = folder / "labels.json"
    try:
        labels = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        message = f"There is no {path}. Give a folder that holds letters and a labels.json."
        raise CouldNotRun(message) from error
    except (OSError, ValueError) as error:
        raise CouldNotRun(f"{path} cannot be read as JSON: {error}.") from error
    faults = _faults_of(labels, folder)
    if faults:
        raise CouldNotRun(f"{path} cannot be used:\n" + "\n".join(f"  {fault}" for fault in faults))
    checked: list[dict[str, Any]] = labels
    return checked


def _faults_of(labels: object, folder: Path) -> list[str]:
    """Every fault of the labels at once."""
    if not isinstance(labels, list) or not labels:
        return ["It is not a list of labels. See labels.json beside the real letters."]
    faults = []
    for number, label in enumerate(labels, 1):
        if not isinstance(label, dict) or not isinstance(label.get("file"), str):
            faults.append(f"Label {number} has no 'file', the letter's name without '.pdf'.")
        elif not isinstance(label.get("findings"), list):
            faults.append(f"{label['file']} has no list of 'findings'.")
        elif not _letter_path(folder, label).is_file():
            faults.append(f"{label['file']}.pdf is not in the folder.")
    return faults


def _letter_path(folder: Path, label: dict[str, Any]) -> Path:
    return folder / f"{label['file'].removesuffix('.pdf')}.pdf"


def _scores(
    folder: Path, labels: list[dict[str, Any]], *, shows_progress: bool
) -> list[LetterScore]:
    """Read and score, two letters at a time: most of the work is in their child processes."""

    from documents.letter import LetterRefused, read_letter
    from documents.letter.as_json import as_json
    from documents.letter.scoring import refused_score, score_letter

    def score_one(label: dict[str, Any]) -> LetterScore:
        path = _letter_path(folder, label)
        try:
            return score_letter(label, as_json(read_letter(path), file=path.stem))
        except LetterRefused as refused:
            return refused_score(label, refused.message)

    with ThreadPoolExecutor(_READERS_AT_ONCE) as pool:
        results = pool.map(score_one, labels)
        if not (shows_progress and sys.stderr.isatty()):
            return list(results)
        with click.progressbar(
            results, length=len(labels), label="Reading letters", file=sys.stderr
        ) as watched:
            return list(watched)
