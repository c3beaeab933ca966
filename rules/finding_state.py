"""Where a finding stands, worked out from the actions that answer it (design section 5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class FindingState(StrEnum):
    """The first three follow from the actions; the others are acts of people and go before."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    ACTIONS_COMPLETE = "actions_complete"
    CLOSED = "closed"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        """The state as people read it."""
        return self.value.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class ItemStanding:
    """How one item of an action stands.

    ``is_needed`` is false for what was withdrawn or is no longer needed: it counts for nothing.
    ``is_complete`` means *accepted as complete*; what a body reported and nobody checked has
    only begun. ``has_begun`` means that the body said so, or reported it complete.
    """

    is_complete: bool
    has_begun: bool
    is_needed: bool = True


@dataclass(frozen=True, slots=True)
class PeopleSaid:
    """What people decided about the finding itself."""

    is_closed: bool = False
    is_merged: bool = False
    is_withdrawn: bool = False


def finding_state(
    items: Iterable[ItemStanding], *, people_said: PeopleSaid | None = None
) -> FindingState:
    """The state of a finding whose actions (and whose parts' actions) hold these items.

    A finding without any needed item has not started: nobody does anything about it yet.
    """
    said = people_said or PeopleSaid()
    if said.is_withdrawn:
        return FindingState.WITHDRAWN
    if said.is_merged:
        return FindingState.MERGED
    if said.is_closed:
        return FindingState.CLOSED
    needed = [item for item in items if item.is_needed]
    if needed and all(item.is_complete for item in needed):
        return FindingState.ACTIONS_COMPLETE
    if any(item.has_begun or item.is_complete for item in needed):
        return FindingState.IN_PROGRESS
    return FindingState.NOT_STARTED
