"""Who the person is: names and contacts, sealed, each with a key of its own; the fewest readers, every reading recorded."""
