"""The queue, finding, and what somebody keeps of it."""
