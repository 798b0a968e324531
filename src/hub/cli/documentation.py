"""Pages that are made from the rules, so that they cannot say anything else."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hub.cases.rules import GIVEN_MOVES
from hub.cases.rules import MOVES as CASES
from hub.duties.rules import MOVES as DUTIES
from hub.letters.rules import MOVES as LETTERS
from hub.people.permissions import GRANTED
from hub.triage.rules import EXIT_MOVES as EXITS

_PAGE = Path(__file__).resolve().parents[3] / "docs" / "pathway.md"
_TABLES: Mapping[str, Mapping[Any, frozenset[Any]]] = {
    "An exit": EXITS,
    "A case": CASES,
    "A case and the officer in it": GIVEN_MOVES,
    "A duty": DUTIES,
    "A letter": LETTERS,
}


def page() -> str:
    """The page: each state table, and who may do what."""
    parts = [
        "# States and permissions\n\nMade from the rules by `make fix`; `make check` fails where it differs.\n"
    ]
    for name, moves in _TABLES.items():
        rows = [f"| {state.value} | {', '.join(sorted(str(each.value) for each in after)) or 'nothing: it is final'} |"
                for state, after in moves.items()]  # fmt: skip
        parts.append(f"## {name}\n\n| is | may become |\n|---|---|\n" + "\n".join(rows) + "\n")
    rows = [
        f"| {permission.value} | {', '.join(sorted(role.value for role in roles))} |"
        for permission, roles in GRANTED.items()
    ]
    parts.append("## Who may\n\n| may | roles |\n|---|---|\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def write(*, check: bool) -> bool:
    """Write the page, or with `check` only say whether it is as the rules are."""
    if check:
        return _PAGE.exists() and _PAGE.read_text(encoding="utf-8") == page()
    _PAGE.parent.mkdir(exist_ok=True)
    _PAGE.write_text(page(), encoding="utf-8")
    return True
