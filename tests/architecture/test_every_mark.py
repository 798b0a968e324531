"""Whatever takes words that are kept refuses a mark above OFFICIAL-SENSITIVE in them, whichever form they came by."""

import importlib
import inspect
from functools import partial

import pytest

from hub.cases.models import Case
from hub.common.refusals import Refusal
from hub.pathway import assessing, safeguarding
from hub.reports import rules
from hub.triage.terms import NewVictim
from tests.architecture.test_every_action import EVERY, outside
from tests.walks import AMINA, arrive, telling
from tests.web.accounts import actor
from tests.whole import changed, everything

__all__ = ["outside"]
pytestmark = pytest.mark.django_db
# What an action calls the words that somebody typed, or what holds them.
WORDS = {
    "reason", "text", "words", "name", "what", "force_reference", "their_reference", "new", "given", "said",
    "answer", "chosen", "facts",
}  # fmt: skip
# Where the same name holds no words that somebody typed to be kept, and why.
NO_WORDS = {
    "pathway.find": "looked for, and kept nowhere",
    "pathway.evidence.of_case": "the part that somebody has in the case, in the hub's own words",
    "pathway.open_case": "whoever has a part in a case types nothing; the others stand in tests/web/desk/test_marks.py",
    "pathway.load_postcodes": "which edition of a table an operator loads",
    "pathway.assessing.differences": "a choice",
    "pathway.casework.settle_agreement": "a choice",
    "pathway.deciding.choose_offences": "choices and days",
    "pathway.assessing.assess_victim": "no words are typed there; below they are",
    "pathway.safeguarding.decide_referral": "no words are typed there; below they are",
}


def takes_words(name: str) -> bool:
    """Whether a step of the pathway is given words."""
    folder, _, function = name.rpartition(".")
    if not folder.startswith("pathway") or name in NO_WORDS:
        return False
    step = getattr(importlib.import_module(f"hub.{folder}"), function)
    return bool(WORDS & inspect.signature(step).parameters.keys())


@pytest.mark.parametrize("name", [each for each in EVERY if takes_words(each)])
def test_every_step_refuses_words_that_carry_a_higher_mark_and_keeps_none_of_them(name, monkeypatch):
    action = EVERY[name]
    by = action.actor()
    take, _ = action.ready()
    refused(take, by, monkeypatch)


def refused(take, by, monkeypatch):
    """Whoever acts is refused for what they typed, and it is kept nowhere."""
    before = everything()
    # Every word is a mark from here on: whatever is looked through is refused, and what is not looked through passes.
    monkeypatch.setattr(rules, "higher_mark", lambda text: "TOP SECRET" if text.strip() else "")
    with pytest.raises(
        Refusal, match=r"This is marked TOP SECRET\. Nothing above OFFICIAL-SENSITIVE may be kept"
    ):
        take(by)
    assert changed(before) <= {"audit.Line"}, "a refused attempt is on the record, and nothing else is"


def test_what_a_victim_needs_is_refused_with_a_higher_mark_in_its_notes_or_its_reason(monkeypatch):
    arrive(telling(1, **AMINA))
    case = Case.objects.get().reference
    for given in ({"notes": "because"}, {"reason": "because"}):
        new = NewVictim({}, **given)
        step = partial(assessing.assess_victim, subject=case, new=new, seen=None)
        refused(lambda by, step=step: step(by=by), actor("bo"), monkeypatch)


def test_a_referral_is_not_refused_with_a_higher_mark_in_the_reason(monkeypatch):
    arrive(telling(1, **AMINA))
    step = partial(safeguarding.decide_referral, referral="S-00000-00000", goes=False, reason="because")
    refused(lambda by: step(by=by), actor("ruth"), monkeypatch)


def test_what_is_said_to_take_no_words_is_an_action():
    assert NO_WORDS.keys() <= EVERY.keys()
