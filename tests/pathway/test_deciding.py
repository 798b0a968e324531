"""Deciding whether a case is a crime, as the people of the hub do it, and what follows from it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from hub import pathway
from hub.aside.terms import IsSetAside
from hub.audit.models import Line, Reason
from hub.cases import actions as cases
from hub.cases import queries as cases_known
from hub.cases.models import Candidate, Case, Outcome
from hub.cases.terms import Changed, NewCandidate, Stage
from hub.common import clock
from hub.common.refusals import NotNow, NotPermitted, Refusal
from hub.duties.models import Duty, Reminder, WarningDay
from hub.duties.terms import State
from hub.letters import actions as letters
from hub.letters.models import Letter
from hub.pathway import casework, deciding, telling
from hub.pathway.deciding import Given
from hub.people.terms import Role
from hub.reports import queries as reports_known
from hub.reports.models import Disagreement, Perception, Report
from hub.reports.terms import AdditionKind, Strand
from hub.triage import queries as triage
from hub.triage.models import CrimeDecision, SecondCheck, UnsentDecision, Worksheet
from hub.triage.terms.deciding import CrimeAnswer, Mark, NewDecision, Point, SheetAnswer
from tests.walks import AMINA, MACHINE, OPERATOR, arrive
from tests.walks import telling as told
from tests.web.accounts import account, actor

pytestmark = pytest.mark.django_db
TODAY = clock.now().astimezone(clock.LONDON).date()
YESTERDAY = TODAY - timedelta(days=1)
WHOLE = {each: SheetAnswer(f"Invented answer: {each.value}.", Mark.VIEW) for each in Point}
THREAT = NewCandidate("OSA181", YESTERDAY, answers={"threat": ("death",)})
SUMMARY = NewCandidate("POA5", YESTERDAY)


def new(answer, **more):
    """A decision with everything that it needs."""
    question = "Who else saw it?" if answer == CrimeAnswer.MORE else ""
    return NewDecision(
        answer, "Invented reason.", ("The post and its replies.", "That it may be a quotation."),
        **{"question": question, **more},
    )  # fmt: skip


CRIME = Given(new(CrimeAnswer.CRIME), (THREAT,), WHOLE)
BARE = Given(new(CrimeAnswer.CRIME))
NOT = Given(new(CrimeAnswer.NOT_A_CRIME))
MORE = Given(new(CrimeAnswer.MORE))


def bring_back(case):
    """Another look was granted."""
    pathway.restore(subject=case, reason="Another look was granted.", by=actor("gita"))


@pytest.fixture
def case():
    arrive(told(**AMINA))
    return Case.objects.get().reference


def version(case):
    return Case.objects.get(reference=case).version


def decide(case, given, who="bo"):
    return deciding.decide(case=case, given=given, seen=version(case), by=actor(who))


def stage(case):
    return Case.objects.get(reference=case).stage


def live(case):
    rows = Duty.objects.filter(subject=case, state__in=["running", "paused"])
    return set(rows.values_list("kind", flat=True))


def duty(case, kind):
    return Duty.objects.filter(subject=case, kind=kind).order_by("-pk")[0]


def lines(action, *, refused=False):
    return list(Line.objects.filter(action=action, refused=refused))


# -- the three answers


def test_a_crime_is_decided_with_its_reason_what_was_considered_by_whom_and_when(case):
    found = decide(case, CRIME)
    assert stage(case) == "crime"
    row = CrimeDecision.objects.get()
    assert (row.decision, row.by, row.considered) == (
        "crime", str(actor("bo")), ["The post and its replies.", "That it may be a quotation."],
    )  # fmt: skip
    assert row.offence_date == YESTERDAY
    assert row.worksheet_id == Worksheet.objects.get().pk
    (line,) = lines("triage.decide-crime")
    assert Reason.objects.get(line=line.pk).text == "Invented reason."
    assert (found.waits, found.holds) == (False, True)
    assert {"recorded", "decision-told", "case-review"} <= live(case)
    assert "limitation" not in live(case)  # either way: no limit


def test_whoever_reported_is_told_neutrally_by_e_mail_and_in_full_by_somebody(case):
    decide(case, CRIME)
    letter = Letter.objects.order_by("-pk")[0]
    assert (letter.template, letter.subject_kind) == ("decision-crime", "report")
    assert letter.facts == {"reference": Report.objects.get().reference}
    assert "one day" not in duty(case, "decision-told").detail
    assert duty(case, "decision-told").due_at.date() > clock.now().date() - timedelta(days=1)


def test_a_crime_without_an_offence_yet_is_recorded_and_the_offence_is_owed(case):
    decide(case, BARE)
    assert stage(case) == "crime"
    assert "offences" in live(case)
    decide(case, CRIME)
    assert "offences" not in live(case)


def test_not_a_crime_ends_what_is_recorded_and_says_until_when_another_look_may_be_asked(case):
    decide(case, replace(CRIME, chosen=(SUMMARY,)))
    decide(
        case, Given(new(CrimeAnswer.NOT_A_CRIME, verified="The account holder showed that it was a lyric."))
    )
    assert stage(case) == "checking"
    found = deciding.check(case=case, agrees=True, reason="I read both.", seen=None, by=actor("gita"))
    assert stage(case) == "not-a-crime"
    assert live(case).isdisjoint({"recorded", "offences", "limitation", "case-review", "second-check"})
    assert {"decision-told", "support-referral"} <= live(case)
    assert not Candidate.objects.filter(ended_at__isnull=True).exists()
    assert Candidate.objects.exists()
    until = triage.another_look_until(found)
    assert until == TODAY + timedelta(days=56)
    letter = Letter.objects.filter(template="decision-not-a-crime").get()
    assert letter.facts["until"] == f"{until.day} {until:%B %Y}"


@pytest.mark.parametrize("server", ["", "mail.invalid"])
def test_what_is_brought_back_is_not_told_as_decided(case, settings, server):
    settings.EMAIL_HOST = server
    nothing = Given(new(CrimeAnswer.NOT_A_CRIME, verified="The account holder showed that it was a lyric."))
    decide(case, nothing)
    letter = Letter.objects.get(template="decision-not-a-crime")
    assert (letter.state, letter.held) == (("queued", "") if server else ("held", "no-smtp"))
    pathway.restore(subject=case, reason="She has new facts.", by=OPERATOR)
    told = duty(case, "decision-told")
    assert (told.state, told.ended_because) == ("done", "It was brought back: what was decided is undone, and is not told any more.")  # fmt: skip
    letter.refresh_from_db()
    assert (letter.state, letter.held) == ("held", "withdrawn")
    line = Line.objects.filter(action="letters.held", codes__held="withdrawn").get()
    assert Reason.objects.get(line=line.pk).text.startswith("It was brought back")
    settings.EMAIL_HOST = "mail.invalid"
    pathway.release_held_letters(by=MACHINE)
    letters.send(letter=letter.pk, by=MACHINE)
    letter.refresh_from_db()
    assert (letter.state, letter.held) == ("held", "withdrawn")
    decide(case, nothing)
    assert duty(case, "decision-told").state == "running"
    again = Letter.objects.filter(template="decision-not-a-crime").latest("pk")
    assert again.state == "queued"
    pathway.restore(subject=case, reason="Once more.", by=OPERATOR)
    assert Line.objects.filter(action="letters.held", codes__held="withdrawn").count() == 2


def test_a_letter_that_went_before_it_was_brought_back_stays_as_it_went(case):
    decide(
        case, Given(new(CrimeAnswer.NOT_A_CRIME, verified="The account holder showed that it was a lyric."))
    )
    Letter.objects.filter(template="decision-not-a-crime").update(state="sent", held="", sent_at=clock.now())
    pathway.restore(subject=case, reason="She has new facts.", by=OPERATOR)
    assert Letter.objects.get(template="decision-not-a-crime").state == "sent"


def test_more_information_asks_and_stops_the_clock_and_the_answer_lets_it_go_on(case):
    decide(case, MORE)
    assert stage(case) == "asked"
    assert duty(case, "recorded").state == State.PAUSED
    assert duty(case, "ask").detail == "Who else saw it?"
    assert "decision-told" not in live(case)
    assert Letter.objects.filter(template="decision-more-information").exists()
    casework.add_later_fact(
        subject=case, report=Report.objects.get().reference, kind=AdditionKind.ANSWER, text="Two neighbours.",
        seen=version(case), by=actor("bo"),
    )  # fmt: skip
    assert stage(case) == "undecided"
    assert duty(case, "recorded").state == State.RUNNING
    assert "ask" not in live(case)


def test_a_second_question_joins_the_one_that_waits(case):
    decide(case, MORE)
    decide(case, Given(new(CrimeAnswer.MORE, question="When was it first seen?")))
    assert duty(case, "ask").detail == "Who else saw it? When was it first seen?"
    assert Duty.objects.filter(subject=case, kind="ask").count() == 1
    decide(case, CRIME)
    assert "ask" not in live(case)
    assert duty(case, "recorded").state == State.RUNNING


def test_a_clock_that_is_late_does_not_stop_for_a_question(case):
    Duty.objects.filter(subject=case, kind="recorded").update(
        starts_at=clock.now() - timedelta(days=3), due_at=clock.now() - timedelta(days=2)
    )
    decide(case, MORE)
    assert duty(case, "recorded").state == State.RUNNING
    assert stage(case) == "asked"


def test_the_answer_may_come_by_the_command_line_or_as_a_duty_that_is_done(case):
    decide(case, MORE)
    report = Report.objects.get().reference
    pathway.add_fact(report=report, kind=AdditionKind.NOTE, text="No answer yet.", by=OPERATOR)
    assert stage(case) == "asked"
    pathway.complete_duty(duty=duty(case, "ask").reference, reason="She rang.", by=OPERATOR)
    assert stage(case) == "undecided"
    assert duty(case, "recorded").state == State.RUNNING


# -- what may not be


def test_a_crime_that_names_offences_needs_the_worksheet_whole(case):
    with pytest.raises(NotNow, match="fill in the free expression worksheet"):
        decide(case, Given(new(CrimeAnswer.CRIME), (THREAT,)))
    short = {each: answer for each, answer in WHOLE.items() if each != Point.LESS}
    with pytest.raises(NotNow, match=r"One worksheet answer is missing .*: would something less do\?"):
        decide(case, Given(new(CrimeAnswer.CRIME), (THREAT,), short))
    assert not CrimeDecision.objects.exists()
    assert not Candidate.objects.exists()
    assert not Worksheet.objects.exists()
    assert len(lines("triage.decide-crime", refused=True)) == 2


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (Given(replace(new(CrimeAnswer.CRIME), reason=" ")), "Give your reason"),
        (Given(replace(new(CrimeAnswer.CRIME), considered=(" ",))), "Say what you considered"),
        (Given(new(CrimeAnswer.MORE, question=" ")), "Write the question"),
        (Given(replace(new(CrimeAnswer.CRIME), reason="x" * 4_001)), "Shorten what you wrote"),
        (Given(new(CrimeAnswer.CRIME), (NewCandidate("POA4B", date(2026, 3, 31)),), WHOLE), "NOT in force"),
        (Given(new(CrimeAnswer.CRIME), (NewCandidate("poa5", YESTERDAY),), WHOLE), "by its id"),
        (Given(new(CrimeAnswer.CRIME), (replace(SUMMARY, first_sent=TODAY + timedelta(days=1)),)), "future"),
        (Given(new(CrimeAnswer.CRIME), (SUMMARY,) * 13), "at most 12"),
    ],
)
def test_what_is_not_whole_is_refused_and_nothing_is_kept(case, given, words):
    with pytest.raises(Refusal, match=words):
        decide(case, given)
    assert not CrimeDecision.objects.exists()
    assert not Candidate.objects.exists()


def test_a_recorded_crime_becomes_none_only_on_verified_information_and_more_is_not_asked_by_a_decision(case):
    decide(case, CRIME)
    with pytest.raises(Refusal, match="further, verified information"):
        decide(case, NOT)
    with pytest.raises(Refusal, match="It is a crime already"):
        decide(case, MORE)


def test_the_borough_and_whoever_does_not_work_on_cases_decide_nothing(case):
    for who in ("chandra", "aud", "adi", "olu"):
        with pytest.raises(Refusal):
            decide(case, CRIME, who)
    with pytest.raises(NotPermitted):
        deciding.decide(case=case, given=CRIME, seen=None, by=MACHINE)
    assert not CrimeDecision.objects.exists()


def test_the_operator_decides_as_house_practice(case):
    found = deciding.decide(case=case, given=BARE, seen=None, by=OPERATOR)
    assert found.by == "operator:olu"


def test_the_second_officer_overwrites_nothing(case):
    seen = version(case)
    decide(case, CRIME)
    with pytest.raises(Changed):
        deciding.decide(case=case, given=NOT, seen=seen, by=actor("gita"))
    assert CrimeDecision.objects.count() == 1


def test_what_is_marked_above_official_sensitive_is_refused_wherever_it_is_typed(case):
    marked = {**WHOLE, Point.AIM: SheetAnswer("SECRET: invented", Mark.FACT)}
    with pytest.raises(Refusal, match="SECRET"):
        decide(case, replace(CRIME, answers=marked))


def test_a_later_decision_takes_the_place_of_the_first_and_both_stay(case):
    decide(case, MORE)
    decide(case, CRIME)
    first, second = CrimeDecision.objects.order_by("pk")
    assert second.supersedes_id == first.pk
    found = triage.crime_decisions([case])[case]
    assert [each.answer for each in found] == [CrimeAnswer.CRIME, CrimeAnswer.MORE]


# -- the second check


@pytest.fixture
def child():
    arrive(told(2, **AMINA, victim_under_18="yes"))
    return Case.objects.get().reference


def test_a_second_person_looks_first_and_until_then_nobody_is_told(child):
    letters = Letter.objects.count()
    found = decide(child, replace(CRIME, chosen=(SUMMARY,)))
    assert found.waits
    assert found.check == ("the victim is under 18",)
    assert stage(child) == "checking"
    assert Letter.objects.count() == letters
    assert {"second-check", "limitation", "recorded"} <= live(child)
    assert "decision-told" not in live(child)
    with pytest.raises(NotPermitted, match="somebody else has to check it"):
        deciding.check(case=child, agrees=True, reason="Mine.", seen=None, by=actor("bo"))
    with pytest.raises(Refusal, match="Say why you agree"):
        deciding.check(case=child, agrees=True, reason=" ", seen=None, by=actor("ruth"))
    checked = deciding.check(case=child, agrees=True, reason="I agree.", seen=None, by=actor("ruth"))
    assert checked.holds
    assert stage(child) == "crime"
    assert Letter.objects.count() == letters + 1
    assert "second-check" not in live(child)
    with pytest.raises(NotNow, match="waits for a second check"):
        deciding.check(case=child, agrees=True, reason="Again.", seen=None, by=actor("gita"))


def test_where_the_second_person_does_not_agree_what_was_in_force_before_goes_on(child):
    decide(child, NOT)
    deciding.check(case=child, agrees=False, reason="The threat is real.", seen=None, by=actor("gita"))
    assert stage(child) == "undecided"
    assert "recorded" in live(child)
    assert SecondCheck.objects.get().agrees is False
    decide(child, MORE)
    decide(child, NOT)
    deciding.check(case=child, agrees=False, reason="Wait for the answer.", seen=None, by=actor("gita"))
    assert stage(child) == "asked"
    assert triage.crime_decisions([child])[child][0].checked.by == str(actor("gita"))


def test_after_another_look_a_second_no_leaves_the_case_to_be_decided_and_nothing_unsealed(child):
    decide(child, NOT)
    deciding.check(case=child, agrees=True, reason="I agree.", seen=None, by=actor("gita"))
    bring_back(child)
    decide(child, NOT)
    deciding.check(case=child, agrees=False, reason="Ask again.", seen=None, by=actor("gita"))
    assert stage(child) == "undecided"
    assert "recorded" in live(child)
    assert decide(child, NOT).waits


def test_nobody_decides_about_what_was_set_aside_at_the_command_line_either(case):
    decide(case, NOT)
    for step in (
        lambda: deciding.decide(case=case, given=MORE, seen=None, by=OPERATOR),
        lambda: deciding.choose_offences(case=case, chosen=(SUMMARY,), seen=None, by=OPERATOR),
        lambda: deciding.record_outcome(case=case, number=16, facts={}, reason="R.", seen=None, by=OPERATOR),
        lambda: deciding.reopen(case=case, reason="R.", seen=None, by=OPERATOR),
    ):
        with pytest.raises(IsSetAside):
            step()
    assert stage(case) == "not-a-crime"


def test_a_decision_that_waits_gives_way_to_a_later_one(child):
    decide(child, NOT)
    decide(child, MORE, "ruth")
    assert stage(child) == "asked"
    assert "second-check" not in live(child)
    with pytest.raises(NotNow):
        deciding.check(case=child, agrees=True, reason="Too late.", seen=None, by=actor("gita"))


def test_whoever_decided_does_not_check_it_in_another_part(child):
    decide(child, NOT)
    with pytest.raises(NotPermitted, match="somebody else has to check it"):
        deciding.check(
            case=child, agrees=True, reason="Mine.", seen=None, by=replace(actor("bo"), role=Role.INSPECTOR)
        )


def test_a_check_that_somebody_ticked_off_is_still_owed(child):
    decide(child, NOT)
    casework.move_duty(
        subject=child, duty=duty(child, "second-check").reference, to=State.DONE, reason="Looked.", seen=version(child),
        by=actor("bo"),
    )  # fmt: skip
    assert "second-check" in live(child)


def test_danger_that_was_reported_has_no_crime_looked_at_twice():
    arrive(told(3, **AMINA, immediate_danger="yes"))
    case = Case.objects.get().reference
    assert decide(case, NOT).check == ("immediate danger was reported",)


def test_not_a_crime_may_become_one_and_is_recorded_then(case):
    decide(case, NOT)
    assert "recorded" not in live(case)
    with pytest.raises(IsSetAside, match="Ask for another look first"):
        decide(case, MORE)
    bring_back(case)
    assert stage(case) == "undecided"
    decide(case, MORE)
    assert {"recorded", "ask"} <= live(case)
    decide(case, NOT)
    bring_back(case)
    decide(case, CRIME)
    assert "recorded" in live(case)


def test_the_same_post_told_again_after_it_was_no_crime_is_a_case_of_its_own_and_only_suggested(case):
    decide(case, NOT)
    arrive(told(4, **AMINA, content_urls="https://x.com/invented/status/1001"))
    assert Case.objects.count() == 2
    assert stage(case) == "not-a-crime"
    newest = Case.objects.order_by("-pk").first()
    assert stage(newest.reference) == "undecided"


def test_another_report_takes_up_again_what_was_done_with(case):
    decide(case, BARE)
    deciding.record_outcome(
        case=case, number=18, facts={"suspect_named": False, "investigation_complete": True},
        reason="Nobody was found.", seen=None, by=actor("bo"),
    )  # fmt: skip
    assert "case-review" not in live(case)
    arrive(told(5, **AMINA, content_urls="https://x.com/invented/status/1001"))
    assert stage(case) == "finalised"
    assert "case-review" in live(case)


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
    aggravated = NewCandidate("PHA2", YESTERDAY, strands=("race",))
    with pytest.raises(NotNow, match="needs a second check, because an aggravated form is named"):
        deciding.choose_offences(case=case, chosen=(later, aggravated), seen=None, by=actor("bo"))
    deciding.choose_offences(case=case, chosen=(), seen=None, by=actor("bo"))
    assert decide(case, NOT_AFTER).waits


NOT_AFTER = Given(new(CrimeAnswer.NOT_A_CRIME, verified="Invented: it was a lyric."))


def test_offences_are_not_chosen_where_the_case_is_done_with(case):
    decide(case, NOT)
    with pytest.raises(IsSetAside, match="set aside"):
        deciding.choose_offences(case=case, chosen=(SUMMARY,), seen=None, by=actor("bo"))


# -- the outcome


def outcome(case, number=15, who="bo", **facts):
    known = {
        "suspect_named": True, "suspect_interviewed": True, "victim_supports": True, "evidential_difficulty": True,
        "decided_by": "police", **facts,
    }  # fmt: skip
    return deciding.record_outcome(
        case=case, number=number, facts=known, reason="Invented reason.", seen=None, by=actor(who)
    )


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


# -- what is told


def reached(case):
    """Whom a letter about a case would reach."""
    ids = [pk for pk, *_ in cases_known.file(case).reports]
    return telling.reach(told=reports_known.filed(ids).values(), by=actor("bo"))


def test_the_full_text_never_speaks_of_victims_and_suspects_where_it_is_no_crime(case):
    found = decide(case, NOT)
    text = telling.text_of(found, "R-00000-00000")
    assert not {"victim", "suspect"} & set(text.body.casefold().replace(".", " ").split())
    assert "the person who reported" in text.body
    assert "the person reported" in text.body
    until = triage.another_look_until(found)
    assert f"until {until.day} {until:%B %Y}" in text.body


def test_the_question_stands_in_its_letter_and_not_in_what_is_sent(case):
    found = decide(case, MORE)
    assert "Who else saw it?" in telling.text_of(found, "R-1").body
    assert "Who else" not in str(Letter.objects.get(template="decision-more-information").facts)


def test_whom_a_letter_reaches_is_said_before_it_goes(case, settings):
    assert reached(case).held == (("no mail server is set", 1),)
    settings.EMAIL_HOST = "mail.invalid"
    found = reached(case)
    assert (found.going, found.held) == (1, ())
    arrive(told(6, **{**AMINA, "reporter_email": "b@example.org", "safe_to_contact": "no"}, language="ar"))
    other = Case.objects.order_by("-pk")[0].reference
    unsafe = reached(other)
    assert (unsafe.going, unsafe.languages, unsafe.held) == (0, ("ar",), (("it is not safe to write", 1),))
    decide(other, BARE)
    assert Letter.objects.get(template="decision-crime").state == "held"


def test_nobody_who_gave_no_name_is_written_to():
    arrive(told(7))
    case = Case.objects.get().reference
    assert reached(case) == telling.Reach(0, (), ())
    decide(case, BARE)
    assert not Letter.objects.filter(template="decision-crime").exists()
    assert "decision-told" in live(case)


# -- what is not recorded yet


def test_what_is_written_is_kept_for_whoever_wrote_it_until_it_is_recorded(case):
    deciding.save_decision(case=case, words={"reason": ["Half a"], "question": [""]}, by=actor("bo"))
    deciding.save_decision(case=case, words={"reason": ["Half a reason"]}, by=actor("bo"))
    assert UnsentDecision.objects.get().words == {"reason": ["Half a reason"]}
    assert triage.beside(case, actor("gita").account).unsent is None
    assert triage.beside(case, actor("bo").account).unsent.words == {"reason": ["Half a reason"]}
    with pytest.raises(Refusal, match="Shorten"):
        deciding.save_decision(case=case, words={"reason": ["x" * 100_001]}, by=actor("bo"))
    decide(case, CRIME)
    assert not UnsentDecision.objects.exists()


def test_expert_check_4_a_perception_stands_beside_every_disagreement_and_decision(case):
    arrive(
        told(
            8,
            **AMINA,
            strands="religion;race",
            targeted_religion="muslim;sikh",
            content_urls="https://x.com/invented/status/1001",
        )
    )
    report = Report.objects.order_by("-pk")[0].reference

    def perceived():
        """What was perceived, as the report tells it."""
        from_table = Report.objects.filter(reference=report).values_list("pk", flat=True)
        return {
            (each.strand, each.religion) for each in reports_known.filed(from_table)[from_table[0]].perceived
        }

    before = perceived()
    assert before == {("religion", "muslim"), ("religion", "sikh"), ("race", "")}

    casework.disagree(
        subject=case,
        report=report,
        strand=Strand.RACE,
        reason="I see none.",
        seen=version(case),
        by=actor("bo"),
    )
    decide(case, NOT)
    assert perceived() == before
    said = Disagreement.objects.get()
    assert (said.reason, said.by) == ("I see none.", str(actor("bo")))
    for table in (Perception, Disagreement):
        with pytest.raises(DatabaseError), transaction.atomic():
            table.objects.all().delete()


def test_the_ledgers_cannot_be_changed(case):
    decide(case, CRIME)
    outcome(case)
    for table in (CrimeDecision, Worksheet, Outcome):
        with pytest.raises(DatabaseError, match=r"append-only|permission denied"), transaction.atomic():
            table.objects.update(by="somebody")


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


def test_a_case_moves_only_by_the_table(case):
    with pytest.raises(NotNow, match="nobody has decided yet, so this cannot be done now"):
        cases.move_stage(case=cases.hold(case=case, seen=None), to=Stage.FINALISED)
    assert stage(case) == "undecided"


def test_the_letter_of_an_outcome_is_read_out_in_full(case):
    decide(case, CRIME)
    outcome(case)
    found = cases_known.file(case).outcomes[0]
    text = telling.text_of_outcome(found, "R-00000-00000").body
    assert "not enough evidence to prosecute, which is no doubt about what you told us" in text
    assert f"until {Letter.objects.get(template='outcome-review').facts['review_until']}" in text.replace(
        "which is ", ""
    )
    outcome(case, 18, suspect_named=False, investigation_complete=True)
    text = telling.text_of_outcome(cases_known.file(case).outcomes[0], "R-00000-00000").body
    assert "review" not in text
    deciding.reopen(case=case, reason="A witness.", seen=None, by=actor("bo"))
    assert telling.text_of_outcome(cases_known.file(case).outcomes[0], "R-00000-00000") is None


def test_no_limit_waits_for_an_answer(case):
    decide(case, replace(MORE, chosen=(SUMMARY,)))
    assert {"limitation", "ask"} <= live(case)
