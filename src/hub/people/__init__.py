"""Who acts, in which role, and what each role may do: deny by default, on one page."""
