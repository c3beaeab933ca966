"""Settings, the loader, and the facts councils declare as YAML."""
