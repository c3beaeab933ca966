"""One verb a module: (session, now, ...) -> result. No commit, no clock."""
