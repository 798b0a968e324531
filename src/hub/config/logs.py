"""What a log holds of a fault: its kind and where it happened, never its words, which may be somebody's."""

import logging
import traceback
from pathlib import Path
from types import TracebackType

_FRAMES = 6


def where(trace: TracebackType | None) -> str:
    """The places that a fault passed through, the last one last: `receiving.py:12, actions.py:40`."""
    frames = traceback.extract_tb(trace)[-_FRAMES:]
    return ", ".join(f"{Path(each.filename).name}:{each.lineno}" for each in frames)


class WithoutWords(logging.Formatter):
    """A line for each event; of an exception only its kind and its places, as those of what caused it."""

    def formatException(  # noqa: N802 - logging's own name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """The kinds and the places, the latest first."""
        found, problem, seen = [], ei[1], set[int]()
        while problem is not None and id(problem) not in seen:
            seen.add(id(problem))
            found.append(f"{type(problem).__name__} at {where(problem.__traceback__)}")
            problem = problem.__cause__ or problem.__context__
        return "; after ".join(found)
