"""How a row becomes a telling, and what may be said of a telling without asking anybody."""

from hub.reports.rules.about import (
    BANDS_OF_CHILDREN,
    NO_ADULT,
    age_band,
    canonical,
    day_told,
    differences,
    historic_reasons,
    is_anonymous,
    own_victim,
    suspect_under_18,
    under_18,
    victim_under_18,
)
from hub.reports.rules.cells import neutralise, restore
from hub.reports.rules.languages import LANGUAGES
from hub.reports.rules.markings import higher_mark, refused_mark
from hub.reports.rules.reading import COLUMNS, LISTS, LONGEST, LONGEST_OTHER, REQUIRED, read

__all__ = [
    "BANDS_OF_CHILDREN",
    "COLUMNS",
    "LANGUAGES",
    "LISTS",
    "LONGEST",
    "LONGEST_OTHER",
    "NO_ADULT",
    "REQUIRED",
    "age_band",
    "canonical",
    "day_told",
    "differences",
    "higher_mark",
    "historic_reasons",
    "is_anonymous",
    "neutralise",
    "own_victim",
    "read",
    "refused_mark",
    "restore",
    "suspect_under_18",
    "under_18",
    "victim_under_18",
]  # fmt: skip
