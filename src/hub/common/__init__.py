"""What every module may lean on: the clock, references, refusals, deferral and privacy labels; nothing else."""
