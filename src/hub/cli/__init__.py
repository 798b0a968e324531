"""The `hub` command: a door like the others."""
