"""Making the text of a message from the rows as they stand at the claim."""

from services.compose.message import Composed, Shown, Withdrawn, compose, show

__all__ = ["Composed", "Shown", "Withdrawn", "compose", "show"]
