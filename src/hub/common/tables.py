"""The tables that ship with a module, each a file with its sources and dates."""

import csv
from pathlib import Path


def rows(path: Path) -> list[dict[str, str]]:
    """A shipped table, row by row as it was written."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
