"""What the hub says to people and organisations: neutral, in their language, never to an unsafe contact, each on record."""
