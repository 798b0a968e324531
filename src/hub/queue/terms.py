"""The words of this module."""
