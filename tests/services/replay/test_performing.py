"""Every act that a scenario may declare is performed by somebody."""

from __future__ import annotations

import services.replay.run  # noqa: F401
from config.scenario_acts import ActOn
from services.replay.performing import perform


def test_every_act_has_its_performer() -> None:
    without = [act.__name__ for act in ActOn.__subclasses__() if act not in perform.registry]

    assert without == []
