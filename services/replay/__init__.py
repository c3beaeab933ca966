"""Playing a scenario: each day is lived by the real check and the real delivery, and what people
did on it goes through the service of the same meaning. No row is edited by hand.
"""

from services.replay.run import replay, stages_reached

__all__ = ["replay", "stages_reached"]
