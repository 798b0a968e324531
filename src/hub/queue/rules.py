"""How urgent something is, in words."""
