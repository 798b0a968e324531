"""Deciding whether a case is a crime: its offences, the free expression worksheet, the reason, and what came of it."""
