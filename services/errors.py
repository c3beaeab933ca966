"""What a service says when it cannot do what was asked. Every message is for a person."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class ServiceError(Exception):
    """The act was refused; nothing was changed. The message says what to do."""


class NotFoundError(ServiceError):
    """Something was named that is not there; the message offers the nearest names."""

    @classmethod
    def of(cls, what: str, name: str, known: Iterable[str]) -> NotFoundError:
        """An error naming what was not found, with up to three suggestions."""
        names = sorted(known)
        close = get_close_matches(name.lower(), [known.lower() for known in names], n=3, cutoff=0.5)
        suggestions = [known for known in names if known.lower() in close]
        if suggestions:
            hint = f" Did you mean {' or '.join(repr(known) for known in suggestions)}?"
        elif names:
            hint = f" Known: {', '.join(names[:12])}{' ...' if len(names) > 12 else ''}."
        else:
            hint = f" There is no {what} yet."
        return cls(f"There is no {what} {name!r}.{hint}")


class NeedsConfirmation(ServiceError):
    """The act is possible but unusual (a date in the past, say): confirm it, it is not assumed."""


class Refused(ServiceError):
    """A rule of the council or of the law forbids the act as asked."""
