"""Promises about the code itself."""

import ast
import configparser
import importlib
import inspect
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import PROTECT, CheckConstraint
from procrastinate.contrib.django import app

from hub.cli import documentation
from hub.common.deferral import Task
from hub.common.privacy import Retention
from hub.people.permissions import GRANTED, Permission, may
from hub.people.terms import Actor, Role
from hub.workers import tasks

SOURCE = Path(__file__).resolve().parents[2] / "src" / "hub"
FILES = [each for each in sorted(SOURCE.rglob("*.py")) if "migrations" not in each.parts]
MODELS = [each for each in apps.get_models() if each.__module__.startswith("hub.")]


@pytest.mark.parametrize("model", MODELS, ids=lambda each: each.__name__)
def test_every_field_carries_one_privacy_label(model):
    labels = model.Privacy
    fields = sorted(each.name for each in model._meta.concrete_fields)
    sorted_out = [*labels.identifying, *labels.sensitive, *labels.plain]
    assert sorted(sorted_out) == fields
    assert labels.retention in Retention


@pytest.mark.parametrize("file", FILES, ids=lambda each: str(each.relative_to(SOURCE)))
def test_no_file_is_longer_than_400_lines(file):
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 400


# What runs by itself, and when: a task whose schedule is lost would fail nothing else, because it is never late.
SCHEDULES = {
    "pathway.remind": "* * * * *", "duties.call-again": "* * * * *", "queue.end-words": "* * * * *",
    "letters.release-held": "*/2 * * * *", "audit.seal": "*/5 * * * *", "evidence.see-to-scans": "*/10 * * * *",
    "reports.expire-drafts": "17 * * * *", "people.clear-sessions": "31 * * * *", "duties.see-to-tests": "37 * * * *",
    "aside.daily": "7 2 * * *", "evidence.daily": "27 2 * * *", "audit.examine-daily": "40 3 * * *",
    "queue.check": "23 4 * * *", "pathway.check-subjects": "53 4 * * *", "duties.test-alarm": "7 5 * * *",
}  # fmt: skip


def test_what_runs_by_itself_runs_when_it_should():
    scheduled = app.periodic_registry.periodic_tasks.values()
    assert {each.task.name: each.cron for each in scheduled} == SCHEDULES


def test_every_deferred_task_is_carried_out_by_a_worker():
    assert tasks
    ours = {
        name
        for name in app.tasks
        if not name.startswith("builtin:") and not name.startswith("procrastinate.")
    }
    assert ours - set(SCHEDULES) == {each.value for each in Task}


def test_every_permission_is_granted_to_somebody_and_an_auditor_may_only_read_the_record():
    assert set(GRANTED) == set(Permission)
    assert all(GRANTED.values())
    auditor = Actor(Role.AUDITOR, "aud")
    assert [each for each in Permission if may(auditor, each)] == [Permission.READ_AUDIT, Permission.SEE_DESK]


def test_the_machine_never_decides_an_exit():
    assert not may(Actor(Role.MACHINE, "hub"), Permission.DECIDE_EXITS)


def test_what_is_covered_whole_is_every_rule_action_and_step_and_the_permissions():
    config = configparser.ConfigParser()
    config.read(SOURCE.parents[1] / "tests" / "coverage.ini", encoding="utf-8")
    patterns = config["report"]["include"].split()
    found = {each for pattern in patterns for each in SOURCE.parents[1].glob(pattern)}
    wanted = {
        each
        for each in FILES
        if "rules" in {each.stem, each.parent.name}
        or each.parent.name == "pathway"
        or "actions" in {each.stem, each.parent.name}
    }
    assert found == wanted | {SOURCE / "people" / "permissions.py"}


# An address of a registry, or a path that is whole: neither means anything on another machine.
_OF_A_MACHINE = re.compile(r"\w+://|file:|(?:^|[\s=@\"'])/\w", re.MULTILINE)


@pytest.mark.parametrize(
    "line", ["--index-url https://example.org/simple", "x @ file:x.whl", "/srv/x.whl", "-r /srv/x"]
)
def test_a_lock_that_names_a_machine_would_be_seen(line):
    assert _OF_A_MACHINE.search(f"django==5.2\n{line}\n")


def test_nothing_of_a_machine_or_a_registry_is_in_the_locks():
    locks = list((SOURCE.parents[1] / "requirements").glob("*.txt"))
    assert locks
    for lock in locks:
        assert not _OF_A_MACHINE.search(lock.read_text(encoding="utf-8")), lock.name


def _imports(file: Path) -> set[str]:
    """Everything that a file imports, by its full name."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{each.name}" for each in node.names} | {str(node.module)}
    return found


def _order() -> dict[str, int]:
    """How far up each module stands, as the contract says; 0 is the top."""
    contracts = configparser.ConfigParser()
    contracts.read(SOURCE.parents[1] / ".importlinter", encoding="utf-8")
    lines = contracts["importlinter:contract:order"]["layers"].split("\n")
    return {
        name.strip().split(".")[0]: at
        for at, line in enumerate(lines)
        for name in line.split("|")
        if name.strip()
    }


@pytest.mark.parametrize("file", FILES, ids=lambda each: str(each.relative_to(SOURCE)))
def test_tables_are_private_to_their_module(file):
    module = file.relative_to(SOURCE).parts[0]
    foreign = {
        each for each in _imports(file)
        if re.fullmatch(r"hub\.\w+\.models(\..*)?", each) and each.split(".")[1] != module
    }  # fmt: skip
    assert not foreign


@pytest.mark.parametrize("file", FILES, ids=lambda each: str(each.relative_to(SOURCE)))
def test_nothing_sends_or_listens_to_signals(file):
    banned = (
        "django.dispatch",
        "django.db.models.signals",
        "django.core.signals",
        "django.test.signals",
        "blinker",
    )
    assert not {each for each in _imports(file) if each.startswith(banned)}


@pytest.mark.parametrize("model", MODELS, ids=lambda each: each.__name__)
def test_a_model_only_holds_rows(model):
    ours = [each for each in model.__mro__ if each.__module__.startswith("hub.")]
    forbidden = {
        "save",
        "delete",
        "save_base",
        "full_clean",
        "clean",
        "__str__",
        "__repr__",
        "refresh_from_db",
    }
    assert not {name for each in ours for name in vars(each)} & forbidden
    assert ours == [model], "a table is not inherited"


@pytest.mark.parametrize("model", MODELS, ids=lambda each: each.__name__)
def test_foreign_keys_point_down_protect_and_leave_no_way_back(model):
    order = _order()
    assert not model._meta.local_many_to_many
    for field in model._meta.concrete_fields:
        if field.is_relation:
            target = field.related_model._meta.app_label
            below = order[target] > order[model._meta.app_label]
            assert below or target == model._meta.app_label, f"{field} points up"
            assert field.remote_field.on_delete is PROTECT, field
            assert field.remote_field.related_name == "+", field


@pytest.mark.parametrize("name", ["duties", "letters", "evidence", "audit", "disclosures"])
def test_what_serves_several_modules_points_at_a_subject_by_reference_and_never_by_key(name):
    allowed = {"identities", name}
    for model in [each for each in MODELS if each._meta.app_label == name]:
        targets = {
            each.related_model._meta.app_label for each in model._meta.concrete_fields if each.is_relation
        }
        assert targets <= allowed


@pytest.mark.parametrize("model", MODELS, ids=lambda each: each.__name__)
def test_every_closed_list_is_a_constraint_too(model):
    constrained = " ".join(
        str(each.condition) for each in model._meta.constraints if isinstance(each, CheckConstraint)
    )
    assert not [
        each.name for each in model._meta.concrete_fields if each.choices and each.name not in constrained
    ]


def test_every_module_says_in_its_first_line_what_it_promises():
    for folder in {each.parent for each in FILES}:
        assert ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))), folder


def test_only_one_place_defers_and_a_job_holds_ids_only():
    for file in FILES:
        text = file.read_text(encoding="utf-8")
        if file.relative_to(SOURCE).as_posix() != "common/deferral.py":
            assert not re.search(
                r"\b(batch_)?defer(_async)?\(\*{0,2}[^)]*\b(jobs|args|kwargs)\b|configure_task", text
            ), file
    ours = [task for name, task in app.tasks.items() if name in {each.value for each in Task}]
    assert {tuple(inspect.signature(each.func).parameters) for each in ours} == {("id",)}


def test_pages_made_from_the_rules_are_as_the_rules_are():
    assert documentation.write(check=True)


def test_every_table_of_states_stands_on_the_page_of_states():
    tables = {
        f"{each.relative_to(SOURCE)}: {name}": getattr(module, name)
        for each in FILES
        if "rules" in each.relative_to(SOURCE).as_posix()
        for module in [
            importlib.import_module(".".join(("hub", *each.relative_to(SOURCE).with_suffix("").parts)))
        ]
        for name in vars(module)
        if re.fullmatch(r"([A-Z]+_)?MOVES", name) and f"\n{name}: " in each.read_text(encoding="utf-8")
    }
    assert len(tables) > 5
    shown = [id(each) for each in documentation.TABLES.values()]
    assert {name for name, table in tables.items() if id(table) not in shown} == set()
    assert len(shown) == len(tables)
    page = documentation.pathway()
    for name in documentation.TABLES:
        assert f"## {name}\n" in page
