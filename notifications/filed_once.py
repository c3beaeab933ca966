"""A file that appears whole, survives a power cut, and is never written over."""

from __future__ import annotations

import os
from pathlib import Path


def file_once(raw: bytes, place: Path, *, drafts: Path) -> bool:
    """File ``raw`` at ``place``; False if something is there already.

    It is written among ``drafts`` (a folder of the same file system), forced to disk, and then
    appears by one step that the file system does at once. If this raises, or the process dies, the
    file is there whole or not at all.

    Raises:
        OSError: one of the folders cannot be written to.
    """
    # Two processes that file the same thing at once must not write into one file.
    draft = drafts / f"{place.name}.{os.getpid()}.{os.urandom(4).hex()}"
    _write(draft, raw)
    try:
        # Unlike a rename, a link fails if the name is taken: the second of two is refused.
        os.link(draft, place)
    except FileExistsError:
        return False
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(place.parent)
    return True


def _write(path: Path, raw: bytes) -> None:
    # It is for its reader: nobody else on the machine may open it.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
