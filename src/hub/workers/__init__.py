"""What is done in the background: each task is given an id and calls an action."""
