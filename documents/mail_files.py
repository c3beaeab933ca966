"""The mails in a file or folder, as mail programs and servers keep them. Nothing is changed.

A file holds one mail (``.eml``) or many (mbox). A folder is a Maildir (its ``new`` and ``cur``) or
a plain folder of such files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LARGEST_FILE = 100 * 1024 * 1024
MAILDIR = ("new", "cur")

_NEXT_MAIL = re.compile(rb"(?:\A|\r?\n\r?\n)From [^\r\n]+\r?\n")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


class UnusableMailFile(ValueError):
    """A file or folder that cannot be read at all; the message says what to do."""


@dataclass(frozen=True, slots=True)
class KeptMail:
    """One mail and where it lies: ``bounces.mbox, mail 3``."""

    name: str
    content: bytes


def mail_paths(given: Path) -> list[Path]:
    """The files to read in a file or folder, in the order of their names.

    Raises :class:`UnusableMailFile` where there is nothing.
    """
    if not given.exists():
        raise UnusableMailFile(f"There is no file or folder {given}. Check the name.")
    if not given.is_dir():
        return [given]
    folders = [given / name for name in MAILDIR if (given / name).is_dir()] or [given]
    found = [path for folder in folders for path in sorted(folder.iterdir()) if _is_mail(path)]
    if not found:
        raise UnusableMailFile(f"There is no mail in {given}.")
    return found


def _is_mail(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".")


def mails_in(path: Path) -> Iterator[KeptMail]:
    """The mail in a file, or each of an mbox. Raises :class:`UnusableMailFile`."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            most = LARGEST_FILE // (1024 * 1024)
            raise UnusableMailFile(f"{path} is larger than {most} MB. Give parts of it.")
        content = path.read_bytes()
    except OSError as error:
        raise UnusableMailFile(f"{path} cannot be opened: {error.strerror}.") from error
    if not content.startswith(b"From "):
        yield KeptMail(path.name, content)
        return
    pieces = [piece for piece in _NEXT_MAIL.split(content) if piece.strip()]
    for number, piece in enumerate(pieces, 1):
        yield KeptMail(f"{path.name}, mail {number}", _QUOTED_FROM.sub(rb"\1", piece))
