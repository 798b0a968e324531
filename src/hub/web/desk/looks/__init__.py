"""The second look: read again, blind, and where two officers differ."""
