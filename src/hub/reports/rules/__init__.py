"""How a row becomes a telling, and what may be said of a telling without asking anybody."""

from hub.reports.rules.about import (
    age_band,
    canonical,
    differences,
    historic_reasons,
    is_anonymous,
    own_victim,
    under_18,
)
from hub.reports.rules.reading import COLUMNS, REQUIRED, read
from hub.reports.rules.values import neutralise, restore

__all__ = [
    "COLUMNS", "REQUIRED", "age_band", "canonical", "differences", "historic_reasons", "is_anonymous", "neutralise",
    "own_victim", "read", "restore", "under_18",
]  # fmt: skip
