"""The pure engine: dates and plain values in, decisions and their reasons out."""
