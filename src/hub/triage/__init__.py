"""Scope, force, borough and danger: a ledger of answers with their reasons, and exits proposed for an officer to confirm."""
