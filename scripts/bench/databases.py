"""The databases that are measured: made once, and copied for each run."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scripts.bench.large_database import make_large_database, sqlite_url
from scripts.bench.measure import run_child

FILE = "longstop.sqlite"


def mail(port: int, connections: int) -> dict[str, str]:
    """The settings by which mail goes to a sink on this port."""
    return {
        "LONGSTOP_MAIL_HOST": "127.0.0.1",
        "LONGSTOP_MAIL_PORT": str(port),
        "LONGSTOP_MAIL_SECURITY": "none",
        "LONGSTOP_MAIL_CONNECTIONS": str(connections),
    }


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of one SQLite database, as ``LONGSTOP_HOME``."""

    home: Path

    @property
    def environment(self) -> Mapping[str, str]:
        """The settings that name it."""
        return {"LONGSTOP_HOME": str(self.home)}

    @property
    def url(self) -> str:
        """Its address."""
        return sqlite_url(self.home / FILE)

    def copied(self, home: Path) -> Place:
        """A copy in another folder."""
        home.mkdir(parents=True)
        shutil.copy(self.home / FILE, home / FILE)
        return Place(home)

    def remove(self) -> None:
        """Remove it."""
        shutil.rmtree(self.home, ignore_errors=True)


def make_place(folder: Path, *, milestones: int, people: int) -> Place:
    """A live database that sends by SMTP, with so many items all due."""
    folder.mkdir(parents=True)
    place = Place(folder)
    make_large_database(place.url, milestones=milestones, people=people, mail="smtp")
    return place


def decided(place: Place, folder: Path) -> Place:
    """A copy in which the day is decided and everything is queued, nothing delivered."""
    copy = place.copied(folder)
    run_child(
        ["scripts.bench.commands", "watch-run"],
        # Nothing is sent, but a live database decides only what it could deliver.
        environment={**copy.environment, **mail(9, 1)},
        folder=folder,
    )
    return copy
