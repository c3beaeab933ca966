"""The ``longstop`` command: a thin door to the services."""
