"""The doors: one for each audience, each with its own pages; they share components and nothing else."""
