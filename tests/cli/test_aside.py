"""`hub aside`: what is kept of what is not a crime, and its disposal; in this process on a database of its own."""

import json
from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from hub.aside import queries as known
from hub.aside.models import Original
from hub.cli.commands.aside import aside
from hub.cli.commands.cases import case as case_command
from hub.cli.commands.cases import report as report_command
from hub.letters.models import Letter
from hub.reports.models import Report
from tests.architecture.aside_actions import set_aside
from tests.pathway.aside_world import a_case
from tests.web.accounts import client_of


@pytest.fixture
def case(own_database):
    return set_aside()


def hub(*words):
    done = CliRunner().invoke(aside, list(words))
    return done.exit_code, done.stdout + done.stderr


def as_json(*words):
    code, told = hub(*words, "--json")
    assert code == 0, told
    return json.loads(told)


def test_what_is_kept_is_listed_and_shown_in_dates_and_references_alone(case):
    (line,) = as_json("list")["originals"]
    assert line == as_json("show", case.lower())
    assert line["subject"] == case
    assert line["state"] == "kept"
    assert line["ask_until"] == (known.today() + timedelta(weeks=8)).isoformat()
    assert line["goes_after"] == (known.today() + timedelta(days=60)).isoformat()
    assert case in hub("list")[1]
    assert "sealed until its day" in hub("show", case)[1]
    assert "Quarkwright" not in hub("show", case)[1]
    assert as_json("list", "--of", "held") == {"originals": [], "next": None}
    assert "Nothing is kept" in hub("list", "--of", "due")[1]
    code, said = hub("list", "--after", "odd")
    assert (code, "is not what an earlier page gave" in said) == (1, True)


def test_it_is_held_released_and_disposed_of_on_its_day(case):
    assert as_json("look", case, "--reason", "She wrote.")["held_because"] == "another-look"
    assert "held: somebody asks for another look" in hub("show", case)[1]
    assert as_json("release", case, "--reason", "It stays.")["state"] == "kept"
    until = (known.today() + timedelta(days=9)).isoformat()
    assert as_json("hold", case, "--until", until, "--reason", "A court.")["held_until"] == until
    assert "goes after" in hub("release", case, "--reason", "The court is done.")[1]
    assert "Nothing was due" in hub("dispose")[1]
    Original.objects.update(dispose_on=known.today() - timedelta(days=1))
    assert as_json("dispose") == {"disposed": 1}
    assert as_json("show", case)["state"] == "disposed"
    code, said = hub("restore", case, "--reason", "x")
    assert (code, "disposed of" in said) == (1, True)


def test_it_is_brought_back(case):
    assert "written back" in hub("restore", case, "--reason", "It was decided otherwise.")[1]
    assert as_json("show", case)["state"] == "restored"


@pytest.mark.parametrize(
    "words", [("show", "Quarkwright"), ("show", "D-AAAAA-BBBBB"), ("look", "x", "--reason", "x")]
)
def test_what_is_no_case_or_report_is_refused(case, words):
    code, said = hub(*words)
    assert (code, "Name a case or a report by its reference" in said) == (1, True)


@pytest.mark.parametrize("words", [("list",), ("dispose",)])
def test_a_hub_officer_neither_lists_nor_disposes(case, words):
    code, said = hub(*words, "--as", "hub-officer")
    assert (code, "may not" in said) == (1, True)


def test_nothing_is_told_of_it_step_by_step(case):
    for command, named in ((case_command, case), (report_command, Report.objects.get().reference)):
        done = CliRunner().invoke(command, ["show", named])
        assert done.exit_code == 1
        assert f"{case} is not a crime and was set aside" in done.stderr


def test_every_door_names_the_same_last_day_on_which_they_may_ask(own_database):
    case = a_case()
    given = (
        "decide",
        case,
        "--decision",
        "not-a-crime",
        "--reason",
        "A quotation.",
        "--considered",
        "The post.",
    )
    done = CliRunner().invoke(case_command, [*given, "--json"])
    promised = json.loads(done.stdout)["another_look_until"]
    assert as_json("show", case)["ask_until"] == promised
    letter = Letter.objects.get(template="decision-not-a-crime").facts["until"]
    assert letter == f"{date.fromisoformat(promised):%-d %B %Y}"
    page = client_of("gita").get(f"/desk/aside/{case}/").content.decode()
    assert f"until the end of {letter}" in page


def test_nobody_is_called_a_victim_or_a_suspect_at_the_command_line(case):
    as_json("look", case, "--reason", "She wrote.")
    told = [hub("list"), hub("list", "--json"), hub("show", case), hub("show", case, "--json"), hub("--help")]
    told += [hub("release", case, "--reason", "It stays."), hub("restore", case, "--reason", "New facts.")]
    for code, said in told:
        assert code == 0, said
        assert "victim" not in said.lower(), said
        assert "suspect" not in said.lower(), said
