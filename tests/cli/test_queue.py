"""`hub queue`, and what `hub migrate` and `hub doctor` do for the queue; in this process on a database of its own."""

import json

import pytest
from click.testing import CliRunner

from hub.cli.commands.system import doctor, migrate, queue
from hub.queue.models import Waiting
from tests.walks import arrive, telling


@pytest.fixture
def hub(own_database):
    arrive(telling(1), telling(2, borough="Kent"))

    def run(command, *words):
        done = CliRunner().invoke(command, [*words, "--json"])
        return done.exit_code, json.loads(done.stdout)

    return run


def findings(hub):
    _, answer = hub(doctor)
    return [each for each in answer["findings"] if each["about"] == "queue"]


def test_what_differs_is_said_by_reference_and_made_anew(hub):
    assert hub(queue, "check") == (0, {"astray": []})
    assert [each["wrong"] for each in findings(hub)] == [False]
    wrong = Waiting.objects.get(subject_kind="case").subject
    Waiting.objects.filter(subject=wrong).update(borough="camden")
    assert hub(queue, "check") == (3, {"astray": [wrong]})
    (found,) = findings(hub)
    assert found["wrong"]
    assert wrong in found["words"]
    assert "hub queue rebuild" in found["words"]
    code, answer = hub(queue, "rebuild")
    assert (code, answer) == (0, {"looked_at": 2})
    assert hub(queue, "check") == (0, {"astray": []})


def test_migrate_fills_the_queue_of_a_database_from_before_there_was_one_and_only_then(hub):
    assert hub(migrate)[1]["queued"] == 0
    Waiting.objects.all().delete()
    assert hub(migrate)[1]["queued"] == 2
    assert hub(queue, "check")[0] == 0
    assert hub(migrate)[1]["queued"] == 0


@pytest.mark.parametrize("words", [["check"], ["rebuild"]])
def test_only_who_runs_the_system_may(hub, words):
    done = CliRunner().invoke(queue, [*words, "--as", "hub-officer"])
    assert done.exit_code == 1
    assert "may not start, check and maintain the system" in done.stderr
