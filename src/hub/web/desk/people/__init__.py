"""Colleagues: inviting, changing, closing."""
