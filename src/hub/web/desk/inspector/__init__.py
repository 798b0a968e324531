"""The inspector's morning."""
