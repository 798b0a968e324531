"""What holds for every action there is: it leaves its lines, it refuses the wrong role, and it is undone whole."""

import importlib
import inspect
from collections import Counter
from collections.abc import Mapping
from types import ModuleType

import pytest
from django.conf import settings as django_settings
from django.db import IntegrityError

from hub import pathway
from hub.audit.models import Line
from hub.common.refusals import NotPermitted, Refusal
from hub.pathway import (
    alarming,
    aside,
    assessing,
    belonging,
    bulk,
    casework,
    clusters,
    colleagues,
    deciding,
    entering,
    evidence,
    opening,
    quarantine,
    relating,
    rota,
    safeguarding,
    submissions,
    transferring,
    walls,
)
from hub.people.terms import Actor, Role
from tests.architecture.aside_actions import ASIDE_ACTIONS
from tests.architecture.belonging_actions import BELONGING_ACTIONS
from tests.architecture.colleague_actions import COLLEAGUE_ACTIONS
from tests.architecture.danger_actions import DANGER_ACTIONS
from tests.architecture.deciding_actions import DECIDING_ACTIONS
from tests.architecture.desk_actions import DESK_ACTIONS
from tests.architecture.done_once import BY_THE_DATABASE, ONCE
from tests.architecture.every_action import ACTIONS, Action, Take
from tests.architecture.kinds_of_lines import last_line, of_another_kind
from tests.architecture.later_actions import LATER_ACTIONS
from tests.architecture.risk_actions import RISK_ACTIONS
from tests.architecture.test_house import SOURCE
from tests.architecture.vault_actions import VAULT_ACTIONS
from tests.architecture.walls_actions import WALLS_ACTIONS
from tests.whole import changed, everything, undone

pytestmark = pytest.mark.django_db

ELI = Actor(Role.AUDITOR, "eli")
EVERY = {
    **ACTIONS, **ASIDE_ACTIONS, **DESK_ACTIONS, **DECIDING_ACTIONS, **LATER_ACTIONS, **DANGER_ACTIONS, **RISK_ACTIONS,
    **BELONGING_ACTIONS, **COLLEAGUE_ACTIONS, **VAULT_ACTIONS, **WALLS_ACTIONS,
}  # fmt: skip
# The record stands below whoever acts: the pathway permits, and these are taken by way of it.
BELOW_PEOPLE = {
    "audit.ask_examination", "audit.begin_epoch", "audit.examine", "audit.record", "audit.record_refusal", "audit.seal", "cases.changed", "cases.hold", "cases.hold_each",
    "cases.move_stage", "duties.hold", "people.hold",
    "queue.refresh",
}  # fmt: skip
# Reading by references alone, a step of another action, or a look at what the same page shows anyway.
READING = {
    "pathway.clusters.beside", "pathway.clusters.suggest",
    "identities.safe_to_write", "pathway.whereabouts", "pathway.casework.preview_news", "pathway.entering.alike",
    "pathway.entering.alike_contacts", "pathway.entering.own_draft", "pathway.entering.receipt",
    "pathway.alarming.come_to_raise", "pathway.alarming.needed_of", "pathway.alarming.see_to_tests", "pathway.opening.case_of", "pathway.opening.may_declare", "pathway.opening.may_keep_out", "pathway.walls.gives_up",
    "pathway.opening.may_work", "pathway.walls.come_to_declare",
    "pathway.opening.tellings_of", "pathway.opening.refuse_unanswered", "pathway.aside.refuse_unfinished",
    "pathway.rota.read", "pathway.relating.closed_to", "pathway.relating.refuse_closed", "pathway.relating.refuse_shut", "pathway.relating.refuse_walled",
    "pathway.relating.shut_to", "pathway.relating.standing_of", "pathway.assessing.waiting",
}  # fmt: skip
# What anybody does with their own account, or nobody has signed in for yet: there is no role to refuse.
OWN = {
    "accept", "accept_single_sign_on", "add_app", "add_passkey", "change_password", "end_other_sessions", "end_sessions",
    "keep_recovery_codes", "prefer", "remove_app", "remove_passkey", "rename_session", "renew_recovery_codes", "seen", "sign_in_failed",
    "sign_in_locked", "signed_in", "signed_out",
}  # fmt: skip
STEPS = (
    alarming, aside, assessing, belonging, bulk, casework, clusters, colleagues, deciding, entering, evidence, opening, quarantine, relating,
    rota, safeguarding, submissions, transferring, walls,
)  # fmt: skip
# The one thing an auditor may do and an officer may not: tried beside the auditor's pages.
OF_THE_AUDITOR = {"identities.find_for_audit"}


@pytest.fixture(autouse=True)
def outside(settings, tmp_path):
    """A mail server that takes everything, a mailbox of the hub's, and heads of this test's own."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.EMAIL_HOST, settings.HUB_MAILBOX = "mail.invalid", "hub@example.org"
    settings.HUB_CLAMD = ""  # an action that needs it sets it
    settings.CONTROL_ROOM_EMAIL = settings.ALARM_TEST_EMAIL = ""  # an action that needs one sets it
    settings.HUB_AUDIT_HEADS = tmp_path / "heads.log"
    assert django_settings.HUB_AUDIT_HEADS == settings.HUB_AUDIT_HEADS


def there_are() -> set[str]:
    """Every public function of every module's actions, and every step of the pathway."""
    found = {f"pathway.{name}" for name in pathway.__all__ if inspect.isfunction(getattr(pathway, name))}
    for step in STEPS:
        asked = {each for each in own(step) if "by" in inspect.signature(getattr(step, each)).parameters}
        also = {each for each in asked if getattr(pathway, each, None) is getattr(step, each)}
        found |= {f"pathway.{step.__name__.rpartition('.')[2]}.{each}" for each in asked - also}
    for folder in sorted(path.parent.name for path in SOURCE.glob("*/actions*")):
        module = importlib.import_module(f"hub.{folder}.actions")
        found |= {f"{folder}.{name}" for name in own(module)}
    return {
        each for each in found if not (each.rpartition(".")[0] in PEOPLE and each.rpartition(".")[2] in OWN)
    }


PEOPLE = {"people", "pathway.colleagues"}


def own(module: ModuleType) -> set[str]:
    """The public functions of a module, or of a package whose files they stand in."""
    return {
        name
        for name, value in vars(module).items()
        if inspect.isfunction(value)
        and value.__module__.startswith(module.__name__)
        and not name.startswith("_")
    }


def test_no_action_is_left_out():
    assert set(EVERY) == there_are() - BELOW_PEOPLE - READING - OF_THE_AUDITOR


def test_every_action_is_asked_by_keyword_and_says_who_acts():
    for name in EVERY:
        folder, _, function = name.rpartition(".")
        ours = folder.startswith("pathway")
        where = importlib.import_module(f"hub.{folder}" if ours else f"hub.{folder}.actions")
        parameters = inspect.signature(getattr(where, function)).parameters
        assert all(each.kind == inspect.Parameter.KEYWORD_ONLY for each in parameters.values()), name
        assert parameters["by"].annotation is Actor, name


@pytest.mark.parametrize("name", EVERY)
def test_it_is_refused_undone_recorded_and_done_once(name):
    """By the wrong role, in a stretch that fails later, in earnest, and again: what is ready serves for all four."""
    action = EVERY[name]
    by = action.actor()
    take, lines = action.ready()
    _refused_in_a_sentence(name, take)
    _undone_whole(action, take, by)
    _leaves_one_line_for_each_subject(name, take, by, lines)
    _refused_the_second_time(name, take, by)


def _refused_in_a_sentence(name: str, take: Take) -> None:
    before, last = everything(), last_line()
    with pytest.raises(NotPermitted, match=r"The role auditor may not .* Ask somebody whose role allows it"):
        take(ELI)
    if not name.startswith("pathway."):
        assert not changed(before)
        return
    assert changed(before) == {"audit.Line"}, "a refused attempt is on the record, and nothing else is"
    (line,) = Line.objects.filter(pk__gt=last)
    assert (line.refused, line.actor) == (True, "auditor:eli")


def _undone_whole(action: Action, take: Take, by: Actor) -> None:
    before = everything()
    with undone():
        take(by)
        assert bool(changed(before)) == action.writes
    assert not changed(before)
    # What stands outside the database is not undone with it: heads ahead of it are told of a restored backup.
    django_settings.HUB_AUDIT_HEADS.unlink(missing_ok=True)


def _leaves_one_line_for_each_subject(name: str, take: Take, by: Actor, lines: Mapping[str, int]) -> None:
    last = last_line()
    take(by)
    written = list(Line.objects.filter(pk__gt=last).values_list("action", "subject", "actor", "refused"))
    counted = Counter(each for each, *_ in written)
    assert {each: counted[each] for each in lines} == lines
    assert all((actor, refused) == (str(by), False) for _, _, actor, refused in written)
    assert of_another_kind(last) == []
    subjects = {each: {subject for found, subject, *_ in written if found == each} for each in lines}
    if name not in {"disclosures.agree", "disclosures.release"}:  # two things of one subject
        assert {each: len(found) for each, found in subjects.items()} == lines


def _refused_the_second_time(name: str, take: Take, by: Actor) -> None:
    if name in ONCE:
        before = everything()
        with pytest.raises(Refusal, match=r"\w[^.?!]*[.?!]$"):
            take(by)
        assert changed(before) <= {"audit.Line"}, "a refused attempt is on the record, and nothing else is"
    elif name in BY_THE_DATABASE:
        with undone(), pytest.raises(IntegrityError):
            take(by)
    else:
        take(by)


def test_what_is_done_once_is_an_action():
    assert (ONCE | BY_THE_DATABASE) - EVERY.keys() == set()
