"""What holds for every command there is: the operator may run it, each run is a line of the record, one object answers."""

import inspect
import json
import socket
from concurrent.futures import ThreadPoolExecutor

import click
import pytest
from django.db import connections

from hub.audit.models import Line
from hub.cases.models import Case
from hub.cli import frame
from hub.cli.commands import hub
from hub.cli.running import run
from hub.duties.models import Alarm, Duty
from hub.reports.models import Report
from tests.architecture.kinds_of_lines import of_another_kind
from tests.cli.test_receive import write
from tests.walks import AMINA, arrive, row, telling
from tests.web.accounts import account

WRITES_PAGES = "docs"  # a tool of those who build the hub: it reads nothing of anybody
STOPS = "stop"  # where no server runs there is nothing to record in; with one, see test_commands
NAMED = (
    "amina invented",
    "amina@",
    "07700 900123",
    "7700900123",
    "e8 1ea",
)  # of whom the reports tell; nobody asked for people
SHOWS_PEOPLE = {"case show", "report show"}
NEEDS_A_SERVER = "worker"  # it works in connections of its own, which see nothing of an open transaction


def commands(group=hub, path=()):
    """Every command by its words."""
    for name, each in group.commands.items():
        if isinstance(each, click.Group):
            yield from commands(each, (*path, name))
        else:
            yield " ".join((*path, name)), each


EVERY = dict(commands())


@pytest.fixture
def world(tmp_path, settings, request):
    """Something of each kind that a command can be about, by the letter of its reference."""
    settings.HUB_AUDIT_HEADS = tmp_path / "heads.log"
    if request.node.callspec.params["name"] == STOPS:
        settings.HUB_HOME = tmp_path / "home"  # not the server of the tests
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    told = {**AMINA, "what_happened": "Invented report: they wrote that Amina Invented should go."}
    arrive(
        telling(1, **told, postcode="E8 1EA"),
        telling(2, **told, borough="Kent"),
        telling(3, **told, immediate_danger="yes"),
    )
    (tmp_path / "in.csv").touch()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield {
            "case": Case.objects.first().reference, "report": Report.objects.get(source_reference="T-2").reference,
            "duty": Duty.objects.filter(state="running").first().reference, "alarm": Alarm.objects.first().reference,
            "account": account("bo").reference, "folder": tmp_path,
            "port": str(taken.getsockname()[1]),
        }  # fmt: skip


def words(name, world):
    """A command with everything that it must be given, about something that there is."""
    given = [*name.split(), "--json"]
    for each in EVERY[name].params:
        if isinstance(each, click.Argument):
            given.insert(len(name.split()), argument(name, each.name, world))
        elif each.required:
            given += [each.opts[0], *option(each, world)]
    return given + {"serve": ["--port", world["port"]], "demo": ["--code", "bo"]}.get(name, [])


def argument(name, asked, world):
    """What an argument is about."""
    group = name.partition(" ")[0]
    about = {"report": "report", "exit": "report", "transfer": "report", "duty": "duty", "alarm": "alarm"}
    if asked == "file":
        file = world["folder"] / "in.csv"
        return str(write(file, [row(9)]) if name == "receive" else file)
    if asked == "files":
        return str(world["folder"] / "in.csv")
    found = {
        "email": "nina@example.org", "account": world["account"], "subject": world["case"], "unit": "CE",
        "force": "kent-police", "address": "unit@example.org", "number": "15", "exhibit": "M-00000-00000",
        "reference": world[about.get(group, "case")],
    }  # fmt: skip
    return found[asked]


def option(asked, world):
    """What an option that has to be there says."""
    if asked.is_flag:
        return []
    if isinstance(asked.type, click.Choice):
        return [asked.type.choices[0]]
    return [str(world["folder"] / "out") if isinstance(asked.type, click.Path) else "Invented."]


def answered(name, world, capsys):
    """What a command said to a program, whatever came of it."""
    status = ended(words(name, world))
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 1, said
    found = json.loads(said.out)
    assert isinstance(found, dict)
    assert ("error" in found) == (status in {1, 2}), found
    assert not named(said), said
    return found


def named(said):
    """Whoever the reports tell of, in anything that a command said."""
    return {each for each in NAMED if each in f"{said.out} {said.err}".casefold()}


def ended(given):
    """How a command ended."""
    try:
        return run(given)
    except SystemExit as gone:
        return gone.code


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(EVERY.keys() - {WRITES_PAGES, NEEDS_A_SERVER}))
def test_the_operator_may_run_it_it_is_on_record_and_one_object_answers(name, world, capsys, settings):
    found = answered(name, world, capsys)
    assert "may not" not in found.get("error", ""), found
    assert "fault of its own" not in found.get("error", ""), found
    ran = Line.objects.filter(action=f"cli.{name.replace(' ', '-')}", refused=False)
    stopped = (
        name == STOPS and not settings.ENVIRONMENT.database_url
    )  # a server that is another's is not stopped
    assert {each.actor for each in ran} == (set() if stopped else {str(frame.actor("operator"))})
    assert of_another_kind(0) == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(EVERY.keys() - {WRITES_PAGES, NEEDS_A_SERVER}))
def test_nobody_is_named_to_whoever_reads_it_and_did_not_ask_for_people(name, world, capsys):
    status = ended([each for each in words(name, world) if each != "--json"])
    said = capsys.readouterr()
    assert not named(said), said
    assert said.out or said.err or status == 0
    if name in SHOWS_PEOPLE:
        assert (status, world["case" if name == "case show" else "report"] in said.out) == (0, True)


@pytest.mark.django_db
@pytest.mark.parametrize("form", [["--json"], []])
@pytest.mark.parametrize("name", sorted(SHOWS_PEOPLE))
def test_whoever_asks_for_people_for_a_reason_is_shown_them_and_for_none_is_not(name, form, world, capsys):
    given = [each for each in words(name, world) if each != "--json"] + form
    assert ended([*given, "--people", "--reason", "to telephone her"]) == 0
    assert {"amina invented", "amina@"} <= named(capsys.readouterr())
    assert ended([*given, "--people"]) == 1
    assert ended([*given, "--reason", "to telephone her"]) == 0
    assert not named(capsys.readouterr())


def test_people_can_be_asked_for_where_a_case_or_a_report_is_shown_and_nowhere_else():
    asks = {name for name, each in EVERY.items() if "people" in {given.name for given in each.params}}
    assert asks == SHOWS_PEOPLE


def _worker():
    """The worker, once, on connections that end with it."""
    try:
        return run([NEEDS_A_SERVER, "--once", "--json"])
    finally:
        connections.close_all()


def test_so_may_they_run_the_worker(own_database, capsys, settings, tmp_path):
    settings.HUB_AUDIT_HEADS = tmp_path / "heads.log"
    assert settings.DATABASES["default"]["NAME"] == own_database
    with ThreadPoolExecutor(1) as other:  # where a browser of an earlier test runs no loop
        assert other.submit(_worker).result() == 0
    assert json.loads(capsys.readouterr().out) == {"worker": "idle"}
    assert Line.objects.filter(action="cli.worker", refused=False).count() == 1


def test_every_command_makes_the_hub_ready_first_but_the_two_that_mend_or_stop_it():
    """What being made ready means on an empty home, and what these two answer there, is in test_commands."""
    found = {
        name: inspect.getclosurevars(each.callback).nonlocals["prepared"]
        for name, each in EVERY.items()
        if name != WRITES_PAGES
    }
    assert {name for name, prepared in found.items() if not prepared} == {"doctor", STOPS}


def test_what_is_not_asked_for_by_a_role_is_the_one_tool_of_those_who_build_the_hub():
    unasked = {name for name, each in EVERY.items() if "role" not in {given.name for given in each.params}}
    assert unasked == {WRITES_PAGES}
    assert EVERY[WRITES_PAGES].hidden
