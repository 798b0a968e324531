"""What the command line says, to whom: answers to standard output, everything else to standard error."""

import json
import sys
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from hub.config import logs

error = Console(stderr=True, highlight=False, soft_wrap=True)
plain = Console(highlight=False, soft_wrap=True)

_UNBROKEN = 24  # characters of a cell that stay on one line
_WIDE = 10_000  # characters of a line where no terminal breaks it

# What somebody reported is shown, never obeyed: a terminal would act on these.
_CONTROL = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t"}
# Whoever reads left to right would be shown a text in another order than it is written in.
_TURNING = {code: f"\\u{code:04x}" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_SHOWN = {**_CONTROL, **_TURNING}


def safe(text: str) -> str:
    """A text that a terminal shows and does not obey."""
    return text.translate(_SHOWN)


def answer(facts: Mapping[str, object]) -> None:
    """One JSON object on one line; in ASCII, so that no reader finds another line in it and no terminal stumbles."""
    sys.stdout.write(json.dumps(facts, default=str) + "\n")


def say(text: str) -> None:
    """Something a person reads, beside the answer."""
    error.print(safe(text), markup=False)


def trouble(sentence: str, *, as_json: bool) -> None:
    """Why a command could not run; with `--json` that is the one object of its answer, too."""
    if as_json:
        answer({"error": sentence})
    say(sentence)


def fault(problem: BaseException) -> str:
    """A fault of the program in a sentence: where it happened, never its words, which may hold somebody's data."""
    at = f"{type(problem).__name__} at {logs.where(problem.__traceback__)}"
    return (
        f"The hub met a fault of its own ({at}). What was accepted before is safe. "
        "Run `hub doctor`, and tell whoever maintains the hub this line."
    )


def show(text: str = "") -> None:
    """The answer, as a person reads it."""
    plain.print(safe(text), markup=False)


def table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Rows under their columns; one line each where a program reads them, and no reference is ever broken."""
    drawn = Table(box=None, pad_edge=False, header_style="bold")
    cells = [[safe(str(each)) for each in row] for row in rows]
    for at, each in enumerate(columns):
        drawn.add_column(each, overflow="fold", no_wrap=all(len(row[at]) <= _UNBROKEN for row in cells))
    for row in cells:
        drawn.add_row(*map(Text, row))
    plain.print(drawn, width=None if plain.is_terminal else _WIDE)
