"""`hub queue`, and what `hub migrate` and `hub doctor` do for the queue; in this process on a database of its own."""

import json

import pytest
from click.testing import CliRunner

from hub import pathway
from hub.audit.models import Line
from hub.cli.commands.queue import queue
from hub.cli.commands.system import doctor, migrate
from hub.queue.models import Waiting
from hub.queue.terms import NewRule
from tests.walks import arrive, telling
from tests.web.accounts import account, actor


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


def test_what_waits_is_listed_with_why_and_its_queue_a_page_at_a_time(hub):
    code, answer = hub(queue, "list", "--limit", "1")
    assert code == 0
    (first,) = answer["waiting"]
    assert set(first) == {"subject", "band", "why", "duty", "due_at", "queue"}
    assert first["queue"] == "hub"
    _, rest = hub(queue, "list", "--after", answer["next"])
    assert rest["next"] is None
    assert {first["subject"], *(each["subject"] for each in rest["waiting"])} == set(
        Waiting.objects.values_list("subject", flat=True)
    )


def test_the_rules_are_listed_with_how_they_fare_and_why_tells_rule_version_and_inputs(hub):
    assert hub(queue, "rules") == (0, {"rules": []})
    account("gita")
    rule = pathway.save_rule(
        rule="",
        new=NewRule("In Hackney", {"borough": ("hackney",)}, "hub", 1, reason="because"),
        seen=0,
        by=actor("gita"),
    )
    arrive(telling(3))
    case = Waiting.objects.order_by("-pk")[0].subject
    _, answer = hub(queue, "rules")
    (told,) = answer["rules"]
    assert (told["rule"], told["version"], told["conditions"], told["hits_in_30_days"]) == (
        rule,
        1,
        {"borough": ["hackney"]},
        1,
    )
    assert told["last_fired"]
    code, answer = hub(queue, "why", case)
    assert code == 0
    assert (answer["rule"], answer["version"], answer["queue"]) == (rule, 1, "hub")
    assert [each["inputs"] for each in answer["moves"]] == [{"borough": "hackney"}]
    assert Line.objects.filter(action="queue.why", subject=case).count() == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [(("list", "--queue", "nowhere"), "no queue nowhere"), (("list", "--after", "x"), "--after"), (("why", "C-00000-00000"), "does not wait"),
     (("list", "--as", "borough-officer"), "which command unit")],
)  # fmt: skip
def test_what_cannot_be_answered_says_so_in_a_sentence(hub, words, said):
    code, answer = hub(queue, *words)
    assert code == 1
    assert said in answer["error"]


@pytest.mark.parametrize("words", [("list",), ("rules",), ("why",)])
def test_it_is_said_in_words_too(hub, words):
    subject = Waiting.objects.filter(subject_kind="case").get().subject
    done = CliRunner().invoke(queue, [*words, *([subject] if words == ("why",) else [])])
    assert done.exit_code == 0, done.output
    assert done.output.strip()
