"""What the performance of one act is handed: the rows, the moment, and whose act it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from config.inspections import InspectionFacts
from models.agencies import Agency
from models.inspections import Inspection
from models.milestones import Milestone
from services.act import Act
from services.find import the_agency, the_inspection, the_milestone


@dataclass(frozen=True, slots=True)
class Scene:
    """One act's surroundings. ``facts`` is the inspection as it is declared, plan included."""

    session: Session
    facts: InspectionFacts
    act: Act

    @property
    def inspection(self) -> Inspection:
        """The inspection that is played."""
        return the_inspection(self.session, self.facts.ref)

    def body(self, ref: str) -> Agency:
        """The body with this reference."""
        return the_agency(self.session, ref)

    def item(self, ref: str) -> Milestone:
        """The inspection's milestone with this reference."""
        return the_milestone(self.session, ref, inspection=self.facts.ref)

    @property
    def stamped(self) -> dict[str, Any]:
        """``now`` and ``by``, for services that need no date."""
        return {"now": self.act.now, "by": self.act.by}

    @property
    def when(self) -> dict[str, Any]:
        """``today``, ``now`` and ``by``, as services take them."""
        return {"today": self.act.today, **self.stamped}

    @property
    def by_the_rules(self) -> dict[str, Any]:
        """``today``, ``now``, ``by`` and ``rulebook``."""
        return {**self.when, "rulebook": self.act.rulebook}
