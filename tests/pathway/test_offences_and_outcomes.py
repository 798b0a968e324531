"""The offences of a case, the limits that run from them, and the outcome that ends it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hub import pathway
from hub.aside.terms import IsSetAside
from hub.cases import queries as cases_known
from hub.cases.models import Candidate, Case, Outcome
from hub.cases.terms import NewCandidate
from hub.common import clock
from hub.common.refusals import NotNow, NotPermitted, Refusal
from hub.duties.models import Reminder, WarningDay
from hub.letters.models import Letter
from hub.pathway import casework, deciding
from hub.pathway.deciding import Given
from hub.triage.terms.deciding import CrimeAnswer
from tests.pathway.deciding_world import (
    BARE,
    CRIME,
    MORE,
    NOT,
    SUMMARY,
    THREAT,
    TODAY,
    WHOLE,
    YESTERDAY,
    a_case,
    decide,
    duty,
    live,
    new,
    outcome,
    stage,
    version,
)
from tests.walks import MACHINE, OPERATOR
from tests.web.accounts import account, actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return a_case()


# -- offences and their limits


def test_each_offence_has_its_own_limit_and_the_earliest_is_the_duty(case):
    long_ago = TODAY - timedelta(days=100)
    both = (replace(SUMMARY, first_sent=long_ago), replace(THREAT, first_sent=long_ago))
    deciding.choose_offences(case=case, chosen=both, seen=None, by=actor("bo"))
    found = duty(case, "limitation")
    limit = cases_known.limit_of(both[0], TODAY)
    assert found.due_at.date() <= limit.last_day
    assert found.detail.startswith("POA5: ")
    assert WarningDay.objects.filter(duty=found).count() == 4
    assert cases_known.limit_of(both[1], TODAY).last_day is None


def test_it_is_counted_anew_when_a_fact_changes_and_what_was_chosen_before_stays(case):
    deciding.choose_offences(case=case, chosen=(SUMMARY,), seen=None, by=actor("bo"))
    before = duty(case, "limitation").due_at
    earlier = replace(SUMMARY, first_sent=YESTERDAY - timedelta(days=30))
    deciding.choose_offences(case=case, chosen=(earlier,), seen=None, by=actor("bo"))
    assert duty(case, "limitation").due_at < before
    assert Candidate.objects.count() == 2
    with pytest.raises(NotNow, match="already"):
        deciding.choose_offences(case=case, chosen=(earlier,), seen=None, by=actor("bo"))
    deciding.choose_offences(case=case, chosen=(THREAT,), seen=None, by=actor("bo"))
    assert "limitation" not in live(case)


def test_the_evidence_date_moves_the_limit_of_s127(case):
    sent = TODAY - timedelta(days=170)
    unknown = NewCandidate("CA127-1", sent)
    deciding.choose_offences(case=case, chosen=(unknown,), seen=None, by=actor("bo"))
    worst = duty(case, "limitation").due_at
    known = replace(unknown, evidence=TODAY - timedelta(days=10))
    deciding.choose_offences(case=case, chosen=(known,), seen=None, by=actor("bo"))
    assert duty(case, "limitation").due_at > worst + timedelta(days=120)


def test_warnings_name_the_case_once_each_day_and_stop_with_the_outcome(case, monkeypatch, settings):
    settings.HUB_MAILBOX = "hub@example.org"
    sent = date(2026, 10, 1)
    start = datetime(2026, 11, 30, 12, tzinfo=UTC)
    chosen = replace(SUMMARY, first_sent=sent)
    monkeypatch.setattr(clock, "now", lambda: start)
    deciding.choose_offences(case=case, chosen=(chosen,), seen=None, by=actor("bo"))

    def warned(day):
        """What was warned by the end of a day, in all."""
        monkeypatch.setattr(clock, "now", lambda: datetime(day.year, day.month, day.day, 20, tzinfo=UTC))
        pathway.remind(by=MACHINE)
        pathway.remind(by=MACHINE)
        return Reminder.objects.filter(occasion="warning", duty__kind="limitation").count()

    assert warned(sent + timedelta(days=119)) == 0
    assert [warned(sent + timedelta(days=each)) for each in (120, 150, 165)] == [1, 2, 3]
    letter = Letter.objects.filter(template="reminder", facts__occasion="Warning").order_by("-pk")[0]
    assert letter.subject == case
    assert "165 days have gone" in letter.facts["duty"]
    assert duty(case, "limitation").due_at == datetime(2027, 4, 1, 22, 59, 59, tzinfo=UTC)
    assert warned(date(2027, 4, 1)) == 4
    deciding.decide(
        case=case, given=Given(new(CrimeAnswer.CRIME), (chosen,), WHOLE), seen=None, by=actor("bo")
    )
    facts = {"suspect_named": False, "investigation_complete": True}
    deciding.record_outcome(case=case, number=18, facts=facts, reason="None.", seen=None, by=actor("bo"))
    assert "limitation" not in live(case)
    assert warned(date(2027, 5, 1)) == 4


def test_of_the_days_that_have_gone_by_already_only_the_last_warns(case):
    chosen = replace(SUMMARY, first_sent=TODAY - timedelta(days=170))
    deciding.choose_offences(case=case, chosen=(chosen,), seen=None, by=actor("bo"))
    words = list(WarningDay.objects.order_by("at").values_list("words", flat=True))
    assert len(words) == 2
    assert "165 days" in words[0]
    assert "last safe day" in words[1]


def test_nobody_stops_the_clock_of_a_statute(case):
    deciding.choose_offences(case=case, chosen=(SUMMARY,), seen=None, by=actor("bo"))
    for step in (pathway.pause_duty, pathway.complete_duty, pathway.mark_duty_not_possible):
        with pytest.raises(NotNow, match="runs by statute"):
            step(duty=duty(case, "limitation").reference, reason="Holiday.", by=OPERATOR)
    assert "limitation" in live(case)


def test_expert_check_2_hostility_makes_the_limit_go_only_where_its_form_is_either_way(case):
    sent = TODAY - timedelta(days=170)
    basic = NewCandidate("POA4A", sent)
    deciding.choose_offences(case=case, chosen=(basic,), seen=None, by=actor("bo"))
    assert "limitation" in live(case)
    deciding.choose_offences(
        case=case, chosen=(replace(basic, strands=("race",)),), seen=None, by=actor("bo")
    )
    assert "limitation" not in live(case)
    still = NewCandidate("POA5", sent, strands=("race",))
    deciding.choose_offences(case=case, chosen=(still,), seen=None, by=actor("bo"))
    assert "limitation" in live(case)
    with pytest.raises(Refusal, match="No form aggravated by hostility on disability"):
        deciding.choose_offences(
            case=case, chosen=(replace(basic, strands=("disability",)),), seen=None, by=actor("bo")
        )


def test_after_the_decision_nothing_slips_past_the_worksheet_or_the_second_check(case):
    decide(case, BARE)
    with pytest.raises(NotNow, match="worksheet"):
        deciding.choose_offences(case=case, chosen=(THREAT,), seen=None, by=actor("bo"))
    decide(case, CRIME)
    later = replace(THREAT, last_act=TODAY)
    deciding.choose_offences(case=case, chosen=(later,), seen=None, by=actor("bo"))
    plain = NewCandidate("PHA2", YESTERDAY, principal=False)
    decide(case, replace(CRIME, chosen=(later, plain)))
    aggravated = replace(plain, strands=("race",))
    with pytest.raises(NotNow, match="needs a second check, because an aggravated form is named"):
        deciding.choose_offences(case=case, chosen=(later, aggravated), seen=None, by=actor("bo"))
    deciding.choose_offences(case=case, chosen=(), seen=None, by=actor("bo"))
    assert decide(case, NOT_AFTER).waits


NOT_AFTER = Given(new(CrimeAnswer.NOT_A_CRIME, verified="Invented: it was a lyric."))


def test_offences_are_not_chosen_where_the_case_is_done_with(case):
    decide(case, NOT)
    with pytest.raises(IsSetAside, match="set aside"):
        deciding.choose_offences(case=case, chosen=(SUMMARY,), seen=None, by=actor("bo"))


def test_no_limit_waits_for_an_answer(case):
    decide(case, replace(MORE, chosen=(SUMMARY,)))
    assert {"limitation", "ask"} <= live(case)


# -- the outcome


def test_expert_check_3_an_outcome_tells_and_offers_a_review_only_where_it_is_due(case):
    decide(case, CRIME)
    outcome(case)
    assert stage(case) == "finalised"
    assert {"outcome-told", "review-offer"} <= live(case)
    assert "case-review" not in live(case)
    letter = Letter.objects.get(template="outcome-review")
    assert "review_until" in letter.facts
    assert "Right to Review" not in duty(case, "outcome-told").detail
    assert "Right to Review" in duty(case, "review-offer").detail
    outcome(case, 18, suspect_named=False, investigation_complete=True)
    assert "review-offer" not in live(case)
    assert Letter.objects.filter(template="outcome").exists()
    rows = list(Outcome.objects.order_by("pk"))
    assert [each.number for each in rows] == [15, 18]
    assert rows[1].supersedes_id == rows[0].pk


def test_an_outcome_that_the_facts_do_not_carry_is_refused_with_why(case):
    with pytest.raises(NotNow, match="once a crime is decided"):
        outcome(case)
    decide(case, CRIME)
    with pytest.raises(Refusal, match=r"Outcome 18 .* is not valid"):
        outcome(case, 18)
    with pytest.raises(Refusal, match="Say why this is the outcome"):
        deciding.record_outcome(case=case, number=5, facts={}, reason=" ", seen=None, by=actor("bo"))
    assert not Outcome.objects.exists()


@pytest.mark.parametrize("number", [1, 2, 3, 4, 6, 9])
def test_nobody_is_charged_or_cautioned_without_an_offence_that_is_named(case, number):
    decide(case, BARE)
    facts = {"suspect_age": 17 if number == 2 else 30, "admission": True, "decided_by": "cps"}
    with pytest.raises(NotNow, match=f"Outcome {number} is for an offence, and none is named"):
        outcome(case, number, **facts)
    assert stage(case) == "crime"
    decide(case, CRIME)
    outcome(case, number, **facts)
    assert stage(case) == "finalised"


def test_a_case_that_the_cps_decides_was_referred_for_a_charge_and_one_of_the_police_was_not(case):
    decide(case, BARE)
    with pytest.raises(NotNow, match="none is named"):
        outcome(case, 15, decided_by="cps")
    outcome(case, 15)
    assert stage(case) == "finalised"


def test_no_charge_rests_on_a_worksheet_that_is_not_there(case):
    deciding.choose_offences(case=case, chosen=(THREAT,), seen=None, by=actor("bo"))
    Case.objects.update(stage="crime")  # as before anybody asked for the worksheet of an offence
    with pytest.raises(
        NotNow, match="Before an offence named for charge, fill in the free expression worksheet"
    ):
        outcome(case, 1, decided_by="cps")
    assert not Outcome.objects.exists()


def test_a_worksheet_for_one_offence_opens_no_other(case):
    decide(case, CRIME)
    with pytest.raises(NotNow, match="worksheet was not written for POA5"):
        deciding.choose_offences(
            case=case, chosen=(THREAT, replace(SUMMARY, principal=False)), seen=None, by=actor("bo")
        )
    with pytest.raises(NotNow, match="worksheet was not written for POA5"):
        decide(case, Given(new(CrimeAnswer.CRIME), (SUMMARY,)))
    decide(case, Given(new(CrimeAnswer.CRIME), (SUMMARY,), WHOLE))
    assert [each.chosen.offence for each in cases_known.candidates(case)] == ["POA5"]


def test_that_it_was_none_changes_nothing_that_the_crime_stood_on_while_it_waits(case):
    decide(case, CRIME)
    decide(case, Given(NOT_AFTER.new, (SUMMARY,), {}))
    with pytest.raises(NotNow, match="worksheet was not written for POA5"):
        deciding.choose_offences(case=case, chosen=(SUMMARY,), seen=None, by=actor("bo"))
    deciding.check(case=case, agrees=False, reason="It is one.", seen=None, by=actor("ruth"))
    assert [each.chosen.offence for each in cases_known.candidates(case)] == ["OSA181"]
    assert stage(case) == "crime"


def test_a_case_is_taken_up_again_and_its_outcome_stays(case):
    decide(case, replace(CRIME, chosen=(SUMMARY,)))
    with pytest.raises(NotNow, match="still open"):
        deciding.reopen(case=case, reason="A witness came.", seen=None, by=actor("bo"))
    outcome(case)
    assert "limitation" not in live(case)
    with pytest.raises(NotNow, match="Take the case up again first"):
        decide(case, NOT)
    with pytest.raises(Refusal, match="Say what has come up"):
        deciding.reopen(case=case, reason=" ", seen=None, by=actor("bo"))
    deciding.reopen(case=case, reason="A witness came.", seen=None, by=actor("bo"))
    assert stage(case) == "crime"
    assert {"limitation", "case-review"} <= live(case)
    assert live(case).isdisjoint({"outcome-told", "review-offer"})
    assert [each.number for each in cases_known.file(case).outcomes] == [None, 15]


def test_the_borough_records_the_outcome_of_its_own_case_and_the_hub_writes_the_letter(case):
    decide(case, CRIME)
    version_now = version(case)
    casework.offer_case(case=case, to=account("chandra").reference, seen=version_now, by=actor("bo"))
    casework.accept_case(case=case, seen=version_now + 1, by=actor("chandra"))
    outcome(case, who="chandra")
    assert stage(case) == "finalised"
    assert Letter.objects.get(template="outcome-review").by == str(MACHINE)
    with pytest.raises(NotPermitted, match="not with your command unit"):
        deciding.reopen(case=case, reason="Mine.", seen=None, by=actor("nadia"))
    deciding.reopen(case=case, reason="A witness.", seen=None, by=actor("chandra"))
    later = replace(THREAT, last_act=TODAY)
    deciding.choose_offences(case=case, chosen=(later,), seen=None, by=actor("chandra"))
    assert Candidate.objects.filter(ended_at__isnull=True).get().last_act == TODAY


def test_an_offence_that_is_out_of_time_does_not_hide_one_that_is_not(case):
    dead = replace(SUMMARY, first_sent=TODAY - timedelta(days=300))
    alive = replace(SUMMARY, offence="PHA2", first_sent=TODAY - timedelta(days=60))
    deciding.choose_offences(
        case=case, chosen=(dead, replace(alive, principal=False)), seen=None, by=actor("bo")
    )
    found = duty(case, "limitation")
    assert found.detail.startswith("PHA2: ")
    assert "Out of time already: POA5." in found.detail
    assert found.due_at.date() > TODAY


def test_where_the_first_act_is_out_of_time_the_last_one_is_watched(case):
    both = replace(SUMMARY, first_sent=TODAY - timedelta(days=300), last_act=TODAY - timedelta(days=10))
    deciding.choose_offences(case=case, chosen=(both,), seen=None, by=actor("bo"))
    found = duty(case, "limitation")
    assert found.due_at.date() > TODAY + timedelta(days=150)
    assert WarningDay.objects.filter(duty=found).count() == 4
