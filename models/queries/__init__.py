"""Named reads: the only place with ``select``."""
