"""Invented reports, and the demonstration that takes them through the real pathway."""
