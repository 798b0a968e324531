"""Every action that the record can hold has words that a person reads."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.duties.terms import State as Duty
from hub.letters.terms import State as Letter
from hub.pathway.recording import LOOKS
from hub.triage.terms import ExitState
from hub.triage.terms import ReferralState as Referral
from hub.web.desk.record import words

SOURCE = Path(__file__).resolve().parents[4] / "src" / "hub"
RECORDING = {"on_case", "on_record", "_record", "_recorded", "refusals_recorded", "_attempt", "_found_by"}
# Actions that are put together when they happen, and everything that may come of them.
MADE = {
    "duties.{state.value}": {f"duties.{each.value}" for each in Duty},
    "duties.{step.__name__}": {f"duties.{each}" for each in ("pause", "resume", "complete", "mark_not_possible")},
    "duties.alarm-{state.value}": {"duties.alarm-acknowledged", "duties.alarm-ended"},
    "triage.referral-{state.value}": {f"triage.referral-{each.value}" for each in Referral if each != Referral.ASKED},
    "letters.{state}": {f"letters.{each.value}" for each in Letter},
    "triage.exit-{row.state}": {f"triage.exit-{each.value}" for each in ExitState},
    "{kind}s.read": {"cases.read", "reports.read"},
    "{new.notes}\\n{new.reason}": set(),  # what was typed
    "cli.{name}": set(),  # the commands themselves are found too
    "cli.duty-{name}": {f"cli.duty-{each}" for each in ("pause", "resume", "done", "not-possible")},
}  # fmt: skip
MODULES = {each.name for each in SOURCE.iterdir() if each.is_dir()} | {"desk", "jobs"}


def looks_like_one(text: str) -> bool:
    module, dot, verb = text.partition(".")
    return bool(dot) and module in MODULES and verb.replace("-", "").replace("_", "").isalpha()


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def told(node: ast.AST) -> Iterator[str]:
    """Every text and every pattern inside."""
    if isinstance(node, ast.JoinedStr):
        yield ast.unparse(node)[2:-1]
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    else:
        for each in ast.iter_child_nodes(node):
            yield from told(each)


def recorded() -> Iterator[str]:
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Assign) and any(
                getattr(each, "id", "") == "action" for each in node.targets
            )
            if isinstance(node, ast.Call) and called(node) == "Entry":
                yield from told(node.args[1])
            elif named or (isinstance(node, ast.Call) and called(node) in RECORDING):
                yield from told(node)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "command":
                yield from (f"cli.{each}" for each in told(node.args[0]))


def actions() -> set[str]:
    found = set()
    for text in recorded():
        if "{" in text:
            found |= MADE.get(text, {f"unknown pattern {text}"})
        elif looks_like_one(text):
            found.add(text)
    return found


def test_every_action_of_the_source_has_words():
    assert len(actions()) > 80
    assert not sorted(actions() - words.WORDS.keys())


def test_no_words_are_kept_for_what_is_never_recorded():
    assert not sorted(words.WORDS.keys() - actions())


def test_looks_at_people_are_actions_of_the_source():
    assert actions() >= LOOKS


@pytest.mark.parametrize(
    ("kind", "subject", "said"),
    [
        ("case", "C-1", "case C-1"),
        ("audit", "audit", "the record"),
        ("audit", "C-1", "the record about C-1"),
        ("search", "words", "search"),
        ("odd", "X", "odd X"),
    ],
)
def test_whose_record_it_is_in_words(kind, subject, said):
    assert words.whose(kind, subject) == said


def test_a_refused_attempt_says_so_and_an_unknown_action_is_named_as_recorded():
    assert words.what("queue.claim", refused=True) == "Refused: claimed what waits"
    assert words.what("later.thing", refused=False) == "later.thing"


def test_codes_are_told_in_short_and_what_is_blank_is_left_out():
    codes = {"duty": "D-1", "held": "", "person": True, "refused": False, "new_one": 3}
    assert words.details(codes) == "duty D-1, person, new one 3"
