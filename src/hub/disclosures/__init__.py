"""Agreements, and the one gate through which anything leaves: to whom, what, why and on what basis."""
