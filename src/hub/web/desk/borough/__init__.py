"""The borough officer's own cases."""
