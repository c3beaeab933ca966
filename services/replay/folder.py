"""The folder of a demonstration that a replay makes, and makes anew; it touches no other."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.errors import Refused

MARK = "made-by-demo-replay.txt"
WORDS = """This folder holds a demonstration made by 'longstop demo replay'.
The next replay into it begins anew: database, mail and Prefect's files are deleted then.
"""
# What Longstop keeps under its home; anything else in the folder is left alone.
KEPT_BY_LONGSTOP = (
    "longstop.sqlite",
    "longstop.sqlite-wal",
    "longstop.sqlite-shm",
    "mail",
    "cards",
    "holidays",
    "prefect",
)


@contextmanager
def fresh_folder(home: Path) -> Iterator[None]:
    """An empty demonstration folder, ours while the block runs.

    Raises `Refused` if the folder holds anything that no replay made, or if another replay is
    writing to it.
    """
    mark = home / MARK
    if home.exists() and not mark.is_file() and (not home.is_dir() or any(home.iterdir())):
        raise Refused(
            f"{home} holds something that no replay made, so it is left alone. "
            "Name an empty folder with --home."
        )
    home.mkdir(parents=True, exist_ok=True)
    with mark.open("a+", encoding="utf-8") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(f"Another replay is writing to {home} now. Wait for it.") from None
        held.truncate(0)
        held.write(WORDS)
        held.flush()
        _empty(home)
        yield


def _empty(home: Path) -> None:
    for name in KEPT_BY_LONGSTOP:
        path = home / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
