"""What every command shares: one answer, whatever happens; refusals on record; nobody's data where it does not belong."""

import contextlib
import json
import os
import pwd
import re

import click
import pytest
from click.testing import CliRunner
from django.conf import settings

from hub.audit.models import Line, Reason
from hub.audit.terms import Kind
from hub.cli import frame, output
from hub.cli.commands import hub
from hub.cli.running import run
from hub.common.references import UNKNOWN
from hub.people.permissions import Permission
from hub.people.terms import Role
from tests.walks import AMINA, arrive, telling

pytestmark = pytest.mark.django_db

_WORDS = {
    "case list": [], "case show": ["C-00000-00000"], "report show": ["R-00000-00000"],
    "report add": ["R-00000-00000", "--text", "x"], "exit confirm": ["R-00000-00000", "--reason", "x"],
    "exit refuse": ["R-00000-00000", "--reason", "x"], "due": [], "clocks": [], "duty pause": ["D-00000-00000", "--reason", "x"],
    "duty resume": ["D-00000-00000", "--reason", "x"], "duty done": ["D-00000-00000", "--reason", "x"],
    "duty not-possible": ["D-00000-00000", "--reason", "x"], "letters": [], "law offences": [],
    "law limits": ["--offence", "POA5", "--first-sent", "2026-01-15"], "audit verify": [], "audit show": [],
    "receive": ["/nowhere/at/all.csv"], "migrate": [],
}  # fmt: skip


@pytest.mark.parametrize("name", _WORDS)
def test_with_json_there_is_one_object_on_one_line_whatever_happens(name, capsys):
    try:
        status = run([*name.split(), *_WORDS[name], "--json"])
    except SystemExit as gone:
        status = gone.code
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 1
    answer = json.loads(said.out)
    assert isinstance(answer, dict)
    assert ("error" in answer) == (status == 1)
    assert (answer.get("error", "") in said.err) or not status


@pytest.mark.parametrize("words", [["receive"], ["nonsense"], ["due", "--limit", "0"], ["case", "show"]])
def test_a_command_typed_wrongly_could_not_run(words, capsys):
    assert run([*words, "--json"]) == 1
    assert list(json.loads(capsys.readouterr().out)) == ["error"]


@pytest.mark.parametrize("words", [["case", "show", "amina invented"], ["report", "show", "x" * 300],
    ["report", "add", "Amina Invented", "--text", "x"], ["duty", "done", "Amina Invented", "--reason", "x"],
    ["exit", "confirm", "amina@example.org", "--reason", "x"], ["audit", "show", "--subject", "Amina Invented"]])  # fmt: skip
def test_a_name_typed_as_a_reference_never_stands_in_the_record(words):
    with contextlib.suppress(SystemExit):
        run(words)
    subjects = set(Line.objects.values_list("subject", flat=True))
    assert not {each for each in subjects if "AMINA" in each.upper() or "XXX" in each.upper()}
    assert UNKNOWN in subjects or words[0] in {"case", "report"}


def test_every_refusal_is_one_line_of_the_record():
    for words in (["case", "show", "C-00000-00000"], ["duty", "done", "D-00000-00000", "--reason", " "],
                  ["case", "list", "--as", "auditor"], ["audit", "new-epoch", "--reason", " "]):  # fmt: skip
        before = Line.objects.filter(refused=True).count()
        with pytest.raises(SystemExit):
            run(words)
        assert Line.objects.filter(refused=True).count() == before + 1, words


def test_each_record_that_is_read_is_a_consultation_with_its_reason():
    (arrived,) = arrive(telling(**AMINA))
    reference = arrived.placed.case
    assert run(["case", "show", reference.lower(), "--people", "--reason", "to telephone her"]) == 0
    kinds = {"cases.read", "reports.read", "identities.open"}
    lines = Line.objects.filter(action__in=kinds)
    assert {each.action for each in lines} == kinds
    assert {each.kind for each in lines} == {Kind.CONSULTATION}
    assert {Reason.objects.get(line=each.pk).text for each in lines} == {"to telephone her"}


def test_nobody_is_shown_for_no_reason_even_where_nobody_is_named(capsys):
    (arrived,) = arrive(telling())
    for words in (["case", "show", arrived.placed.case], ["report", "show", "R-00000-00000"]):
        with pytest.raises(SystemExit) as gone:
            run([*words, "--people", "--reason", "  "])
        assert gone.value.code == 1
        assert "Say why" in capsys.readouterr().err


def test_who_acts_is_the_account_and_not_what_the_environment_says(monkeypatch):
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "somebody-else")
    assert frame.actor("operator").name == pwd.getpwuid(os.getuid()).pw_name
    monkeypatch.setattr(os, "getuid", lambda: 4_000_123)
    assert frame.actor("operator").name == "account-4000123"


@pytest.mark.parametrize(
    "role", [each.value for each in Role if each not in {Role.OPERATOR, Role.MACHINE, Role.DEDICATED_UNIT}]
)
def test_only_who_runs_the_system_stops_or_examines_it(role):
    for name in ("stop", "doctor"):
        with pytest.raises(SystemExit) as gone:
            run([name, "--as", role])
        assert gone.value.code == 1
        assert Line.objects.filter(action=f"cli.{name}", refused=True, actor__startswith=role).count() == 1


@pytest.mark.parametrize("role", [Role.MACHINE, Role.DEDICATED_UNIT])
def test_nobody_is_the_hub_itself_or_the_dedicated_unit_here(role, capsys):
    assert run(["doctor", "--as", role.value]) == 1
    assert "is not one of" in capsys.readouterr().err
    assert not Line.objects.filter(actor__startswith=role.value, action="cli.doctor").exists()


def test_the_doctor_is_on_record_too():
    with pytest.raises(SystemExit):
        run(["doctor"])
    assert Line.objects.filter(action="cli.doctor").count() == 1


def test_a_fault_of_the_program_tells_where_and_not_its_words(monkeypatch, capsys):
    @click.command()
    @frame.command("broken", permission=Permission.READ_CASES)
    def broken(*, as_json, by):
        raise ValueError("Amina Invented, amina@example.org")

    monkeypatch.setitem(hub.commands, "broken", broken)
    assert run(["broken", "--json"]) == 1
    said = capsys.readouterr()
    assert "ValueError" in json.loads(said.out)["error"]
    assert "test_frame.py" in said.err
    assert "mina" not in said.out + said.err


def test_what_was_reported_is_shown_to_a_terminal_and_never_obeyed(capsys):
    (arrived,) = arrive(telling(what_happened="Invented \x1b]0;owned\x07 \u202etxt \x9b31m"))
    assert run(["case", "show", arrived.placed.case]) == 0
    shown = capsys.readouterr().out
    assert "\\x1b]0;owned\\x07" in shown
    assert not set("\x1b\x07\x9b\u202e") & set(shown)


def test_an_answer_is_one_line_also_for_whoever_splits_at_every_kind_of_line_end(capsys):
    output.answer({"words": "one\u2028two\x85three\ud800"})
    said = capsys.readouterr().out
    assert len(said.splitlines()) == 1
    assert json.loads(said)["words"] == "one\u2028two\x85three\ud800"


def test_a_table_that_a_program_reads_breaks_no_reference(capsys):
    references = [arrive(telling(each))[0].placed.case for each in range(3)]
    assert run(["case", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1 + len(references)
    assert {each.split()[0] for each in lines[1:]} == set(references)


def test_cases_are_listed_newest_first_and_next_says_where_the_page_after_begins(capsys):
    opened = [arrive(telling(each))[0].placed.case for each in range(5)]
    arrive(telling(9, borough="Camden"))
    pages, after = [], ()
    for _ in range(3):
        assert run(["case", "list", "--unit", "ce", "--limit", "2", *after, "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert list(found) == ["cases", "next"]
        pages.append([each["reference"] for each in found["cases"]])
        after = ("--after", found["next"])
    assert found["next"] is None
    assert pages == [opened[4:2:-1], opened[2:0:-1], opened[:1]]


def _commands(group, path=()):
    for name, each in group.commands.items():
        yield [*path, name]
        if hasattr(each, "commands"):
            yield from _commands(each, (*path, name))


@pytest.mark.parametrize("words", [[], *_commands(hub)], ids=" ".join)
def test_every_command_has_a_page_of_the_manual(words):
    done = CliRunner().invoke(hub, [*words, "--help"])
    assert done.exit_code == 0
    assert "Usage:" in done.output
    assert settings.DATABASES["default"]["PASSWORD"] not in done.output


def test_the_manual_names_every_command_and_says_in_a_sentence_what_it_does_and_what_each_option_means():
    wanting = []
    for words in [[], *_commands(hub)]:
        found = hub
        for each in words:
            found = found.commands[each]
        page = CliRunner().invoke(hub, [*words, "--help"]).output
        named = [name for name, each in getattr(found, "commands", {}).items() if not each.hidden]
        wanting += [[*words, name] for name in named if not re.search(rf"^  {name} +\w", page, re.MULTILINE)]
        wanting += [
            words
            for sentence in [(found.help or "").strip()]
            if not sentence or sentence.split("\n\n")[0][-1] not in ".:"
        ]
        wanting += [
            [*words, each.opts[0]]
            for each in found.params
            if isinstance(each, click.Option) and not each.help
        ]
    assert wanting == []
