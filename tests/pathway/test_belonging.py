"""Whose it is: what the written rule proposes, what an officer decides, and what follows for the case."""

import pytest

from hub import pathway
from hub.cases.models import Allocation, Case, CaseReport
from hub.common.refusals import NotFound, Refusal
from hub.duties.models import Duty
from hub.letters.models import Letter
from hub.pathway import belonging, casework, transferring
from hub.queue.models import Waiting
from hub.reports.models import Appearance, Perception, Report
from hub.triage.models import Decision, Exit, Standing
from hub.triage.terms import Belongs, Whereabouts
from tests.pathway.belonging_world import another_force_untouched, current, decide, report, subject
from tests.walks import AMINA, OPERATOR, arrive, telling
from tests.web.accounts import account, actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noise():
    """Somebody else's report of another force, which nothing here may touch."""
    with another_force_untouched():
        yield


def found_out(reference: str, victim: str = "", suspect: str = ""):
    said = Whereabouts(victim, suspect, "She told us by telephone.")
    return belonging.say_where(
        subject=subject(reference), report=reference, said=said, seen=None, by=actor("bo")
    )


def test_where_the_suspect_was_makes_another_force_propose_itself_and_nothing_moves_by_itself():
    reference = report()
    assert (
        belonging.whose(belonging.about([Report.objects.get(reference=reference).pk]))[0].proposal.answer
        == "metropolitan-police"
    )
    made = found_out(reference, suspect="kent-police")
    assert (made.answer, made.rule) == ("kent-police", "suspect-located")
    assert not Exit.objects.filter(report__reference=reference).exists()
    assert current(reference, "force").by == "operator:olu"


def test_what_is_found_out_later_takes_the_place_of_what_was_said_and_both_stay():
    reference = report()
    found_out(reference, suspect="kent-police")
    made = found_out(reference, suspect="unknown", victim="essex-police")
    assert (made.answer, made.rule) == ("essex-police", "victim-home")
    lines = Decision.objects.filter(report__reference=reference, question="suspect").order_by("pk")
    assert [each.answer for each in lines] == ["kent-police", "unknown"]
    assert lines[1].supersedes == lines[0]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (Whereabouts("", "", "because"), "nothing was chosen"),
        (Whereabouts("kent-police", "", " "), "Say how it is known"),
        (Whereabouts("atlantis", "", "because"), "from the list"),
    ],
)
def test_a_place_is_kept_only_with_where_it_comes_from(said, sentence):
    reference = report()
    with pytest.raises(Refusal, match=sentence):
        belonging.say_where(
            subject=subject(reference), report=reference, said=said, seen=None, by=actor("bo")
        )
    assert not Decision.objects.filter(question__in=["victim", "suspect"]).exists()


def test_a_report_whose_force_was_unknown_gets_its_case_once_an_officer_says_whose_it_is():
    reference = report(borough="", postcode="")
    assert Standing.objects.get(report__reference=reference).scope == "force-unknown"
    pathway.claim(subject=reference, by=actor("bo"))
    case = decide(reference, "metropolitan-police", "camden")
    row = Case.objects.get(reference=case)
    assert (row.borough, row.unit, row.state) == ("camden", "CN", "with-unit")
    line = current(reference, "force")
    assert (line.by, line.reason, line.answer) == (str(actor("bo")), "because", "metropolitan-police")
    assert line.rule == "an-officers-own-judgement"
    assert line.inputs["proposed"] == "unknown"
    assert Letter.objects.filter(template="unit-told", recipient="CN", subject=case).count() == 1
    assert Duty.objects.filter(subject=case, state="running").exists()
    assert Waiting.objects.get(subject=case).holder_id == account("bo").pk


def test_a_decision_that_moves_a_case_to_another_unit_takes_it_from_whoever_had_it_and_tells_the_new_one():
    reference = report()
    case = subject(reference)
    casework.offer_case(case=case, to=account("chandra").reference, seen=None, by=actor("bo"))
    casework.accept_case(case=case, seen=None, by=actor("chandra"))
    assert decide(reference, "metropolitan-police", "camden") == case
    row = Case.objects.get(reference=case)
    assert (row.borough, row.unit) == ("camden", "CN")
    live = Allocation.objects.get(case=row, ended_at__isnull=True)
    assert (live.unit, live.officer, live.given) == ("CN", None, "to-unit")
    ended = Allocation.objects.filter(case=row, given="ended").get()
    assert (ended.unit, ended.officer_id, ended.reason) == ("CE", account("chandra").pk, "because")
    assert Letter.objects.filter(template="unit-told", recipient="CN", subject=case).exists()
    decide(reference, "metropolitan-police", "hackney")
    decide(reference, "metropolitan-police", "tower-hamlets")
    assert Case.objects.get(reference=case).unit == "CE"
    assert Letter.objects.filter(template="unit-told", recipient="CE", subject=case).count() == 2


def test_a_londoner_stays_with_the_hub_while_the_crime_is_another_forces_to_record():
    reference = report(**AMINA)
    case = subject(reference)
    found_out(reference, suspect="kent-police")
    assert decide(reference, "kent-police", "hackney") == case
    assert current(reference, "force").rule == "suspect-located"
    row = Waiting.objects.get(subject=case)
    assert (row.exit_to, row.live) == ("kent-police", True)
    assert (Case.objects.get(reference=case).unit, Standing.objects.get(report__reference=reference).scope) == (
        "CE", "in-scope",
    )  # fmt: skip
    casework.decide_exit(report=reference, leaves=True, reason="He is in Kent.", case=case, by=actor("bo"))
    assert Duty.objects.get(subject=reference, kind="transfer").state == "running"
    transferring.transfer(report=reference, reason="Kent records it.", by=OPERATOR)
    belonging.acknowledge(
        subject=case, report=reference, force_reference="46/1/26", seen=None, by=actor("bo")
    )
    assert Duty.objects.get(subject=reference, kind="transfer").state == "done"
    assert Waiting.objects.get(subject=case).live, "the hub stays beside the victim"


def test_a_refused_way_out_of_a_case_leaves_the_case_where_it_is():
    reference = report()
    case = decide(reference, "kent-police", "hackney")
    assert (
        casework.decide_exit(report=reference, leaves=False, reason="He moved.", case=case, by=actor("bo"))
        == case
    )
    assert CaseReport.objects.filter(report__reference=reference).count() == 1
    assert Waiting.objects.get(subject=case).exit_to == ""
    with pytest.raises(NotFound, match="There is no report"):
        casework.decide_exit(report="R-00000-00000", leaves=True, reason="x", case=case, by=actor("bo"))


def test_a_decision_without_a_force_of_the_list_or_a_reason_changes_nothing():
    reference = report()
    for answer, sentence in (
        (Belongs("atlantis", "", "x"), "force from the list"),
        (Belongs("kent-police", "atlantis", "x"), "borough from the list"),
        (Belongs("kent-police", "", " "), "Say why"),
    ):
        with pytest.raises(Refusal, match=sentence):
            belonging.decide_whose(
                subject=subject(reference), report=reference, answer=answer, seen=None, by=actor("bo")
            )
    assert Decision.objects.filter(report__reference=reference, supersedes__isnull=False).count() == 0
    assert not Exit.objects.filter(report__reference=reference).exists()


def test_expert_check_9_a_victim_in_sw16_stays_with_the_hub_until_somebody_says_which_of_its_boroughs():
    reference = report(borough="", postcode="SW16")
    case = Case.objects.get(reference=subject(reference))
    assert (case.borough, case.unit, case.state) == ("", "", "with-hub")
    assert current(reference, "borough").answer == "unknown"
    decide(reference, "metropolitan-police", "lambeth")
    case.refresh_from_db()
    assert (case.borough, case.unit) == ("lambeth", "AS")


def test_no_decision_about_whose_it_is_touches_what_anybody_perceived():
    reference = report(strands="race;religion", targeted_religion="muslim")
    before = list(Perception.objects.values())
    decide(reference, "kent-police")
    assert list(Perception.objects.values()) == before


def test_expert_check_9_forty_reports_of_one_post_for_the_public_are_one_case_and_one_item():
    before = Case.objects.count()
    told = {"reporter_role": "witness", "content_urls": "https://x.com/invented/status/7"}
    placed = arrive(*(telling(number, **told) for number in range(1, 41)))
    assert Case.objects.count() == before + 1
    assert len({each.placed.case for each in placed if each.placed}) == 1
    assert CaseReport.objects.filter(case__reference=placed[0].placed.case).count() == 40
    shown = Appearance.objects.filter(report__in=[each.report_id for each in placed])
    assert (shown.count(), shown.values("item").distinct().count()) == (40, 1)
