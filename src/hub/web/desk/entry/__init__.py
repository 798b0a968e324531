"""A report told by phone or in person, entered as it is told."""
