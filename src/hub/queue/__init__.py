"""The queue: what waits for somebody, most urgent first, with the reasons in words, and who has it."""
