import multiprocessing
import os
import signal
from pathlib import Path

from django.db import connections

from hub import pathway
from hub.places import queries
from tests.places.invented import many
from tests.walks import OPERATOR


def silent(rows: int) -> None:
    """Nobody watches."""


def die(rows: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def load_and_die(path: Path) -> None:
    pathway.load_postcodes(path=path, name="killed", progress=die, by=OPERATOR)


def test_a_load_that_is_killed_leaves_the_old_edition_in_force(own_database, tmp_path):
    first, later = tmp_path / "first.csv", tmp_path / "later.csv"
    first.write_text("pcds,oslaua,pfa\nEC1A 1BB,E09000001,E23000034\n")
    later.write_text(many(12_000))
    pathway.load_postcodes(path=first, name="first", progress=silent, by=OPERATOR)
    connections.close_all()
    process = multiprocessing.get_context("fork").Process(target=load_and_die, args=(later,))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert queries.edition() == "first"
    assert queries.exact(["EC1A 1BB"])["EC1A 1BB"].borough == "city-of-london"
    assert pathway.load_postcodes(path=later, name="again", progress=silent, by=OPERATOR) > 1
    assert queries.edition() == "again"
    assert queries.exact(["EC1A 1BB"]) == {}
