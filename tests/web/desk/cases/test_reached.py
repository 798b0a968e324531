"""By which ways a case is reached: none leads past the reason, past the record, or into another case."""

import re

import pytest

from hub import pathway
from hub.audit.models import Line, Reason
from hub.cases.models import BreakGlass, Case
from hub.cases.terms import Moved
from hub.common.refusals import NotNow
from hub.disclosures import actions as disclosures
from hub.duties.models import Duty
from hub.letters.models import Letter
from hub.pathway import casework, opening
from hub.people import actions as people
from hub.people.terms import Role
from hub.reports.models import Addition, Report
from hub.reports.terms import AdditionKind
from tests.architecture.every_action import AGREEMENT
from tests.walks import AMINA, BO, OPERATOR, arrive, replace, telling
from tests.web.accounts import actor, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    arrive(telling(**AMINA))
    return Case.objects.get().reference


@pytest.fixture
def elsewhere():
    """A case of another command unit, in which something is still to be asked."""
    arrive(
        telling(
            7, borough="Croydon", strands="", reporter_name="Somebody Else", reporter_email="x@example.org"
        )
    )
    found = Case.objects.order_by("-pk").first()
    return found.reference


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def lines(action, *, refused=False):
    return Line.objects.filter(action=action, refused=refused)


def form(case, **given):
    return {
        "version": Case.objects.get(reference=case).version,
        "seen_at": "2020-01-01T00:00:00+00:00",
        **given,
    }


# -- a report that is in a case


def test_a_colleagues_case_is_not_reached_by_the_reference_of_its_report(case):
    pathway.claim(subject=case, by=actor("ruth"))
    report, bo = Report.objects.get().reference, client_of("bo")
    for path in ("people", "timeline", "why", f"originals/{report}"):
        answer = bo.post(f"/desk/reports/{report}/{path}/", {"reason": "curious"})
        assert answer.status_code == 409, path
        assert case in text(answer)
        assert "Amina" not in text(answer)
        assert "Invented report 1" not in text(answer)
    assert not lines("identities.open").exists()
    assert not lines("identities.original").exists()
    assert bo.get(f"/desk/reports/{report}/").headers["Location"] == f"/desk/cases/{case}/"


def test_a_step_on_a_report_that_is_in_a_case_is_done_there_and_the_words_are_kept(case):
    report, bo = Report.objects.get().reference, client_of("bo")
    with pytest.raises(Moved):
        casework.add_later_fact(
            subject=report, report=report, kind=AdditionKind.NOTE, text="x", seen=None, by=actor("bo")
        )
    answer = bo.post(f"/desk/reports/{report}/fact/", {"report": report, "text": "What I was writing"})
    assert answer.status_code == 409
    assert "What I was writing" in text(answer)
    assert f"/desk/cases/{case}/" in text(answer)
    assert not Addition.objects.exists()


def test_a_report_that_there_is_not_has_no_steps():
    assert client_of("bo").get("/desk/reports/R-00000-00000/fact/").status_code == 404
    with pytest.raises(opening.NotFound):
        opening.may_work(subject="R-00000-00000", by=actor("bo"))


def test_a_borough_officer_is_not_told_the_case_of_another_units_report(elsewhere):
    report = Report.objects.get().reference
    assert client_of("chandra").get(f"/desk/reports/{report}/").status_code == 403


# -- what belongs to another case


def test_a_step_shows_no_duty_of_another_case(case, elsewhere):
    casework.offer_case(case=case, to=chandra(), seen=None, by=actor("bo"))
    other = Duty.objects.get(subject=elsewhere, kind="ask")
    assert other.detail
    answer = client_of("chandra").get(f"/desk/cases/{case}/done/{other.reference}/")
    assert answer.status_code == 404
    assert other.detail not in text(answer)


def test_a_step_shows_no_agreement_of_another_case(case, elsewhere):
    report = Report.objects.order_by("-pk").first().reference
    (told,) = disclosures.agree(items=[replace(AGREEMENT, subject=report)], by=BO)
    assert client_of("bo").get(f"/desk/cases/{case}/confirm/{told}/").status_code == 404
    assert client_of("bo").get(f"/desk/cases/{elsewhere}/confirm/{told}/").status_code == 200


def chandra():
    return people_reference("chandra")


def people_reference(who):
    return actor(who).name


# -- what is on the record


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_is_refused_at_a_step_is_on_the_record(elsewhere, method):
    client = client_of("chandra")
    answer = getattr(client, method)(f"/desk/cases/{elsewhere}/note/", form(elsewhere, text="Curious"))
    assert answer.status_code == 403
    assert "This attempt is recorded" in text(answer)
    assert lines("cases.read", refused=True).filter(subject=elsewhere, actor=str(actor("chandra"))).exists()


def test_a_page_that_tells_of_a_case_is_a_line(case):
    bo, before = client_of("bo"), lines("cases.read").count()
    bo.get(f"/desk/cases/{case}/why/")
    assert lines("cases.read").count() == before + 1
    duty = Duty.objects.get(kind="needs-assessment").reference
    bo.get(f"/desk/cases/{case}/done/{duty}/")
    assert lines("cases.read").count() == before + 2
    bo.post(f"/desk/cases/{case}/done/{duty}/", form(case, reason=""))
    assert lines("cases.read").count() == before + 3


PAGES = ("", "reports/", "timeline/", "notes/", "letters/", "files/", "why/")


def why_of(action):
    """The reason that the record gives for the last look of this kind."""
    return Reason.objects.get(line=lines(action).latest("pk").pk).text


@pytest.mark.parametrize("page", PAGES)
def test_a_look_is_a_line_with_the_part_of_whoever_looks_or_the_reason_that_they_typed(case, page):
    pathway.claim(subject=case, by=actor("ruth"))
    before = lines("cases.read").count()
    assert client_of("ruth").get(f"/desk/cases/{case}/{page}").status_code == 200
    assert lines("cases.read").count() == before + 1
    assert why_of("cases.read") == "You have claimed it."
    if page == "files/":
        assert why_of("evidence.read") == "You have claimed it."
    bo = client_of("bo")
    assert bo.get(f"/desk/cases/{case}/{page}").status_code == 403, "Ruth has it"
    bo.post(f"/desk/cases/{case}/open/", {"reason": "Ruth is away"})
    before = lines("cases.read").count()
    assert bo.get(f"/desk/cases/{case}/{page}").status_code == 200
    assert lines("cases.read").count() == before + 1
    assert why_of("cases.read") == "Ruth is away"


@pytest.mark.parametrize("page", ["", "timeline/", "letters/", "why/"])
def test_a_look_at_a_report_without_a_case_is_a_line_with_the_part_of_whoever_looks(page):
    arrive(telling(1, **AMINA, borough="Kent"))
    report = Report.objects.get().reference
    pathway.claim(subject=report, by=actor("bo"))
    assert client_of("bo").get(f"/desk/reports/{report}/{page}").status_code == 200
    assert lines("reports.read").filter(subject=report).count() == 1
    assert why_of("reports.read") == "You have claimed it."


def test_a_look_at_a_hidden_post_is_a_line_with_its_reason(case):
    pathway.claim(subject=case, by=actor("ruth"))
    post = f"/desk/cases/{case}/posts/{Line.objects.get(action='content.keep').subject}/"
    assert client_of("ruth").post(post).status_code == 200
    assert why_of("content.read") == "You have claimed it."
    bo = client_of("bo")
    bo.post(f"/desk/cases/{case}/open/", {"reason": "Ruth is away"})
    assert bo.post(post).status_code == 200
    assert why_of("content.read") == "Ruth is away"


# -- told what changed


def test_the_second_officer_is_told_of_a_clock_that_goes_on_and_of_an_agreement(case):
    duty, report = Duty.objects.get(kind="needs-assessment").reference, Report.objects.get().reference
    (told,) = disclosures.agree(items=[replace(AGREEMENT, subject=report)], by=BO)
    bo, gita = client_of("bo"), client_of("gita")
    bo.post(f"/desk/cases/{case}/pause/{duty}/", form(case, reason="She is abroad"))
    old = form(case, text="The second note")
    bo.post(f"/desk/cases/{case}/resume/{duty}/", form(case, reason="She is back"))
    assert "the clock goes on" in text(gita.post(f"/desk/cases/{case}/note/", old))
    old = form(case, text="The third note")
    bo.post(f"/desk/cases/{case}/withdraw/{told}/", form(case))
    assert "Agreement taken back, by Bo Invented" in text(gita.post(f"/desk/cases/{case}/note/", old))
    page = text(bo.get(f"/desk/cases/{case}/timeline/"))
    assert "clock stopped" in page
    assert "She is abroad" in page


# -- words that are typed


def test_a_perception_that_nobody_has_cannot_be_chosen_and_the_words_stay(case):
    report = Report.objects.get().reference
    address = f"/desk/cases/{case}/disagree/{report}/"
    page = text(client_of("bo").get(address))
    assert 'value="race"' in page
    assert 'value="religion"' not in page
    answer = client_of("bo").post(address, form(case, strand="religion", reason="Words that took a while"))
    assert answer.status_code == 400
    assert "Words that took a while" in text(answer)


def test_a_letter_that_was_sent_twice_by_mistake_goes_once():
    arrive(telling(1, **AMINA, borough="Kent"))
    report, bo = Report.objects.get().reference, client_of("bo")
    before = Letter.objects.count()
    assert bo.post(f"/desk/reports/{report}/news/{report}/").status_code == 302
    again = bo.post(f"/desk/reports/{report}/news/{report}/")
    assert again.status_code == 409
    assert "already" in text(again)
    assert Letter.objects.count() == before + 1


# -- whose it is


def test_an_accepted_case_is_taken_back_before_it_is_offered_again(case):
    casework.offer_case(case=case, to=chandra(), seen=None, by=actor("bo"))
    assert "Offer to somebody else" in text(client_of("bo").get(f"/desk/cases/{case}/"))
    casework.accept_case(case=case, seen=None, by=actor("chandra"))
    page = text(client_of("bo").get(f"/desk/cases/{case}/"))
    assert "Offer to somebody else" not in page
    assert "Take back" in page
    made = people.invite(
        email="cal@example.org", name="Cal Invented", role=Role.BOROUGH_OFFICER, unit="CE", by=OPERATOR
    )
    people.accept(token=made.token, password="an invented phrase for Cal")
    with pytest.raises(NotNow, match="Take it back first"):
        casework.offer_case(case=case, to=made.reference, seen=None, by=actor("bo"))


def test_another_reason_within_the_half_hour_is_kept_too(case):
    pathway.claim(subject=case, by=actor("ruth"))
    for reason in ("Ruth asked me to look", "Ruth asked me to look", "The victim rang"):
        opening.open_case(case=case, by=actor("bo"), reason=reason)
    assert [each.reason for each in BreakGlass.objects.order_by("pk")] == [
        "Ruth asked me to look",
        "The victim rang",
    ]
