"""What stands in the Makefile and the locks, where nothing else would notice its absence."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def recipe(target: str) -> str:
    """What a target of the Makefile runs."""
    (found,) = re.findall(
        rf"^{target}:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE
    )
    return found


@pytest.mark.parametrize("lock", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda each: each.name)
def test_whatever_is_installed_is_pinned_and_known_by_its_hash(lock):
    words = lock.read_text("utf-8").replace("\\\n", " ")
    named = [each for each in words.splitlines() if each.strip() and not each.lstrip().startswith("#")]
    assert named
    assert [
        each for each in named if not re.match(r"[\w.-]+(\[[\w,-]+\])?==\S+ .*--hash=sha256:", each)
    ] == []


def test_nothing_is_installed_without_its_hash_or_resolved_anew():
    assert "--no-deps --require-hashes -r requirements/dev.txt" in recipe("install")
    assert "npm ci --prefix frontend" in recipe("install")


def test_make_check_asks_and_changes_nothing():
    asked = recipe("check")
    for each in (
        "ruff check .", "ruff format --check .", "djlint src/hub --lint", "mypy", "lint-imports",
        "makemigrations --check --dry-run", "hub docs --check",
    ):  # fmt: skip
        assert each in asked
    assert "--fix" not in asked


def test_a_clean_clone_must_pass_the_checks_and_the_tests():
    assert (ROOT / ".ci" / "run").read_text("utf-8").splitlines()[-1] == "make check test"
