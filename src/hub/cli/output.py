"""What the command line says, to whom: answers to standard output, everything else to standard error."""

import json
import sys
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

error = Console(stderr=True, highlight=False, soft_wrap=True)
plain = Console(highlight=False, soft_wrap=True)


def answer(facts: Mapping[str, object]) -> None:
    """One JSON object on one line."""
    sys.stdout.write(json.dumps(facts, ensure_ascii=False, default=str) + "\n")


def say(text: str) -> None:
    """Something a person reads, beside the answer."""
    error.print(text, markup=False)


def show(text: str = "") -> None:
    """The answer, as a person reads it."""
    plain.print(text, markup=False)


def table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Rows under their columns."""
    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for each in columns:
        drawn.add_column(each, overflow="fold")
    for row in rows:
        drawn.add_row(*[str(each) for each in row])
    plain.print(drawn)
