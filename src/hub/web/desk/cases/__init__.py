"""A case, and a report that has none yet."""
