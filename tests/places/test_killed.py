import os
import signal
import subprocess
import sys
from pathlib import Path

from django.db import connections

from hub import pathway
from hub.places import queries
from tests import database
from tests.places.invented import many
from tests.walks import OPERATOR

ROOT = Path(__file__).resolve().parents[2]


def silent(rows: int) -> None:
    """Nobody watches."""


def die(rows: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def load_and_die(path: str, database_name: str) -> None:
    """What the process does that is killed; a new one, for a fork would share this one's connections."""
    database.live_in_the_environment()
    database.use(database_name)
    pathway.load_postcodes(path=Path(path), name="killed", progress=die, by=OPERATOR)


KILLED = "import sys, django; django.setup(); from tests.places.test_killed import load_and_die; load_and_die(*sys.argv[1:])"


def test_a_load_that_is_killed_leaves_the_old_edition_in_force(own_database, tmp_path):
    first, later = tmp_path / "first.csv", tmp_path / "later.csv"
    first.write_text("pcds,oslaua,pfa\nEC1A 1BB,E09000001,E23000034\n")
    later.write_text(many(12_000))
    pathway.load_postcodes(path=first, name="first", progress=silent, by=OPERATOR)
    connections.close_all()
    killed = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", KILLED, str(later), own_database],
        cwd=ROOT, env={**os.environ, "DJANGO_SETTINGS_MODULE": "hub.config.settings"}, check=False, timeout=120,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL
    assert queries.edition() == "first"
    assert queries.exact(["EC1A 1BB"])["EC1A 1BB"].borough == "city-of-london"
    assert pathway.load_postcodes(path=later, name="again", progress=silent, by=OPERATOR) > 1
    assert queries.edition() == "again"
    assert queries.exact(["EC1A 1BB"]) == {}
