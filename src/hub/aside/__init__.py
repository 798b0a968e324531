"""What is kept of whoever was reported once it is not a crime: the original sealed and dated, its copy masked, no more."""
