"""The rules that a decision of today is made by: the calendar and the ladders in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from config.bank_holidays import load_calendar
from config.ladders import shipped_ladders
from config.settings import settings
from models.milestones import Milestone
from models.words import MilestoneKind
from rules.ladders import Ladder
from rules.working_days import WorkingCalendar
from services.errors import Refused

CHECK_LADDER = "check"
LADDER_OF_KIND = {
    MilestoneKind.STATUTORY: "statutory",
    MilestoneKind.COMMITTEE: "plan",
    MilestoneKind.PLAN: "plan",
}


# Compared by identity: it is made once for the files as they stand, and is the key of a cache.
@dataclass(frozen=True, slots=True, eq=False)
class Rulebook:
    """A calendar of working days, and the ladders by name."""

    calendar: WorkingCalendar
    ladders: Mapping[str, Ladder]

    def ladder(self, name: str) -> Ladder:
        """The ladder of this name. Raises `Refused` if the files hold no such ladder."""
        try:
            return self.ladders[name]
        except KeyError:
            known = ", ".join(sorted(self.ladders))
            raise Refused(f"There is no ladder {name!r}. Known: {known}.") from None

    def ladder_for(self, milestone: Milestone) -> Ladder:
        """The ladder of an open milestone: the one its rule names, or else its kind's."""
        return self.ladder(milestone.ladder or LADDER_OF_KIND[milestone.kind])

    @property
    def check_ladder(self) -> Ladder:
        """The ladder by which we are reminded of a check we owe."""
        return self.ladder(CHECK_LADDER)


def standing_rulebook() -> Rulebook:
    """The rules as they stand in the files now.

    The shipped files are read once a process; the holidays that people add, whenever they change.
    """
    added_in = settings().home / "holidays"
    return _rulebook(added_in, _stamps(added_in))


@lru_cache(maxsize=4)
def _rulebook(added_in: Path, _stamps: tuple[tuple[str, int], ...]) -> Rulebook:
    return Rulebook(calendar=load_calendar(added_in), ladders=shipped_ladders())


def _stamps(folder: Path) -> tuple[tuple[str, int], ...]:
    """What changes when a file of the folder is added or written."""
    if not folder.is_dir():
        return ()
    return tuple(sorted((one.name, one.stat().st_mtime_ns) for one in folder.iterdir()))
