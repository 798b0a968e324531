"""Quarantine: what waits for the dedicated unit's word."""
