"""What was handed to a channel, written down outside the database before the first byte leaves.

A claim is committed before its message goes, and SQLite keeps what was committed. But a database
*file* can lose its newest commits: restored from a backup, or copied without the last frames of
its log. It then shows a message as queued that has gone, and would send it again. So a live
database on SQLite has a journal beside it, in a folder of its own that is only ever added to:
one line for each claim, on disk before the message leaves, and one for each claim that came to
nothing. What the journal says was handed over and the database shows as queued is not known.

No address, name or text of a message stands in it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from sqlmodel import Session

from models.ledger import Delivery, Message
from models.session import file_of
from models.words import DatabaseKind
from services.errors import Refused
from services.installation import installation, named_after

HANDED_OVER = "handed over"
PUT_BACK = "put back"
# Months of the journal that are read and kept. An older database than that is no power cut.
MONTHS = 3


class Letter(NamedTuple):
    """What one delivery is, whatever its number: to whom, by what channel, of which message."""

    contact_id: int
    channel: str
    is_copy: bool
    grouping: str
    london_date: date


@dataclass(frozen=True, slots=True)
class ClaimsJournal:
    """The journal of one database; without a folder it keeps nothing.

    ``mark`` tells the database from another that lay at the same place before.
    """

    folder: Path | None
    mark: str
    month: str

    def handed_over(self, letters: Mapping[int, Letter]) -> None:
        """Write these claims, by delivery, and return when they are on disk.

        Raises `OSError` if they cannot be written; then nothing may be sent.
        """
        lines = [[HANDED_OVER, number, *letter] for number, letter in letters.items()]
        try:
            self._append(lines, to_disk=True)
        except OSError:
            # Some of it may have been written, and nothing is going to be sent.
            self.put_back(letters)
            raise

    def put_back(self, numbers: Collection[int]) -> None:
        """Write that these deliveries were not sent and are queued again.

        Called before the commit that queues them, so that whatever is queued in the database was
        put back here. If the line is lost, the delivery becomes unknown and is not sent twice:
        so it need not be on disk, and a full disk is no reason to stop.
        """
        with contextlib.suppress(OSError):
            self._append([[PUT_BACK, number] for number in numbers], to_disk=False)

    def claims(self) -> dict[int, Letter]:
        """Each delivery whose last line says that it was handed over.

        Raises `Refused` if the journal cannot be read: without it nobody knows what has gone.
        """
        try:
            return self._last_words()
        except OSError as fault:
            raise Refused(
                f"The record of what was handed over, {self.folder}, cannot be read: "
                f"{fault.strerror}. Let this user read it; nothing is sent before."
            ) from fault

    def _last_words(self) -> dict[int, Letter]:
        found: dict[int, Letter] = {}
        for path in self._files()[-MONTHS:]:
            for number, letter in _lines(path):
                if letter is not None:
                    found[number] = letter
                else:
                    found.pop(number, None)
        return found

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob(f"*.{self.mark}.jsonl")) if self.folder else []

    def _append(self, lines: Sequence[Sequence[object]], *, to_disk: bool) -> None:
        if not lines or self.folder is None:
            return
        # A line begins with its line end: one that a power cut tore spoils no other.
        written = "".join("\n" + json.dumps(line, default=str) for line in lines).encode()
        path = self.folder / f"{self.month}.{self.mark}.jsonl"
        is_new = not path.exists()
        if is_new:
            self._begin(self.folder)
        place = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(place, written)
            if to_disk:
                os.fsync(place)
        finally:
            os.close(place)
        if is_new:
            _keep_name(self.folder)

    def _begin(self, folder: Path) -> None:
        """A new month: make the folder if need be, and let go of months that are not read."""
        if not folder.exists():
            folder.mkdir(mode=0o700, exist_ok=True)
            _keep_name(folder.parent)
        for old in self._files()[: 1 - MONTHS]:
            old.unlink(missing_ok=True)


def journal_of(session: Session, *, now: datetime) -> ClaimsJournal:
    """The journal of this database, in a folder beside its file.

    A demonstration has none, since it files each message once by its name; nor has a database
    on a server, whose log is the server's own. It then keeps nothing and recalls nothing.
    """
    path = file_of(session)
    row = installation(session)
    folder = (
        path.with_name(f"{path.name}-claims") if path and row.kind is DatabaseKind.LIVE else None
    )
    mark = hashlib.sha256(named_after(row).encode()).hexdigest()[:12]
    return ClaimsJournal(folder=folder, mark=mark, month=f"{now:%Y-%m}")


def letter_of(delivery: Delivery, message: Message) -> Letter:
    """What this delivery is, as the journal knows it."""
    return Letter(
        contact_id=delivery.contact_id,
        channel=delivery.channel.value,
        is_copy=delivery.is_copy,
        grouping=message.grouping,
        london_date=message.london_date,
    )


def _lines(path: Path) -> Iterator[tuple[int, Letter | None]]:
    """The whole lines of a file, a torn one left out; without a letter it was put back."""
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            act, number, *values = json.loads(line)
            yield number, _letter(*values) if act == HANDED_OVER else None
        except (ValueError, TypeError):
            continue


def _letter(contact_id: int, channel: str, is_copy: bool, grouping: str, day: str) -> Letter:
    return Letter(contact_id, channel, is_copy, grouping, date.fromisoformat(day))


def _keep_name(folder: Path) -> None:
    """Let a new name in this folder survive a power cut."""
    place = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)
