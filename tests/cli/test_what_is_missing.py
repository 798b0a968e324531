"""A wrong Python or a missing program is one sentence that says what to do, before anything is begun."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hub.cli import main

ROOT = Path(__file__).resolve().parents[2]
MAKE, PYTHON, WRONG = shutil.which("make") or "", sys.executable, shutil.which("false") or ""


@pytest.fixture
def install(tmp_path):
    """`make install` beside nothing, where no program is found but those that are named."""
    shutil.copy(ROOT / "Makefile", tmp_path)

    def run(python):
        done = subprocess.run(
            [MAKE, "--no-print-directory", "install", f"PYTHON={python}"], cwd=tmp_path, env={"PATH": str(tmp_path / "nothing")},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert [each.name for each in tmp_path.iterdir()] == ["Makefile"]
        return done

    return run


@pytest.mark.parametrize(
    ("python", "sentence"),
    [
        ("", "Python 3.11 was not found: install it (Debian: apt-get install python3.11 python3.11-venv), then run make again."),
        (WRONG, "Python's venv is missing: install it (Debian: apt-get install python3.11-venv), then run make again."),
        (
            PYTHON,
            "npm was not found: install Node.js 20 or later with npm (Debian: apt-get install npm), then run make again.",
        ),
    ],
    ids=["python", "venv", "npm"],
)  # fmt: skip
def test_what_is_missing_for_the_setup_is_one_sentence_and_nothing_is_made(install, python, sentence):
    done = install(python)
    assert done.returncode != 0
    assert done.stdout.splitlines() == [sentence]


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ((), []), (("EXIT=1",), ["--exit"]), (("PORT=8001",), ["--port", "8001"]),
        (("PORT=8001", "EXIT=1"), ["--port", "8001", "--exit"]),
    ],
)  # fmt: skip
def test_make_demo_asks_the_hub_for_what_it_was_asked_for(given, asked):
    done = subprocess.run(
        [MAKE, "-n", "--no-print-directory", "-o", "setup", "demo", *given],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split()[1:] == ["demo", *asked]


@pytest.mark.parametrize("version", [(3, 10, 9), (3, 12, 0), (2, 7, 18)])
def test_another_python_is_told_which_one_the_hub_needs(monkeypatch, capsys, version):
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit) as gone:
        main.main()
    assert gone.value.code == 1
    said = capsys.readouterr()
    assert (said.out, said.err) == (
        "",
        "The hub needs Python 3.11: run `make setup` with it, then .venv/bin/hub.\n",
    )
