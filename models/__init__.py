"""Tables, the session, and the named queries."""
