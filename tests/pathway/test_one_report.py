"""One report, from first word to its unit: the mission as tests."""

from datetime import UTC, datetime

import pytest

from hub import pathway
from hub.audit.models import Line
from hub.cases.models import Allocation, Case, CaseReport, Suggestion
from hub.cases.terms import How
from hub.common import clock
from hub.common.refusals import NotNow, Refusal
from hub.content.models import Item
from hub.disclosures.models import Agreement
from hub.duties.models import Duty
from hub.identities.models import BlindIndex, Person
from hub.letters.models import Letter
from hub.reports.models import Addition, Perception, Report, Resend, Words
from hub.reports.terms import AdditionKind, Disposition
from hub.support.models import Offer
from hub.triage.models import Decision, Exit
from hub.triage.rules import VERSION
from tests.walks import AMINA, BO, MACHINE, OPERATOR, arrive, telling

pytestmark = pytest.mark.django_db


def test_a_report_becomes_a_case_of_its_command_unit_with_help_offered_and_clocks_running():
    (found,) = arrive(telling(**AMINA))
    case = Case.objects.get()
    assert (case.borough, case.unit, case.state) == ("hackney", "CE", "with-unit")
    assert found.placed is not None
    assert found.placed.case == case.reference
    assert Allocation.objects.get(case=case).unit == "CE"
    assert Offer.objects.filter(report=found.report_id).count() >= 4
    kinds = set(Duty.objects.filter(subject=case.reference, state="running").values_list("kind", flat=True))
    assert kinds == {"recorded", "needs-assessment", "support-referral", "victim-update"}
    assert Decision.objects.filter(report=found.report_id).count() == 5
    assert {each.template for each in Letter.objects.all()} == {"news", "unit-told"}


def test_the_victims_clocks_run_from_when_it_was_reported_and_the_hubs_own_from_when_it_came(monkeypatch):
    reported, came = datetime(2026, 11, 17, 9, tzinfo=UTC), datetime(2026, 11, 20, 15, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: came)
    arrive(telling(**AMINA, online="", reported_at=reported.isoformat()))
    found = {each.kind: each for each in Duty.objects.all()}
    assert {kind: each.starts_at for kind, each in found.items()} == {
        "recorded": came, "needs-assessment": came, "ask": came, "support-referral": reported, "victim-update": reported,
    }  # fmt: skip
    # Tuesday and one working day of hate crime's enhanced rights, where anybody else would wait five.
    assert (found["victim-update"].enhanced, found["victim-update"].due_at) == (
        True, datetime(2026, 11, 18, 23, 59, 59, tzinfo=UTC),
    )  # fmt: skip
    assert found["support-referral"].due_at == datetime(2026, 11, 19, 23, 59, 59, tzinfo=UTC)
    assert found["recorded"].due_at == datetime(2026, 11, 21, 15, tzinfo=UTC)


def test_every_step_is_on_the_record_once_for_each_subject():
    (found,) = arrive(telling(**AMINA))
    reference = Report.objects.get(pk=found.report_id).reference
    actions = list(Line.objects.filter(subject=reference).values_list("action", flat=True))
    for action in ("reports.receive", "triage.assess", "support.offer", "letters.queue"):
        assert actions.count(action) == 1, action


def test_every_answer_of_the_machine_says_by_which_rule_of_which_version():
    arrive(telling(1), telling(2, borough="Kent"), telling(3, borough="", postcode="EC1A 1BB"))
    answers = Decision.objects.all()
    assert len(answers) == 15
    assert {each.rule_version for each in answers} == {VERSION}
    assert all(each.rule and each.reason and each.by == str(OPERATOR) for each in answers)


def test_the_borough_of_a_case_is_that_of_its_first_report():
    arrive(telling(1, **AMINA, borough="Hackney"))
    (second,) = arrive(
        telling(2, **AMINA, borough="Camden", content_urls="https://x.com/invented/status/1001")
    )
    case = Case.objects.get()
    assert second.placed is not None
    assert (second.placed.how, second.placed.case) == (How.LINKED, case.reference)
    assert second.assessment is not None
    assert second.assessment.borough == "camden"
    assert (case.borough, case.unit) == ("hackney", "CE")


def test_help_is_offered_even_when_an_exit_is_proposed():
    arrivals = arrive(telling(1, borough="Kent"), telling(2, online="no"), telling(3, strands="none"))
    assert all(each.offered for each in arrivals)
    assert not Case.objects.exists()
    assert set(Exit.objects.values_list("to", "state")) == {
        ("kent-police", "proposed"), ("not-online", "proposed"), ("no-hate-element", "proposed"),
    }  # fmt: skip
    assert Duty.objects.filter(subject_kind="report", kind="recorded", state="running").count() == 3


def test_nobody_who_said_no_to_support_is_offered_it():
    (found,) = arrive(telling(consent_support="no"))
    assert not found.offered
    assert not Offer.objects.exists()


def test_forty_reports_of_one_post_about_nobody_are_one_public_case():
    given = [
        telling(
            each, reporter_role="witness", content_urls="https://twitter.com/a/status/55?s=20", strands=strand
        )
        for each, strand in enumerate(["race", "disability"] * 20)
    ]
    arrivals = arrive(*given)
    assert Case.objects.count() == 1
    assert Case.objects.get().about == "public"
    assert [each.placed.how for each in arrivals if each.placed] == [How.OPENED] + [How.PUBLIC] * (
        len(given) - 1
    )
    assert Item.objects.count() == 1


def test_forty_people_each_targeted_by_one_post_are_forty_cases_and_one_item():
    arrive(*(telling(each, content_urls="https://x.com/a/status/56") for each in range(40)))
    assert Case.objects.count() == 40
    assert Item.objects.count() == 1


def test_the_same_victim_and_item_through_a_second_channel_joins_and_another_item_is_only_suggested():
    first, second, third = arrive(
        telling(1, **AMINA, content_urls="https://www.instagram.com/p/Abc123/"),
        telling(2, **AMINA, source="Partner", content_urls="https://instagram.com/p/Abc123?igsh=x"),
        telling(3, **AMINA, content_urls="https://instagram.com/p/Other99"),
    )
    assert first.placed
    assert second.placed
    assert third.placed
    assert second.placed.how == How.LINKED
    assert second.placed.case == first.placed.case
    assert third.placed.how == How.OPENED
    assert Suggestion.objects.get().other.reference == first.placed.case


def test_the_same_holds_when_they_arrive_one_after_another():
    arrive(telling(1, **AMINA, content_urls="https://www.instagram.com/p/Abc123/"))
    (second,) = arrive(telling(2, **AMINA, source="Partner", content_urls="https://instagram.com/p/Abc123"))
    assert second.placed is not None
    assert second.placed.how == How.LINKED
    (third,) = arrive(telling(3, **AMINA, content_urls="https://instagram.com/p/Other99"))
    assert third.placed is not None
    assert third.placed.how == How.OPENED
    assert Suggestion.objects.count() == 1


def test_a_telephone_shared_by_two_names_joins_nothing():
    shared = {"reporter_phone": "020 7946 0001", "content_urls": "https://x.com/a/status/57"}
    arrive(telling(1, reporter_name="Ada One", **shared), telling(2, reporter_name="Ben Two", **shared))
    assert Case.objects.count() == 2


def test_somebody_who_names_nobody_is_anonymous_and_what_points_at_them_is_not_kept():
    (found,) = arrive(telling(postcode="E8 3AA", victim_date_of_birth="1990-02-03"))
    report = Report.objects.get(pk=found.report_id)
    assert report.anonymous
    assert report.age_band == "35-44"
    assert not Person.objects.exists()
    words = Words.objects.get(report=report)
    assert words.given["postcode"] == "E8"
    assert "victim_date_of_birth" not in words.given
    assert found.placed is not None
    case = Case.objects.get()
    states = dict(Duty.objects.filter(subject=case.reference).values_list("kind", "state"))
    assert states["victim-update"] == states["support-referral"] == "not-possible"


def test_an_unnamed_reporter_who_names_a_victim_has_told_of_a_person():
    (found,) = arrive(telling(reporter_role="on behalf", victim_name="Ada Pretend"))
    assert Person.objects.count() == 1
    assert CaseReport.objects.get(report=found.report_id).victim_id == Person.objects.get().pk
    assert not Report.objects.get().anonymous


def test_the_same_row_again_is_known_and_a_changed_one_is_kept_beside_it_and_read():
    first = telling(**AMINA)
    (new,) = arrive(first)
    again, changed = arrive(first, telling(**AMINA, what_happened="Invented report: it goes on"))
    assert again.disposition == Disposition.SAME
    assert changed.disposition == Disposition.CHANGED
    assert changed.columns == ("what_happened",)
    assert new.report_id == again.report_id == changed.report_id
    assert Report.objects.count() == 1
    assert Resend.objects.get().columns == ["what_happened"]
    assert Duty.objects.filter(kind="review-change", state="running").count() == 1
    (third,) = arrive(telling(**AMINA, what_happened="Invented report: it goes on"))
    assert third.disposition == Disposition.SAME


def test_a_changed_row_that_tells_of_danger_raises_an_alarm():
    arrive(telling(1))
    arrive(telling(1, immediate_danger="yes"))
    assert Duty.objects.filter(kind="alarm", state="running").count() == 1


@pytest.mark.parametrize("place", ["Hackney", "Kent", "outside UK", "City of London", ""])
def test_danger_raises_an_alarm_from_anywhere(place):
    arrive(telling(borough=place, postcode="" if place else "EC1A 1BB", immediate_danger="yes"))
    alarm = Duty.objects.get(kind="alarm")
    assert alarm.subject_kind == "report"
    assert (alarm.due_at - alarm.starts_at).total_seconds() == 900


def test_sw16_is_the_mets_in_scope_and_its_borough_is_asked():
    (found,) = arrive(telling(borough="", postcode="SW16 1AA"))
    assert found.assessment is not None
    assert (found.assessment.scope, found.assessment.borough) == ("in-scope", "")
    case = Case.objects.get()
    assert (case.state, case.unit) == ("with-hub", "")
    assert Duty.objects.get(kind="ask").subject == case.reference


def test_a_force_that_is_not_known_opens_no_case_and_is_asked():
    (found,) = arrive(telling(borough="", postcode="EC1A 1BB"))
    assert found.assessment is not None
    assert found.assessment.scope == "force-unknown"
    assert not Case.objects.exists()
    assert Duty.objects.get(kind="ask").subject_kind == "report"


def test_whoever_reports_what_belongs_to_nobody_yet_has_the_same_clocks_and_is_offered_the_same_help():
    told = {**AMINA, "consent_support": "yes", "consent_partners": "Galop"}
    known, unknown = arrive(telling(1, **told), telling(2, **told | {"borough": "", "postcode": "EC1A 1BB"}))
    assert (unknown.assessment.scope, unknown.placed, unknown.offered) == ("force-unknown", None, True)
    report = Report.objects.get(pk=unknown.report_id).reference
    hang_on, in_scope = (
        {
            each.kind: (each.state, each.starts_at, each.due_at, each.enhanced, each.historic)
            for each in Duty.objects.filter(subject_kind=kind, subject=subject)
        }
        for kind, subject in (("report", report), ("case", known.placed.case))
    )
    assert set(in_scope) == {"recorded", "needs-assessment", "support-referral", "victim-update"}
    assert hang_on.pop("ask")[0] == "running"
    assert hang_on == in_scope
    offered, to_the_other = (
        set(Offer.objects.filter(report=each.report_id).values_list("service", flat=True))
        for each in (unknown, known)
    )
    assert offered >= to_the_other != set(), "what is not known of somebody shuts nobody out"
    assert set(Agreement.objects.values_list("organisation", "subject")) >= {("Galop", report)}
    letter = Letter.objects.get(subject=report)
    assert (letter.template, letter.recipient_kind) == ("news", "person")


def test_an_organisation_that_is_only_named_has_no_live_agreement():
    arrive(telling(consent_support="yes", consent_partners="Galop; CATCH"))
    assert set(Agreement.objects.values_list("organisation", "confirmed", "told_by")) == {
        ("Galop", False, "as told by Test"), ("CATCH", False, "as told by Test"),
    }  # fmt: skip


def test_history_raises_no_letters_and_no_alarms_and_says_that_it_is_history():
    arrive(telling(**AMINA), historic=True)
    assert not Letter.objects.exists()
    assert set(Duty.objects.values_list("historic", flat=True)) == {True}


def test_whoever_reports_after_history_has_clocks_of_their_own_and_the_unit_is_told():
    same = {**AMINA, "content_urls": "https://x.com/invented/status/1001"}
    (first,) = arrive(telling(1, **same), historic=True)
    (second,) = arrive(telling(2, **same))
    assert first.placed.case == second.placed.case
    live = Duty.objects.filter(subject=first.placed.case, state="running")
    assert {each.kind for each in live} >= {
        "recorded",
        "needs-assessment",
        "support-referral",
        "victim-update",
    }
    assert not live.filter(historic=True).exists()
    assert Letter.objects.filter(template="unit-told", subject=first.placed.case).count() == 1
    arrive(telling(3, **same))
    assert Letter.objects.filter(template="unit-told").count() == 1


def test_no_organisation_is_not_one():
    arrive(telling(consent_support="yes", consent_partners="none"))
    assert not Agreement.objects.exists()


def test_a_crime_reference_ends_the_duty_to_record():
    arrive(telling(1, crime_reference="INV/1/26"))
    assert Duty.objects.get(kind="recorded").state == "done"
    arrive(telling(2))
    report = Report.objects.get(source_reference="T-2").reference
    pathway.add_fact(report=report, kind=AdditionKind.CRIME_REFERENCE, text="INV/2/26", by=BO)
    assert set(Duty.objects.filter(kind="recorded").values_list("state", flat=True)) == {"done"}
    assert Addition.objects.get().by == "hub-officer:bo"


def test_only_a_person_confirms_an_exit_and_only_once_and_with_a_reason():
    arrive(telling(borough="Kent"))
    report = Report.objects.get().reference
    with pytest.raises(Refusal, match="may not"):
        pathway.confirm_exit(report=report, reason="x", by=MACHINE)
    with pytest.raises(Refusal, match="Say why"):
        pathway.confirm_exit(report=report, reason=" ", by=BO)
    pathway.confirm_exit(report=report, reason="The victim lives in Kent.", by=BO)
    assert Exit.objects.get().state == "confirmed"
    assert Duty.objects.get(kind="recorded").state == "done"
    with pytest.raises(NotNow, match="already confirmed"):
        pathway.refuse_exit(report=report, reason="Changed my mind", by=BO)


def test_a_refused_exit_gives_the_report_its_case_and_takes_its_duties_along():
    arrive(telling(online="no", **AMINA))
    report = Report.objects.get().reference
    pathway.refuse_exit(report=report, reason="It was online after all.", by=BO)
    case = Case.objects.get()
    assert (case.borough, case.unit) == ("hackney", "CE")
    assert set(Duty.objects.values_list("subject", flat=True)) == {case.reference}


def test_a_refused_attempt_is_on_the_record():
    arrive(telling(borough="Kent"))
    report = Report.objects.get().reference
    with pytest.raises(Refusal):
        pathway.confirm_exit(report=report, reason="x", by=MACHINE)
    assert Line.objects.filter(subject=report, refused=True).count() == 1


def test_perceptions_keep_every_strand_and_the_religion():
    arrive(telling(strands="race;religion;sexual orientation", targeted_religion="jewish;muslim"))
    assert set(Perception.objects.values_list("strand", "targeted_religion")) == {
        ("race", ""), ("religion", "jewish"), ("religion", "muslim"), ("sexual-orientation", ""),
    }  # fmt: skip


@pytest.mark.parametrize("role", ["victim", "witness", "on behalf", "professional", "organisation", ""])
def test_a_perception_says_whose_it_is(role):
    arrive(telling(reporter_role=role, strands="race;disability"))
    whose = role.replace(" ", "-") or "not-said"
    assert set(Perception.objects.values_list("strand", "perceived_by")) == {
        ("race", whose), ("disability", whose),
    }  # fmt: skip


def test_a_name_inside_the_words_is_masked_in_the_working_copy():
    arrive(
        telling(**AMINA, what_happened="They wrote AMINA  invented, call 07700 900123 and amina@example.org")
    )
    assert Words.objects.get().what_happened == "They wrote [name], call [telephone] and [e-mail]"


def test_identities_are_opened_for_a_reason_only_and_each_look_is_recorded():
    from hub.identities import actions as identities  # noqa: PLC0415

    arrive(telling(**AMINA))
    person = Person.objects.get().pk
    with pytest.raises(Refusal, match="Say why"):
        identities.identity(person=person, subject="R-1", reason="", by=OPERATOR)
    found = identities.identity(person=person, subject="R-1", reason="to telephone her", by=OPERATOR)
    assert (found.name, found.email, found.phone) == ("Amina Invented", "amina@example.org", "07700 900123")
    assert Line.objects.filter(action="identities.open", kind="consultation").count() == 1
    assert BlindIndex.objects.filter(person=person).count() == 4
