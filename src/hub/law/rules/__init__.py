"""Deciding from dated law: which words stood on a day, how a period is counted, and what follows."""
