"""Risk, what the victim needs, an officer's word and the second look: kept, followed by the queue, and never overwritten."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub import pathway
from hub.aside.terms import IsSetAside
from hub.audit.models import Line, Reason
from hub.cases.models import Case
from hub.cases.terms import Changed
from hub.common import clock
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.duties.models import Duty
from hub.duties.terms import Kind, State
from hub.pathway import assessing, casework
from hub.people.terms import Role
from hub.queue import queries as queue
from hub.queue.models import Waiting
from hub.reports.models import Report
from hub.triage import queries as triage
from hub.triage.models import PriorityWord, RiskAssessment, RiskLimb, SecondLook, VictimAssessment
from hub.triage.queries import tables
from hub.triage.terms import First, Grade, Graded, Limb, Looked, Said, Share, Word
from tests.architecture.risk_actions import today, victim
from tests.triage.test_risk_rules import WHOLE
from tests.walks import AMINA, MACHINE, OPERATOR, arrive, telling
from tests.web.accounts import account, actor
from tests.whole import undone

pytestmark = pytest.mark.django_db
HIGH = replace(
    WHOLE, limbs={**WHOLE.limbs, Limb.THREAT: Graded(Grade.HIGH, "A named threat.")}, overall=Grade.HIGH
)
AGAIN = replace(WHOLE, reason="The threat was taken back.")


@pytest.fixture
def case():
    arrive(telling(**AMINA))
    return Case.objects.get().reference


def share_of(monkeypatch, per_cent):
    """The dated table, with another share."""
    rows = tuple(Share(each, per_cent, date(2020, 1, 1), None) for each in Looked)
    monkeypatch.setattr(tables, "shares", lambda: rows)


@pytest.fixture
def everything_drawn(monkeypatch):
    """Every decision is drawn for a second look."""
    share_of(monkeypatch, 100)


def assess(case, new, who="bo", seen=None):
    return assessing.assess_risk(subject=case, new=new, seen=seen, by=actor(who))


def facts(case):
    return queue.rows_of([case])[case].facts


def test_an_assessment_of_risk_is_kept_whole_and_the_queue_follows(case):
    before = Waiting.objects.get(subject=case).urgency
    reference = assess(case, HIGH)
    (risk,) = triage.on_file([case]).risks
    assert (risk.reference, risk.overall, risk.stands) == (reference, Grade.HIGH, True)
    assert risk.limbs == HIGH.limbs
    assert risk.boxes == HIGH.boxes
    assert facts(case).high
    assert "overall-high" in facts(case).factors
    assert Waiting.objects.get(subject=case).urgency < before
    assert queue.astray() == ()


def test_a_later_assessment_takes_the_place_of_the_earlier_and_both_stay(case):
    first = assess(case, HIGH)
    with pytest.raises(Refusal, match="Say why"):
        assess(case, WHOLE)
    second = assess(case, AGAIN, who="gita")
    assert [(each.reference, each.stands) for each in triage.on_file([case]).risks] == [
        (second, True),
        (first, False),
    ]
    assert not facts(case).high
    line = Line.objects.filter(action="triage.assess-risk").order_by("-pk")[0]
    assert Reason.objects.get(line=line.pk).text == "The threat was taken back."
    assert queue.astray() == ()


def test_nothing_of_an_assessment_is_changed_or_removed(case):
    assess(case, HIGH)
    assessing.assess_victim(subject=case, new=victim(), seen=None, by=actor("bo"))
    assessing.set_priority(subject=case, word=Word.HIGH, until=today(), reason="x", seen=None, by=actor("bo"))
    for table in (RiskAssessment, RiskLimb, VictimAssessment, PriorityWord):
        for change in (lambda rows: rows.update(id=0), lambda rows: rows.delete()):
            with pytest.raises(DatabaseError), transaction.atomic():
                change(table.objects.all())


def test_nobody_overwrites_a_case_that_changed_meanwhile(case):
    seen = Case.objects.get(reference=case).version
    casework.write_note(case=case, text="Invented.", seen=seen, by=actor("gita"))
    with pytest.raises(Changed):
        assess(case, HIGH, seen=seen)
    assert not RiskAssessment.objects.exists()


def test_the_day_of_review_lies_ahead_and_each_part_can_be_read(case):
    with pytest.raises(Refusal, match="over already"):
        assess(case, replace(HIGH, review_on=today() - timedelta(days=1)))
    long = {**HIGH.limbs, Limb.HARM: Graded(Grade.LOW, "x" * 5_001)}
    with pytest.raises(Refusal, match="Shorten it"):
        assess(case, replace(HIGH, limbs=long))
    assess(case, replace(HIGH, review_on=today()))


def test_a_mark_above_what_the_hub_may_hold_is_refused_in_every_part(case):
    limbs = {**WHOLE.limbs, Limb.HARM: Graded(Grade.LOW, "TOP SECRET//invented")}
    with pytest.raises(Refusal):
        assess(case, replace(WHOLE, limbs=limbs))
    with pytest.raises(Refusal):
        assessing.assess_victim(
            subject=case, new=replace(victim(), notes="TOP SECRET//invented"), seen=None, by=actor("bo")
        )


def test_a_borough_officer_assesses_their_own_case_and_nobody_elses(case):
    with pytest.raises(Refusal):
        assess(case, HIGH, who="chandra")
    casework.offer_case(case=case, to=account("chandra").reference, seen=None, by=actor("bo"))
    casework.accept_case(case=case, seen=None, by=actor("chandra"))
    assess(case, HIGH, who="chandra")
    with pytest.raises(Refusal):
        assess(case, AGAIN, who="nadia")
    with pytest.raises(NotPermitted):
        assessing.set_priority(
            subject=case, word=Word.HIGH, until=today(), reason="x", seen=None, by=actor("chandra")
        )


def test_what_the_victim_needs_is_kept_ends_the_duty_and_grounds_their_rights(case):
    asked = victim()
    answers = {**asked.answers, "persistent": Said.YES, "fear": Said.YES, "language": Said.NOT_KNOWN}
    assessing.assess_victim(
        subject=case, new=replace(asked, answers=answers, notes="Ring after six."), seen=None, by=actor("bo")
    )
    (found,) = triage.on_file([case]).victims
    assert found.answers == answers
    assert triage.grounds_of(found) == ("Victim of a hate crime", "Persistently targeted", "Intimidated")
    assert Duty.objects.get(kind=Kind.NEEDS_ASSESSMENT).state == State.DONE
    assert {"said-persistent", "said-fear"} <= set(facts(case).factors)
    with pytest.raises(Refusal, match="Say why"):
        assessing.assess_victim(subject=case, new=asked, seen=None, by=actor("bo"))
    assessing.assess_victim(
        subject=case, new=replace(asked, reason="They said otherwise."), seen=None, by=actor("bo")
    )
    assert [each.stands for each in triage.on_file([case]).victims] == [True, False]
    assert queue.astray() == ()


def test_what_was_assessed_of_a_report_stands_when_it_gets_its_case():
    arrive(telling(1, borough="Kent"))
    report = Waiting.objects.get().subject
    assess(report, HIGH)
    assert facts(report).high
    case = casework.decide_exit(report=report, leaves=False, reason="Ours.", by=actor("bo"))
    assert facts(case).high
    assert queue.astray() == ()
    assess(case, AGAIN)
    assert not facts(case).high


# -- an officer's word


def word(case, word=Word.HIGH, days=7, reason="She rang again.", who="bo"):
    until = today() + timedelta(days=days) if days is not None else None
    assessing.set_priority(subject=case, word=word, until=until, reason=reason, seen=None, by=actor(who))


def test_a_word_orders_until_its_day_and_then_ends_by_itself(case, monkeypatch):
    word(case)
    assert facts(case).high
    assert queue.astray() == ()
    later = clock.now() + timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert pathway.end_words(by=MACHINE) == 1
    assert not facts(case).high
    assert queue.astray() == ()
    assert pathway.end_words(by=MACHINE) == 0


def test_a_later_word_takes_the_place_of_the_earlier_and_the_factors_can_speak_again(case):
    assess(case, HIGH)
    word(case, Word.STANDARD)
    assert not facts(case).high
    word(case, Word.AS_COUNTED, days=None, reason="It was a mistake.", who="gita")
    assert facts(case).high
    assert facts(case).overridden_until is None
    assert PriorityWord.objects.count() == 2
    assert queue.astray() == ()


@pytest.mark.parametrize(
    ("given", "said"), [({"reason": " "}, "Say why"), ({"days": 29}, "within four weeks"), ({"days": -1}, "within four weeks"),
                        ({"days": None}, "within four weeks")],
)  # fmt: skip
def test_a_word_has_a_reason_and_an_end(case, given, said):
    with pytest.raises(Refusal, match=said):
        word(case, **given)


def test_danger_stands_first_whatever_an_officer_says():
    arrive(telling(1, immediate_danger="yes"))
    case = Case.objects.get().reference
    word(case, Word.STANDARD)
    assert Waiting.objects.get(subject=case).urgency == 0


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("risk"), st.sampled_from(Grade)),
        st.tuples(st.just("victim"), st.sampled_from([each.id for each in triage.questions_now()])),
        st.tuples(st.just("again"), st.integers(2, 9)),
        st.tuples(st.just("danger"), st.none()),
    ),
    max_size=4,
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_no_sequence_of_facts_lowers_urgency_and_nothing_is_closed_refused_or_decided_by_it(steps):
    account("bo")
    with undone():
        arrive(telling(1, **AMINA))
        case = Case.objects.get().reference
        grades, yes = [Grade.NONE], set()
        for name, given in steps:
            before = Waiting.objects.get(subject=case)
            if name == "risk":
                grades.append(max(grades[-1], given, key=list(Grade).index))
                limbs = {**WHOLE.limbs, Limb.THREAT: Graded(grades[-1], "Invented.")}
                assess(
                    case,
                    replace(
                        WHOLE,
                        limbs=limbs,
                        overall=max(Grade.LOW, grades[-1], key=list(Grade).index),
                        reason="because",
                    ),
                )
            elif name == "victim":
                yes.add(given)
                answers = {each: Said.YES if each in yes else said for each, said in victim().answers.items()}
                assessing.assess_victim(
                    subject=case,
                    new=replace(victim(), answers=answers, reason="because"),
                    seen=None,
                    by=actor("bo"),
                )
            else:
                arrive(
                    telling(
                        given if name == "again" else 77,
                        **AMINA,
                        immediate_danger="yes" if name == "danger" else "",
                        content_urls="https://x.com/invented/status/1001",
                    )
                )
            after = Waiting.objects.get(subject=case)
            assert after.urgency <= before.urgency, (name, given)
            assert after.points >= before.points or name == "risk"
            assert after.live
        assert queue.astray() == ()


# -- the second look


def test_a_first_decision_that_is_drawn_waits_for_another_officer(case, everything_drawn):
    assess(case, HIGH)
    assess(case, AGAIN)
    row = SecondLook.objects.get()
    assert (row.what, row.first_answer, row.per_cent) == (Looked.RISK, "high", 100)
    bo, ruth = actor("bo"), actor("ruth")
    assert triage.waiting_looks(not_by=str(bo)) == ((), None)
    (asked,), _ = triage.waiting_looks(not_by=str(ruth))
    assert "high" not in repr(asked)
    with pytest.raises(NotPermitted, match="another officer's"):
        assessing.read_again(look=asked.reference, answer="low", reason="because", by=bo)
    in_another_part = replace(bo, role=Role.INSPECTOR)
    assert triage.waiting_looks(not_by=str(in_another_part)) == ((), None)
    with pytest.raises(NotPermitted, match="another officer's"):
        assessing.read_again(look=asked.reference, answer="low", reason="because", by=in_another_part)
    found = assessing.read_again(look=asked.reference, answer="low", reason="I see no threat.", by=ruth)
    assert (found.first_answer, found.second_answer, found.agrees) == ("high", "low", False)
    assert [(each.what, each.waiting, each.agreed, each.disagreed) for each in triage.tallies()] == [
        (Looked.EXIT, 0, 0, 0), (Looked.RISK, 0, 0, 1), (Looked.CRIME, 0, 0, 0),
    ]  # fmt: skip
    (differing,), _ = triage.read_twice(agrees=False)
    assert differing == found
    with pytest.raises(NotNow, match="already"):
        assessing.read_again(look=asked.reference, answer="low", reason="because", by=actor("gita"))


def test_nobody_reads_again_what_was_set_aside_since(case, everything_drawn):
    assess(case, HIGH)
    arrive(telling(2, borough="Kent"))
    report = Report.objects.latest("pk").reference
    joined = casework.decide_exit(report=report, leaves=False, reason="They live here.", by=actor("bo"))
    assert joined != case
    looks = {each.subject: each.reference for each in SecondLook.objects.all()}
    ruth = actor("ruth")
    for subject, about in ((case, case), (joined, report)):
        assessing.open_look(look=looks[about], by=ruth)
        pathway.set_aside(subject=subject, decided_at=clock.now(), by=OPERATOR)
        with pytest.raises(IsSetAside, match=subject):
            assessing.open_look(look=looks[about], by=ruth)
        with pytest.raises(IsSetAside, match=subject):
            assessing.read_again(look=looks[about], answer="low", reason="because", by=ruth)
        assert looks[about] not in {each.reference for each in triage.waiting_looks()[0]}
    assert [each.waiting for each in triage.tallies()] == [0, 0, 0]
    pathway.restore(subject=case, reason="They asked.", by=OPERATOR)
    assert [each.subject for each in triage.waiting_looks()[0]] == [case]


@pytest.mark.parametrize(("leaves", "answer"), [(True, "leaves"), (False, "stays")])
def test_a_decision_about_a_way_out_is_read_again(everything_drawn, leaves, answer):
    arrive(telling(1, borough="Kent"))
    report = Waiting.objects.get().subject
    casework.decide_exit(report=report, leaves=leaves, reason="because", by=actor("bo"))
    look = SecondLook.objects.get()
    assert (look.first_answer, look.subject) == (answer, report)
    blind = assessing.open_look(look=look.reference, by=actor("ruth"))
    assert [each.reference for each in blind.told] == [report]
    assert "because" not in repr(blind)
    assert assessing.read_again(
        look=look.reference, answer=answer, reason="So do I.", by=actor("ruth")
    ).agrees
    assert triage.tallies()[0].agreed == 1
    with pytest.raises(NotFound):
        assessing.open_look(look=look.reference, by=actor("ruth"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"answer": "perhaps"}, "Choose an answer"),
        ({"reason": " "}, "Say why"),
        ({"look": "S-00000-00000"}, "no second look"),
    ],
)
def test_a_second_reading_is_whole(case, everything_drawn, given, said):
    assess(case, HIGH)
    whole = {"look": SecondLook.objects.get().reference, "answer": "low", "reason": "because"}
    with pytest.raises(Refusal, match=said):
        assessing.read_again(by=actor("ruth"), **{**whole, **given})


def test_nothing_is_drawn_where_the_share_is_none(case, monkeypatch):
    share_of(monkeypatch, 0)
    assess(case, HIGH)
    assert not SecondLook.objects.exists()


def test_about_the_share_is_drawn_and_the_same_decision_always_or_never():
    drawn = [triage.would_draw(_first(number)) for number in range(2_000)]
    assert 140 <= sum(drawn) <= 260, "a tenth, give or take five standard deviations"
    assert drawn == [triage.would_draw(_first(number)) for number in range(2_000)]


def _first(number):
    return First(Looked.RISK, "case", "C-00000-00000", f"K-{number}", "low", "")
