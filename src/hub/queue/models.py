"""Tables of what waits."""
