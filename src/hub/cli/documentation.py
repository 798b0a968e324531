"""Pages that are made from the rules, so that they cannot say anything else."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from hub.aside.rules import ORIGINAL_MOVES, SUBMISSION_MOVES
from hub.cases.rules import GIVEN_MOVES, STAGE_MOVES
from hub.cases.rules import MOVES as CASES
from hub.duties.rules import ALARM_MOVES as ALARMS
from hub.duties.rules import MOVES as DUTIES
from hub.evidence.rules import MOVES as EXHIBITS
from hub.law import queries as law
from hub.letters.rules import MOVES as LETTERS
from hub.people.permissions import GRANTED
from hub.triage.rules import EXIT_MOVES as EXITS
from hub.triage.rules import REFERRAL_MOVES as REFERRALS

_DOCS = Path(__file__).resolve().parents[3] / "docs"
_MADE = "Made from the rules by `make fix`; `make check` fails where it differs.\n"
TABLES: Mapping[str, Mapping[Any, frozenset[Any]]] = {
    "An exit": EXITS,
    "A case": CASES,
    "What a case has come to": STAGE_MOVES,
    "A case and the officer in it": GIVEN_MOVES,
    "A duty": DUTIES,
    "An alarm": ALARMS,
    "A safeguarding referral": REFERRALS,
    "A letter": LETTERS,
    "A file in the vault": EXHIBITS,
    "An original of what is not a crime": ORIGINAL_MOVES,
    "An intelligence submission": SUBMISSION_MOVES,
}


def pathway() -> str:
    """The page of states: each state table, and who may do what."""
    parts = [f"# States and permissions\n\n{_MADE}"]
    for name, moves in TABLES.items():
        rows = [f"| {state.value} | {', '.join(sorted(str(each.value) for each in after)) or 'nothing: it is final'} |"
                for state, after in moves.items()]  # fmt: skip
        parts.append(f"## {name}\n\n| is | may become |\n|---|---|\n" + "\n".join(rows) + "\n")
    rows = [
        f"| {permission.value} | {', '.join(sorted(role.value for role in roles))} |"
        for permission, roles in GRANTED.items()
    ]
    parts.append("## Who may\n\n| may | roles |\n|---|---|\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def the_law() -> str:
    """The page of the law: each offence in its dated forms, how limits are counted, outcomes, and what is uncertain."""
    known = law.law()
    parts = [
        f"# The law that the hub knows\n\n{_MADE}\nIt is no advice: a person checks and decides.\n",
        _table(
            "Offences",
            ("offence", "section", "title", "from", "until", "consent", "how sure"),
            [
                (each.id, f"{each.statute} {each.section}", each.title, each.standing.valid_from,
                 each.standing.valid_to or "", each.consent, each.standing.sure)
                for each in known.offences
            ],
        ),
        _table(
            "How they are tried, and their limits",
            ("offence", "limb", "aggravated", "provision", "tried", "on indictment", "summarily", "limit", "from", "until"),
            [
                (each.offence, each.limb, "yes" if each.aggravated else "", each.provision, each.mode, each.indictment,
                 each.summary, each.limit or "none", each.standing.valid_from, each.standing.valid_to or "")
                for each in known.forms
            ],
        ),
        _table(
            "How limits are counted",
            ("limit", "words", "from"),
            [(each.limit, each.words, each.standing.valid_from) for each in known.bounds],
        ),
        _table(
            "Outcomes",
            ("outcome", "name", "needs"),
            [(each.number, each.name, each.needs) for each in law.outcome_types()],
        ),
        _table(
            "Uncertain: check before relying on it",
            ("row", "why", "check again"),
            law.uncertain(),
        ),
    ]  # fmt: skip
    return "\n".join(parts)


def _table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table under its title."""
    lines = [columns, ["---"] * len(columns), *rows]
    return f"## {title}\n\n" + "".join(f"| {' | '.join(map(str, each))} |\n" for each in lines)


_PAGES: Mapping[str, Callable[[], str]] = {"pathway.md": pathway, "law.md": the_law}


def write(*, check: bool) -> bool:
    """Write the pages, or with `check` only say whether they are as the rules are."""
    if check:
        return all(
            (_DOCS / name).exists() and (_DOCS / name).read_text(encoding="utf-8") == made()
            for name, made in _PAGES.items()
        )
    _DOCS.mkdir(exist_ok=True)
    for name, made in _PAGES.items():
        (_DOCS / name).write_text(made(), encoding="utf-8")
    return True
