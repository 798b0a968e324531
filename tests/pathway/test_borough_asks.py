"""What a borough officer asks of the hub: it reaches the hub, ends with an answer, and is never ended in silence."""

import json
from datetime import timedelta

import pytest

from hub import pathway
from hub.cases.models import Case, Note
from hub.common import clock
from hub.common.refusals import NotNow
from hub.duties.models import Duty
from hub.duties.terms import State
from hub.letters.models import Letter
from hub.pathway import casework
from hub.people.terms import MACHINE
from hub.reports.models import Report
from tests.pathway.belonging_world import decide
from tests.pathway.deciding_world import version
from tests.walks import AMINA, OPERATOR, arrive, telling
from tests.web.accounts import account, actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    (found,) = arrive(telling(1, **AMINA))
    here = found.placed.case
    casework.offer_case(case=here, to=account("chandra").reference, seen=version(here), by=actor("bo"))
    casework.accept_case(case=here, seen=version(here), by=actor("chandra"))
    pathway.ask_hub(case=here, text="Is there a second account?", by=actor("chandra"))
    return here


def question(case):
    return Duty.objects.filter(subject=case, kind="borough-asks").order_by("-pk")[0]


def move(case, to, who):
    casework.move_duty(
        subject=case, duty=question(case).reference, to=to, reason="x", seen=version(case), by=actor(who)
    )


def test_the_hub_is_reminded_of_it_and_not_the_unit_that_asked(case, monkeypatch):
    later = question(case).due_at + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    pathway.remind(by=MACHINE)
    reminder = Letter.objects.get(template="reminder", occasion__contains=question(case).reference)
    assert (reminder.recipient_kind, reminder.recipient) == ("hub", "")


@pytest.mark.parametrize("to", [State.DONE, State.NOT_POSSIBLE, State.PAUSED])
def test_the_hub_ends_it_with_an_answer_alone(case, to):
    with pytest.raises(NotNow, match="The borough waits for an answer"):
        move(case, to, "bo")
    with pytest.raises(NotNow, match="The borough waits for an answer"):
        pathway.complete_duty(duty=question(case).reference, reason="x", by=OPERATOR)
    assert question(case).state == "running"


def test_the_unit_that_asked_is_told_that_there_is_an_answer_and_not_what_it_says(case):
    pathway.answer_borough(case=case, text="Quarkwright has none.", seen=version(case), by=actor("bo"))
    told = Letter.objects.get(template="hub-answered")
    assert (told.recipient_kind, told.recipient, told.subject) == ("unit", "CE", case)
    assert "Quarkwright" not in json.dumps(told.facts)


def test_whoever_asked_takes_it_back_and_cannot_stop_its_clock(case):
    with pytest.raises(NotNow, match="Somebody waits for this"):
        move(case, State.PAUSED, "chandra")
    move(case, State.DONE, "chandra")
    assert question(case).state == "done"


def test_an_answer_to_a_case_that_was_changed_meanwhile_is_not_sent(case):
    seen = version(case)
    casework.write_note(case=case, text="She rang.", seen=seen, by=actor("gita"))
    with pytest.raises(NotNow, match="was changed"):
        pathway.answer_borough(case=case, text="No.", seen=seen, by=actor("bo"))
    assert question(case).state == "running"


def test_what_goes_to_another_unit_ends_the_question_and_says_so(case):
    assert Case.objects.get(reference=case).unit == "CE"
    decide(Report.objects.get().reference, "metropolitan-police", "lambeth")
    assert Case.objects.get(reference=case).unit == "AS"
    assert question(case).state == "done"
    assert question(case).ended_because == "It went to another command unit before it was answered."


def test_what_is_set_aside_ends_it_and_what_is_brought_back_asks_it_again(case):
    pathway.set_aside(subject=case, decided_at=clock.now(), by=actor("gita"))
    assert question(case).state == "done"
    assert "before the borough's question was answered" in question(case).ended_because
    pathway.ask_for_another_look(subject=case, reason="She asks.", by=actor("bo"))
    pathway.restore(subject=case, reason="It was a crime.", by=actor("ruth"))
    assert question(case).state == "running"
    assert question(case).detail == "Is there a second account?"
    assert Note.objects.count() == 1
