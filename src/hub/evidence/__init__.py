"""The sealed vault: every file that came in, kept exactly as it came, with everybody who ever held it."""
