"""What holds for every action there is: it leaves its lines, it refuses the wrong role, and it is undone whole."""

import importlib
import inspect
from collections import Counter

import pytest
from django.conf import settings as django_settings

from hub import pathway
from hub.audit.models import Line
from hub.common.refusals import NotPermitted
from hub.people.terms import Actor, Role
from tests.architecture.every_action import ACTIONS
from tests.architecture.test_house import SOURCE
from tests.whole import changed, everything, undone

pytestmark = pytest.mark.django_db

ELI = Actor(Role.AUDITOR, "eli")
# The record stands below whoever acts: the pathway permits, and these are taken by way of it.
BELOW_PEOPLE = {
    "audit.ask_examination", "audit.begin_epoch", "audit.examine", "audit.record", "audit.record_refusal", "audit.seal",
}  # fmt: skip
# The one thing an auditor may do and an officer may not: tried beside the auditor's pages.
OF_THE_AUDITOR = {"identities.find_for_audit"}
# Reading by references alone, or a step of an arrival that shows nobody anything.
READING = {"identities.safe_to_write", "pathway.whereabouts"}


@pytest.fixture(autouse=True)
def outside(settings, tmp_path):
    """A mail server that takes everything, a mailbox of the hub's, and heads of this test's own."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.EMAIL_HOST, settings.HUB_MAILBOX = "mail.invalid", "hub@example.org"
    settings.HUB_AUDIT_HEADS = tmp_path / "heads.log"
    assert django_settings.HUB_AUDIT_HEADS == settings.HUB_AUDIT_HEADS


def there_are() -> set[str]:
    """Every public function of every actions file, and every step of the pathway."""
    found = {f"pathway.{name}" for name in pathway.__all__ if inspect.isfunction(getattr(pathway, name))}
    for path in sorted(SOURCE.glob("*/actions.py")):
        module = importlib.import_module(f"hub.{path.parent.name}.actions")
        for name, value in vars(module).items():
            own = inspect.isfunction(value) and value.__module__ == module.__name__
            if own and not name.startswith("_"):
                found.add(f"{path.parent.name}.{name}")
    return found


def test_no_action_is_left_out():
    assert set(ACTIONS) == there_are() - BELOW_PEOPLE - READING - OF_THE_AUDITOR


def test_every_action_is_asked_by_keyword_and_says_who_acts():
    for name in ACTIONS:
        folder, _, function = name.partition(".")
        where = pathway if folder == "pathway" else importlib.import_module(f"hub.{folder}.actions")
        parameters = inspect.signature(getattr(where, function)).parameters
        assert all(each.kind == inspect.Parameter.KEYWORD_ONLY for each in parameters.values()), name
        assert parameters["by"].annotation is Actor, name


@pytest.mark.parametrize("name", ACTIONS)
def test_it_works_and_leaves_one_line_for_each_subject(name):
    action = ACTIONS[name]
    take, lines = action.ready()
    before, last = everything(), Line.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    take(action.by)
    assert bool(changed(before)) == action.writes
    written = list(Line.objects.filter(pk__gt=last).values_list("action", "subject", "actor", "refused"))
    counted = Counter(each for each, *_ in written)
    assert {each: counted[each] for each in lines} == lines
    assert all((actor, refused) == (str(action.by), False) for _, _, actor, refused in written)
    subjects = {each: {subject for found, subject, *_ in written if found == each} for each in lines}
    if name not in {"disclosures.agree", "disclosures.release"}:  # two things of one subject
        assert {each: len(found) for each, found in subjects.items()} == lines


@pytest.mark.parametrize("name", ACTIONS)
def test_the_wrong_role_is_refused_in_a_sentence_and_nothing_is_changed(name):
    take, _ = ACTIONS[name].ready()
    before, last = everything(), Line.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with pytest.raises(NotPermitted, match=r"The role auditor may not .* Ask somebody whose role allows it"):
        take(ELI)
    if not name.startswith("pathway."):
        assert not changed(before)
        return
    assert changed(before) == {"audit.Line"}, "a refused attempt is on the record, and nothing else is"
    (line,) = Line.objects.filter(pk__gt=last)
    assert (line.refused, line.actor) == (True, "auditor:eli")


@pytest.mark.parametrize("name", ACTIONS)
def test_what_fails_later_leaves_nothing_of_it(name):
    action = ACTIONS[name]
    take, _ = action.ready()
    before = everything()
    with undone():
        take(action.by)
        assert bool(changed(before)) == action.writes
    assert not changed(before)
