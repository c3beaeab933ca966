"""Which service performs which act. Every act of ``config.scenario_acts`` has its performer in one
of the modules ``*_acts`` beside this one.
"""

from __future__ import annotations

from functools import singledispatch

from config.scenario_acts import ActOn
from services.replay.scene import Scene


@singledispatch
def perform(what: ActOn, scene: Scene) -> None:
    """Do what the scenario says, through the service that a person's command would call.

    Raises whatever that service raises: a scenario that cannot be is refused as a person would be.
    """
    raise TypeError(f"Nobody knows how to {type(what).__name__} on {scene.act.today}.")
