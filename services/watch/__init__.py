"""The daily check: plan what is due, write it, and tell the manager.

``decide`` is the way in; ``plan`` reads and decides; ``write`` puts it into the ledger; ``people``,
``resolved`` and ``letters`` add introductions, all-clears and the regular letters of own staff.
"""

from services.watch.decide import WatchReport, decide_day, run_watch

__all__ = ["WatchReport", "decide_day", "run_watch"]
