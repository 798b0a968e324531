"""Tests mirror src/hub; beside them stand pathway, architecture and faults."""
