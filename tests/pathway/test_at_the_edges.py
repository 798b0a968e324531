"""What the pathway says where there is nothing, nobody or no more room."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings as given
from django.db import connection

from hub import pathway
from hub.cases.models import Case
from hub.cases.terms import NeedsReason
from hub.common import clock
from hub.common.refusals import NotFound, Refusal
from hub.disclosures.models import Agreement
from hub.pathway import borough, casework, colleagues, examining, jobs, morning, opening, reference
from hub.people.terms import Actor, Role
from hub.reports.models import Report
from tests.places.test_actions import ONSPD
from tests.walks import AMINA, OPERATOR, arrive, telling
from tests.web.accounts import actor

pytestmark = pytest.mark.django_db
_GONE = "C-GONE0-00000"


def told(number=1, **more):
    """The case and the reference of a report."""
    pk = arrive(telling(number, **more))[0].report_id
    where = pathway.whereabouts([pk])[pk]
    return where.case, where.reference


def test_a_borough_officer_without_an_account_or_a_unit_has_no_lists():
    told()
    nobody = Actor(Role.BOROUGH_OFFICER, "nobody")
    assert borough.yours(after="", by=nobody).accepted == ()
    assert borough.of_unit(named=True, after="", by=nobody).rows == ()


def test_a_step_of_a_case_is_refused_where_there_is_none():
    _, report = told(2, borough="Kent")
    with pytest.raises(NotFound, match=f"{report} is not a case"):
        casework.set_headline(case=report, words="Invented", seen=1, by=actor("bo"))
    with pytest.raises(NotFound, match=f"There is no case {_GONE}"):
        opening.may_work(subject=_GONE, by=actor("bo"))
    with pytest.raises(NotFound, match="There is no duty D-GONE"):
        pathway.complete_duty(duty="D-GONE0-00000", reason="Invented.", by=actor("bo"))


def test_an_agreement_of_another_case_cannot_be_settled():
    case, _ = told(1, consent_support="yes", consent_partners="Galop")
    other, _ = told(2, borough="Camden", consent_support="yes", consent_partners="Galop", strands="religion",
                    targeted_religion="jewish")  # fmt: skip
    assert case != other
    foreign = Agreement.objects.order_by("-pk").first().reference
    with pytest.raises(NotFound, match=f"There is no agreement {foreign} in {case}"):
        casework.settle_agreement(
            subject=case, agreement=foreign, fields=["name"], given=True, seen=1, by=actor("bo")
        )


def test_nobody_holds_anything_where_there_is_no_account():
    with pytest.raises(NotFound, match="There is no such account"):
        colleagues.held_by(0)
    with pytest.raises(NotFound, match="There is no"):
        pathway_change_of_role()
    with pytest.raises(NotFound, match="There is no such colleague"):
        colleagues.consult(reference="U-GONE0-00000", by=OPERATOR)


def pathway_change_of_role():
    colleagues.change_role(account=0, role=Role.AUDITOR, by=OPERATOR)


def test_what_a_colleague_has_is_not_opened_past_them():
    case, report = told()
    _, kent = told(2, borough="Kent")
    for each in (case, kent):
        pathway.claim(subject=each, by=actor("ruth"))
    with pytest.raises(NeedsReason, match=f"You have no part in {case}"):
        opening.open_case(case=case, by=actor("bo"))
    with pytest.raises(NeedsReason, match="You have no part in"):
        opening.may_work(subject=case, by=actor("bo"))
    opening.open_case(case=case, by=actor("bo"), reason="Ruth asked me to look")
    opening.may_work(subject=case, by=actor("bo"))
    with pytest.raises(Refusal, match="A colleague has this report"):
        opening.open_report(report=kent, by=actor("bo"))
    with pytest.raises(NotFound, match="There is no post P-GONE"):
        opening.show_content(subject=case, item="P-GONE0-00000", by=actor("ruth"))
    with pytest.raises(NotFound, match=f"There is no report {kent} in {case}"):
        opening.show_original(subject=case, report=kent, reason="Invented.", by=actor("ruth"))
    assert opening.report_in(case, report)


def helped(how):
    """The list behind one of the figures of help, and the figure."""
    found = morning.read(by=actor("gita"))
    lines, following = morning.reports_in(
        found.span, borough="", strand="", helped=how, after="", by=actor("gita")
    )
    assert following == ""
    figure = {
        morning.OFFERED: found.offered, morning.AGREED: found.agreed, morning.SUPPORTED: found.supported,
    }[how]  # fmt: skip
    assert len(lines) == figure
    return [each.reference for each in lines]


def test_victims_offered_and_referred_and_cases_supported_are_each_as_many_as_their_list(monkeypatch):
    case, report = told(1, consent_support="yes", consent_partners="Galop")
    told(2, consent_support="no")
    third, joined = told(3, **AMINA)
    told(4, **{**AMINA, "source": "Partner", "content_urls": "https://x.com/invented/status/1003"})
    arrive(telling(5, reporter_role="witness"), telling(6, borough="Kent"))
    fourth, kent = (Report.objects.get(source_reference=f"T-{each}").reference for each in (4, 6))
    agreement = Agreement.objects.get().reference
    tomorrow = clock.now() + timedelta(days=1)

    def at_the_next_days_morning():
        """What the figures of the day after show; today is never among them."""
        with monkeypatch.context() as moved:
            moved.setattr(clock, "now", lambda: tomorrow)
            return {each: helped(each) for each in (morning.OFFERED, morning.AGREED, morning.SUPPORTED)}

    offered, cases = [kent, fourth, joined, report], [third, case]
    assert at_the_next_days_morning() == {"offered": offered, "agreed": [], "supported": cases}
    confirmed = {"subject": case, "fields": ["name"], "by": actor("bo")}
    casework.settle_agreement(agreement=agreement, given=True, seen=1, **confirmed)
    assert at_the_next_days_morning() == {"offered": offered, "agreed": [report], "supported": cases}
    live = Agreement.objects.order_by("-pk").first().reference
    casework.settle_agreement(agreement=live, given=False, seen=2, **confirmed)
    assert at_the_next_days_morning() == {"offered": offered, "agreed": [], "supported": cases}
    assert morning.read(by=actor("gita")).live_cases == Case.objects.count() == 4


def test_the_settings_that_are_not_fit_for_live_use_are_named(settings):
    settings.ENVIRONMENT = given.ENVIRONMENT.model_copy(update={"database_url": "postgresql://invented"})
    settings.HUB_KEYS = settings.HUB_HOME / "keys"
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "localhost", "hub@hub.invalid"
    found = {each.words: each for each in examining.of_settings()}
    assert any("keys and data lie in one folder" in each for each in found)
    assert any("MAIL_FROM is not set" in each and found[each].wrong for each in found)
    settings.DEFAULT_FROM_EMAIL = "hub@example.org"
    assert not any(each.wrong for each in examining.of_settings())


def test_a_server_that_writes_statements_into_its_log_is_told_of():
    quiet = {
        "log_statement": "none", "log_min_error_statement": "panic", "log_min_duration_statement": "-1",
        "log_error_verbosity": "terse",
    }  # fmt: skip
    assert examining.tells_in_its_log(quiet).words == "it tells no statement"
    loud = examining.tells_in_its_log({**quiet, "log_statement": "all"})
    assert "ask for log_statement=none on the server" in loud.words
    assert examining.of_server_log()


def test_a_disk_that_fills_is_wrong_before_reports_can_not_be_kept():
    assert examining.of_space(10).pop().wrong
    assert not examining.of_space(10 * 1024**3).pop().wrong


def test_a_worker_is_missed_when_it_never_was_there_or_is_silent():
    assert "none was ever seen" in examining.of_worker().pop().words
    long_ago = clock.now() - timedelta(hours=2)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_periodic_defers (task_name, defer_timestamp) VALUES ('audit.seal', %s)",
            [int(long_ago.timestamp())],
        )
    assert jobs.worker_seen_at() == long_ago.replace(microsecond=0)
    assert "silent for 120 minutes" in examining.of_worker().pop().words
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [clock.now()])
    assert not examining.of_worker().pop().wrong


def test_the_postcode_table_is_named_once_it_is_loaded(tmp_path):
    before = reference.tables()[-1]
    path = tmp_path / "postcodes.csv"
    path.write_text(ONSPD)
    pathway.load_postcodes(path=path, name="ONSPD invented", progress=lambda _: None, by=OPERATOR)
    after = reference.tables()[-1]
    assert replace(after, edition="") != before
    assert after.edition == "ONSPD invented"
