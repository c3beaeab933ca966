"""Messages as values: rendering, keys, delivery."""
