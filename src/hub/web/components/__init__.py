"""What every door shares: the frame of a page, its pieces, headers, and how a refusal is shown."""
