"""A folder into which mail is filed, as mail programs read it: each message whole, and once.

A Maildir has three folders. A message is written in ``tmp``, forced to disk, and then appears in
``new`` by one step that the file system does at once. A mail program moves it to ``cur`` when
somebody has looked, with its flags behind a colon.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from notifications.filed_once import file_once

FOLDERS = ("tmp", "new", "cur")


@dataclass(slots=True)
class Maildir:
    """The Maildir at ``folder``; it is made when the first message is filed."""

    folder: Path
    _made: bool = field(default=False, init=False)

    def file(self, raw: bytes, name: str) -> bool:
        """File ``raw`` under ``name``; False if a message of that name is there already.

        Once this returns the message survives a power cut. If it raises, or the process dies,
        the message is there whole or not at all: :meth:`find` knows.

        Raises:
            OSError: the folder cannot be written to.
        """
        self._make()
        if self.find(name) is not None:
            return False
        return file_once(raw, self.folder / "new" / name, drafts=self.folder / "tmp")

    def find(self, name: str) -> Path | None:
        """Where the message of that name is, read or unread; None if it was never filed."""
        unread = self.folder / "new" / name
        if unread.exists():
            return unread
        return next(iter(self._read(name)), None)

    def _read(self, name: str) -> list[Path]:
        read = self.folder / "cur"
        # A message that a mail program moved carries its flags: "name:2,S".
        return [read / name] if (read / name).exists() else sorted(read.glob(f"{name}:2,*"))

    def _make(self) -> None:
        if not self._made:
            for name in FOLDERS:
                (self.folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
            self._made = True
