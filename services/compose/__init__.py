"""Making the text of a message from the rows as they stand at the claim."""

from services.compose.message import compose, show
from services.compose.values import Composed, Shown, Withdrawn

__all__ = ["Composed", "Shown", "Withdrawn", "compose", "show"]
