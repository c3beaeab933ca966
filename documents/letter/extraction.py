"""From a file to pages: starts the child process and turns its failures into refusals."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from documents.letter.pages import Page, pages_from_parts
from documents.letter.refusals import LetterRefused, RefusalReason

WALL_SECONDS = 20.0
LARGEST_FILE = 30 * 1024 * 1024
LARGEST_ANSWER = 40 * 1024 * 1024

_CHILD = Path(__file__).with_name("child.py")
_ASK_AGAIN = (
    "Ask whoever sent it for the published PDF, or save it again from the inspectorate's page."
)


@dataclass(frozen=True, slots=True)
class Extract:
    """A document's pages and the digest of its bytes."""

    sha256: str
    pages: tuple[Page, ...]


def extract(path: Path) -> Extract:
    """Read the file's bytes once, and its pages in a child process. Raises ``LetterRefused``."""
    content = _content(path)
    answer = _ask_child(content, path.name)
    if "refused" in answer:
        raise _refusal(RefusalReason(answer["refused"]), path.name, answer["detail"])
    return Extract(hashlib.sha256(content).hexdigest(), pages_from_parts(answer["pages"]))


def _content(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise LetterRefused(
                RefusalReason.NOT_THERE, f"{path} is a folder. Give the letter's PDF file."
            )
        if size > LARGEST_FILE:
            limit = LARGEST_FILE // (1024 * 1024)
            detail = f"it is {size // (1024 * 1024)} MB; a letter is at most {limit} MB"
            raise _refusal(RefusalReason.HOSTILE, path.name, detail)
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise LetterRefused(
            RefusalReason.NOT_THERE, f"There is no file {path}. Check the name and the folder."
        ) from error
    except OSError as error:
        raise LetterRefused(
            RefusalReason.NOT_THERE, f"{path} cannot be opened: {error.strerror}."
        ) from error
    _check_ends(content, path.name)
    return content


def _check_ends(content: bytes, name: str) -> None:
    """A PDF says so within its first kilobyte and says where it ends near its end."""
    if b"%PDF-" not in content[:1024]:
        raise _refusal(RefusalReason.NOT_A_PDF, name, "")
    end = content.rfind(b"%%EOF")
    if end < 0 or b" obj" in content[end:]:
        raise _refusal(RefusalReason.TRUNCATED, name, "its end is missing")


def _ask_child(content: bytes, name: str) -> dict[str, Any]:
    """Run the child on the bytes. A child that dies or takes too long met a hostile file."""
    command = [sys.executable, "-I", str(_CHILD)]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and script, the file on stdin
            command, input=content, capture_output=True, timeout=WALL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        detail = f"reading it took more than {WALL_SECONDS:.0f} seconds"
        raise _refusal(RefusalReason.HOSTILE, name, detail) from error
    if done.returncode != 0 or len(done.stdout) > LARGEST_ANSWER:
        detail = "reading it broke the limits on time or memory"
        raise _refusal(RefusalReason.HOSTILE, name, detail)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _refusal(reason: RefusalReason, name: str, detail: str) -> LetterRefused:
    return LetterRefused(reason, _SENTENCES[reason].format(name=name, detail=detail))


_SENTENCES = {
    RefusalReason.NOT_A_PDF: "{name} is not a PDF. The inspectorates publish letters as PDF: "
    "give that file, not a Word or web page copy.",
    RefusalReason.ENCRYPTED: "{name} is protected by a password, so it cannot be read. Open it "
    "with the password, save it without one, and give that copy.",
    RefusalReason.TRUNCATED: "{name} is damaged or not complete: {detail}. " + _ASK_AGAIN,
    RefusalReason.HOSTILE: "{name} was not read: {detail}. It is not an ordinary letter. "
    + _ASK_AGAIN,
}
