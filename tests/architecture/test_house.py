"""Promises about the code itself."""

import ast
import configparser
import re
from pathlib import Path

import pytest
from django.apps import apps
from procrastinate.contrib.django import app

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


@pytest.mark.parametrize("file", FILES, ids=lambda each: str(each.relative_to(SOURCE)))
def test_no_signal_no_save_override_no_name_in_a_representation(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef) and any("Model" in ast.unparse(each) for each in node.bases):
            defined = {each.name for each in node.body if isinstance(each, ast.FunctionDef)}
            assert not defined & {"save", "delete", "__str__"}


def test_every_deferred_task_is_carried_out_by_a_worker():
    assert tasks
    periodic = {"pathway.remind", "letters.release-held", "audit.seal"}
    ours = {
        name
        for name in app.tasks
        if not name.startswith("builtin:") and not name.startswith("procrastinate.")
    }
    assert ours - periodic == {each.value for each in Task}


def test_every_permission_is_granted_to_somebody_and_an_auditor_may_only_read_the_record():
    assert set(GRANTED) == set(Permission)
    assert all(GRANTED.values())
    auditor = Actor(Role.AUDITOR, "aud")
    assert [each for each in Permission if may(auditor, each)] == [Permission.READ_AUDIT]


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
        if "rules" in {each.stem, each.parent.name} or each.parent.name == "pathway" or each.stem == "actions"
    }
    assert found == wanted | {SOURCE / "people" / "permissions.py"}


def test_nothing_of_a_machine_or_a_registry_is_in_the_locks():
    for lock in (SOURCE.parents[1] / "requirements").glob("*.txt"):
        assert not re.search(r"https?://|file://|/home/|/work/", lock.read_text(encoding="utf-8"))
