"""What the command line says, to whom: answers to standard output, everything else to standard error."""

import json
import re
import sys
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from hub.config import logs

error = Console(stderr=True, highlight=False, soft_wrap=True)
# Where nobody's screen sets the width, rows stay whole.
_WIDTH_OF_A_FILE = 10_000
_WIDTH_OF_A_PAGE = 120
plain = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else _WIDTH_OF_A_FILE)
_REFERENCE = re.compile(r"[A-Z]-[0-9A-Z]{5}-[0-9A-Z]{5}")

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
    error.print(_as_it_is(text))


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
    plain.print(_as_it_is(text))


def table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Rows under their columns; a reference is never broken, so that it can be copied."""
    drawn = Table(box=None, pad_edge=False, header_style="bold")
    first = rows[0] if rows else [""] * len(columns)
    for each, example in zip(columns, first, strict=True):
        drawn.add_column(each, overflow="fold", no_wrap=bool(_REFERENCE.fullmatch(str(example))))
    for row in rows:
        drawn.add_row(*[_as_it_is(each) for each in row])
    plain.print(drawn)


def pairs(rows: Sequence[tuple[str, str]]) -> None:
    """What it is about, and the words; a name that comes again is said once."""
    drawn = Table.grid(padding=(0, 2))
    drawn.add_column(no_wrap=True)
    drawn.add_column(overflow="fold")
    before = ""
    for name, text in rows:
        drawn.add_row(_as_it_is("" if name == before else f"  {name}"), _as_it_is(text))
        before = name
    plain.print(drawn, width=_WIDTH_OF_A_PAGE)


def counted(counts: Mapping[str, int]) -> str:
    """Figures by name."""
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def rows(count: int) -> str:
    """So many rows, with their verb in the past."""
    return "1 row was" if count == 1 else f"{count} rows were"


def _as_it_is(text: object) -> Text:
    """A text as it was written: nothing in it is an order to the screen."""
    return Text(safe(str(text)))
