"""Asking by hand in the scene of the outbox: the police, known to us, on Monday 9 July 2018."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from models.milestones import Milestone
from models.words import SaidState, UpdateChannel
from services.by_hand import Chased, ChaseOrder, Preview, chase, preview_chase
from services.record_update import Answer, record_update

MONDAY = date(2018, 7, 9)


@dataclass
class Hand:
    """A person who asks by hand, in the scene's session."""

    scene: Any
    rulebook: Any

    def order(self, whom: str = "estuary-police", **more: Any) -> ChaseOrder:
        """An order of Ada Quill's."""
        return ChaseOrder(whom=whom, **{"requested_by": "Ada Quill", **more})

    def preview(self, whom: str = "estuary-police", *, on: date = MONDAY, **more: Any) -> Preview:
        """What would go."""
        return preview_chase(
            self.scene.session, self.order(whom, **more), today=on, now=self.scene.at(on)
        )

    def ask(
        self,
        whom: str = "estuary-police",
        *,
        on: date = MONDAY,
        key: str | None = None,
        **more: Any,
    ) -> Chased:
        """Press."""
        done = chase(
            self.scene.session, self.order(whom, **more), key=key, today=on, now=self.scene.at(on)
        )
        self.scene.session.commit()
        return done

    def answer(self, milestone: Milestone, *, on: date = MONDAY, **more: Any) -> None:
        """Maria Fenn says by telephone that it is on track."""
        values = {
            "state": SaidState.ON_TRACK,
            "said_by": "Maria Fenn",
            "channel": UpdateChannel.TELEPHONE,
        } | more
        record_update(
            self.scene.session,
            milestone,
            Answer(**values),
            today=on,
            now=self.scene.at(on),
            by="Ada Quill",
            rulebook=self.rulebook,
        )
        self.scene.session.commit()


@pytest.fixture
def hand(scene: Any, rulebook: Any) -> Hand:
    """Ada Quill at the command line."""
    return Hand(scene, rulebook)
