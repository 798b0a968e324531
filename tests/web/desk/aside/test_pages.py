"""The pages of what is not a crime: quiet, in words of their own, and each step refused in a sentence."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hub import pathway
from hub.aside import queries as known
from hub.aside.models import Original
from hub.audit.models import Line
from hub.cases.models import Case
from hub.common import clock
from hub.common.refusals import NotNow
from hub.duties import actions as duties
from hub.duties.models import Alarm, Duty
from hub.duties.terms import Kind
from hub.pathway import submissions
from hub.reports.models import Report
from tests.architecture.aside_actions import given, set_aside
from tests.walks import AMINA, BO, OPERATOR, arrive, telling
from tests.web.accounts import actor, client_of

pytestmark = pytest.mark.django_db

WRITTEN = {
    **dict.fromkeys(("purpose", "necessity", "proportionality", "risk", "article_10", "told_why"), "Invented words that say what is asked for here."),
    "limb": "harm", "told": "no",
}  # fmt: skip


def body(answer):
    return answer.content.decode()


@pytest.mark.parametrize("name", ["case", "report"])
def test_a_case_or_report_that_is_set_aside_leads_to_its_quiet_page(name):
    told = {} if name == "case" else {"borough": "Kent"}
    arrive(telling(1, **AMINA, what_happened="Quarkwright shouted", **told))
    subject = (Case if name == "case" else Report).objects.get().reference
    pathway.set_aside(subject=subject, decided_at=clock.now(), by=BO)
    answer = client_of("bo").get(f"/desk/{name}s/{subject}/", follow=True)
    assert answer.redirect_chain[-1][0] == f"/desk/aside/{subject}/"
    text = body(answer)
    assert "Not a crime" in text
    assert f"{known.today() + timedelta(days=60):%B %Y}" in text
    assert "Quarkwright" not in text
    main = text.partition("<main")[2].partition("</main")[0].lower()
    assert "victim" not in main
    assert "suspect" not in main
    assert "reporter" in main


def test_a_step_that_comes_too_late_keeps_the_typed_words_and_leads_to_the_quiet_page():
    case = set_aside()
    answer = client_of("bo").post(f"/desk/cases/{case}/note/", {"text": "What I wrote", "version": "1"})
    assert answer.status_code == 409
    assert "What I wrote" in body(answer)
    assert f"/desk/aside/{case}/" in body(answer)
    assert client_of("bo").get(f"/desk/cases/{case}/note/").headers["Location"] == f"/desk/aside/{case}/"
    assert client_of("bo").get(f"/desk/cases/{case}/why/").status_code == 409


@pytest.mark.parametrize("does", ["record", "save", "suggest"])
def test_a_decision_that_comes_too_late_keeps_the_typed_words_and_leads_to_the_quiet_page(does):
    case = set_aside()
    client, typed = (
        client_of("bo"),
        {"do": does, "decision": "crime", "reason": "What I wrote", "version": "1"},
    )
    answer = client.post(f"/desk/cases/{case}/decision/", typed)
    assert answer.status_code == 409
    assert "What I wrote" in body(answer)
    assert f"/desk/aside/{case}/" in body(answer)
    answer = client.get(f"/desk/cases/{case}/decision/", follow=True)
    assert answer.redirect_chain[-1][0] == f"/desk/aside/{case}/"


def test_offences_that_come_too_late_lead_to_the_quiet_page():
    case = set_aside()
    client, quiet = client_of("bo"), f"/desk/aside/{case}/"
    assert client.get(f"/desk/cases/{case}/offences/")["Location"] == quiet
    late = {"do": "keep", "offence": ["POA5"], "version": "1"}
    answer = client.post(f"/desk/cases/{case}/offences/", late)
    assert answer.status_code == 409
    assert "Not done: Offences and limits" in body(answer)
    assert "Offences: POA5." in body(answer)
    assert quiet in body(answer)
    answer = client.post(f"/desk/cases/{case}/offences/", {"do": "keep", "version": "1"}, follow=True)
    assert answer.redirect_chain[-1][0] == quiet
    assert "Nothing was done: Offences and limits" in body(answer)


def test_an_alarm_is_raised_on_what_is_set_aside_from_its_quiet_page():
    case = set_aside()
    for who in ("bo", "chandra"):
        assert f'href="/desk/cases/{case}/alarm/"' in body(client_of(who).get(f"/desk/aside/{case}/"))
    shown = client_of("bo").get(f"/desk/cases/{case}/alarm/")
    assert shown.status_code == 200
    assert client_of("bo").post(f"/desk/cases/{case}/alarm/", {"dangers": ["odd"]}).status_code == 400
    given = {"reason": "They are at the door.", "version": "1"}
    answer = client_of("bo").post(f"/desk/cases/{case}/alarm/", given, follow=True)
    assert answer.redirect_chain[-1][0] == f"/desk/aside/{case}/"
    assert "stands on the desk, but it reached nobody" in body(answer)
    assert Alarm.objects.get().subject == case
    assert client_of("bo").get(f"/desk/cases/{case}/note/").status_code == 302, "nothing else is done on it"


def test_an_alarm_is_raised_on_what_a_colleague_has_and_on_a_report_that_has_a_case_by_now():
    arrive(telling(1, **AMINA), telling(2, **AMINA, borough="Kent"))
    case, report = Case.objects.get().reference, Report.objects.latest("pk").reference
    inside = Report.objects.earliest("pk").reference
    bo, given = client_of("bo"), {"reason": "They are at the door."}
    for subject in (case, report):
        pathway.claim(subject=subject, by=actor("ruth"))
    assert f'href="/desk/cases/{case}/alarm/"' in body(bo.get(f"/desk/cases/{case}/"))
    looks = Line.objects.filter(action__in=["cases.read", "reports.read"]).count()
    for url in (f"cases/{case}", f"reports/{report}", f"reports/{inside}"):
        assert bo.get(f"/desk/{url}/alarm/").status_code == 200
        assert bo.post(f"/desk/{url}/alarm/", given).status_code == 302
    assert Line.objects.filter(action__in=["cases.read", "reports.read"]).count() == looks, "nothing was read"
    assert sorted(Alarm.objects.values_list("subject", flat=True)) == sorted([case, report, inside])
    assert client_of("chandra").get(f"/desk/reports/{report}/alarm/").status_code == 403
    assert bo.get("/desk/cases/C-AAAAA-BBBBB/alarm/").status_code == 404


def test_another_look_is_asked_and_answered_with_a_reason():
    case = set_aside()
    bo, gita = client_of("bo"), client_of("gita")
    assert "They ask for another look" in body(bo.get(f"/desk/aside/{case}/"))
    assert bo.post(f"/desk/aside/{case}/another-look/", {"reason": ""}).status_code == 400
    assert (
        bo.post(f"/desk/aside/{case}/another-look/", {"reason": "She wrote."}).headers["Location"]
        == f"/desk/aside/{case}/"
    )
    assert bo.post(f"/desk/aside/{case}/another-look/", {"reason": "Again."}).status_code == 409
    assert "Another look is asked for" in body(gita.get(f"/desk/aside/{case}/"))
    assert gita.post(f"/desk/aside/{case}/stays/", {"reason": "It is lawful."}).status_code == 302
    assert bo.post(f"/desk/aside/{case}/bring-back/", {"reason": "New facts."}).headers["Location"] == (
        f"/desk/cases/{case}/"
    )
    assert "was set aside, and everything was brought back" in body(bo.get(f"/desk/aside/{case}/"))
    assert bo.get(f"/desk/aside/{case}/another-look/").status_code == 409


def test_the_inspector_holds_and_opens_an_original_and_lists_them(monkeypatch):
    case = set_aside()
    report = Report.objects.get().reference
    gita = client_of("gita")
    page = f"/desk/aside/{case}/originals/{report}/"
    assert gita.get(page).status_code == 200
    assert gita.post(page, {"reason": ""}).status_code == 400
    assert "Quarkwright" in body(gita.post(page, {"reason": "They asked."}))
    far = (known.today() + timedelta(days=200)).isoformat()
    assert gita.post(f"/desk/aside/{case}/hold/", {"reason": "A court.", "until": "soon"}).status_code == 400
    assert gita.post(f"/desk/aside/{case}/hold/", {"reason": "A court.", "until": far}).status_code == 302
    for asked, there in (("", True), ("held", True), ("due", False), ("disposed", False), ("odd", True)):
        assert (case in body(gita.get(f"/desk/aside/?of={asked}"))) == there, asked
    assert gita.get("/desk/aside/?after=odd").status_code == 404
    assert gita.post(f"/desk/aside/{case}/stays/", {"reason": "The court is done."}).status_code == 302
    Original.objects.update(dispose_on=known.today() - timedelta(days=1))
    assert "due: goes with the next run" in body(gita.get("/desk/aside/?of=due"))
    assert pathway.dispose_of_originals(by=actor("olu")) == 1
    assert "disposed of" in body(gita.get("/desk/aside/?of=disposed"))
    assert "Nobody can open it again" in body(gita.get(f"/desk/aside/{case}/"))
    assert gita.get(page).status_code == 409
    assert gita.post(page, {"reason": "x"}).status_code in {400, 409}
    assert gita.get(f"/desk/aside/{case}/hold/").status_code == 409
    assert gita.post(f"/desk/aside/{case}/hold/", {"reason": "x"}).status_code == 400


def test_what_was_sent_again_is_read_beside_the_first_and_after_its_day_alone():
    case = set_aside()
    report, gita = Report.objects.get().reference, client_of("gita")
    told = {**AMINA, "account_handle": "@invented", "what_happened": "Quarkwright shouted."}
    arrive(telling(1, **told, wants="Stop them"))
    page = f"/desk/aside/{case}/originals/{report}/"
    shown = body(gita.post(page, {"reason": "They asked."}))
    assert "Sent again, with a difference" in shown
    assert shown.index("Quarkwright") < shown.index("Stop them")
    Original.objects.update(dispose_on=known.today() - timedelta(days=1))
    assert "due: waits for what is still owed" in body(gita.get("/desk/aside/?of=due"))
    assert pathway.dispose_of_originals(by=actor("olu")) == 0
    duties.complete_kind(subjects=[report], kind=Kind.REVIEW_CHANGE, reason="Read.", by=BO)
    assert pathway.dispose_of_originals(by=actor("olu")) == 1
    assert page not in body(gita.get(f"/desk/aside/{case}/"))
    assert gita.get(page).status_code == 409
    arrive(telling(1, **told, wants="They are back"))
    assert "but for what was sent again since" in body(gita.get(f"/desk/aside/{case}/"))
    assert page in body(gita.get(f"/desk/aside/{case}/"))
    assert gita.get(page).status_code == 200
    shown = body(gita.post(page, {"reason": "They are back."}))
    assert "They are back" in shown
    assert "Sent again" not in shown


def test_what_is_owed_is_done_from_the_quiet_page_in_its_own_words():
    case = set_aside()
    bo = client_of("bo")
    duty = Duty.objects.filter(subject=case, state="running", kind="support-referral").get().reference
    page = f"/desk/aside/{case}/owed/{duty}/"
    assert "Refer the reporter to specialist support" in body(bo.get(page))
    assert bo.post(page, {"how": "", "reason": "x"}).status_code == 400
    assert bo.post(page, {"how": "done", "reason": "They agreed, and were referred."}).status_code == 302
    assert bo.post(page, {"how": "done", "reason": "Again."}).status_code == 409
    assert bo.get(f"/desk/aside/{case}/owed/D-AAAAA-BBBBB/").status_code == 404


def test_a_duty_is_shown_on_the_page_of_what_it_is_owed_for_and_nowhere_else():
    case = set_aside()
    arrive(telling(2, reporter_name="Ada Invented", reporter_email="ada@example.org"))
    other = Case.objects.latest("pk").reference
    bo = client_of("bo")
    theirs = Duty.objects.filter(subject=other, state="running").earliest("pk").reference
    ended = Duty.objects.filter(subject=case, state="done").earliest("pk").reference
    own = Duty.objects.filter(subject=case, state="running").earliest("pk").reference
    for duty in (theirs, ended):
        assert bo.get(f"/desk/aside/{case}/owed/{duty}/").status_code == 404
    assert bo.post(f"/desk/aside/{case}/owed/{theirs}/", {"how": ""}).status_code == 404
    pathway.restore(subject=case, reason="They asked.", by=BO)
    assert bo.get(f"/desk/aside/{case}/owed/{own}/").status_code == 404


def test_another_look_ends_by_its_answer_and_is_not_ticked_off():
    case = set_aside()
    bo = client_of("bo")
    pathway.ask_for_another_look(subject=case, reason="She wrote.", by=BO)
    duty = Duty.objects.get(subject=case, kind="ask", state="running").reference
    shown = body(bo.get(f"/desk/aside/{case}/"))
    assert "Look again, as they ask" in shown
    page = f"/desk/aside/{case}/owed/{duty}/"
    assert page not in shown
    assert bo.get(page).status_code == 404
    answer = bo.post(page, {"how": "done", "reason": "I did."})
    assert answer.status_code == 409
    assert "say that it stays as it was decided" in body(answer)
    for step in (pathway.complete_duty, pathway.mark_duty_not_possible, pathway.pause_duty):
        with pytest.raises(NotNow, match="They ask for another look"):
            step(duty=duty, reason="I did.", by=OPERATOR)
    assert Duty.objects.get(reference=duty).state == "running"


def test_a_submission_is_written_by_one_and_decided_by_another():
    case = set_aside()
    bo, gita = client_of("bo"), client_of("gita")
    page = f"/desk/aside/{case}/submission/"
    day = known.today() + timedelta(days=30)
    assert bo.get(page).status_code == 200
    assert bo.post(page, {**WRITTEN, "expires_on": day.isoformat(), "purpose": "x"}).status_code == 400
    answer = bo.post(page, {**WRITTEN, "expires_on": day.isoformat()})
    one = answer.headers["Location"]
    assert "Invented words" in body(bo.get(one))
    assert "Authorise it" not in body(bo.get(one)), "a hub officer decides none"
    assert "Authorise it" in body(gita.get(one))
    assert case in body(gita.get("/desk/submissions/"))
    assert gita.post(f"{one}decide/", {"decision": "odd", "reason": "x"}).status_code == 400
    assert gita.post(f"{one}decide/", {"decision": "authorise", "reason": ""}).status_code == 400
    assert gita.post(f"{one}decide/", {"decision": "authorise", "reason": "It is real."}).status_code == 302
    assert "Why does it end now?" in body(gita.get(one))
    assert "Submission I-" in body(bo.get(f"/desk/aside/{case}/"))
    assert gita.post(f"{one}decide/", {"decision": "end", "reason": "It is over."}).status_code == 302
    assert "its words were destroyed" in body(gita.get(one))
    assert "No submission is open" in body(gita.get("/desk/submissions/"))


def test_whoever_wrote_a_submission_is_told_that_another_decides():
    made = submissions.submit(subject=set_aside(), given=given(), by=actor("gita"))
    gita = client_of("gita")
    assert "You wrote this. Another supervisor decides it." in body(gita.get(f"/desk/submissions/{made}/"))
    answer = gita.post(f"/desk/submissions/{made}/decide/", {"decision": "authorise", "reason": "x"})
    assert answer.status_code == 403


@pytest.mark.parametrize("page", ["/desk/aside/", "/desk/aside/{case}/", "/desk/submissions/"])
def test_a_page_asks_the_database_at_most_twenty_times(page):
    case = set_aside()
    gita = client_of("gita")
    with CaptureQueriesContext(connection) as asked:
        assert gita.get(page.format(case=case)).status_code == 200
    questions = [each["sql"] for each in asked.captured_queries if "SAVEPOINT" not in each["sql"]]
    assert len(questions) <= 20, "\n".join(each[:160] for each in questions)


def test_nobody_is_called_a_victim_or_a_suspect_on_any_page_of_what_is_not_a_crime():
    case, gita = set_aside(), client_of("gita")
    report = Report.objects.get().reference
    owed = Duty.objects.filter(subject__in=[case, report], state="running").first().reference
    quiet = f"/desk/aside/{case}/"
    pages = {
        each: gita.get(each)
        for each in (
            "/desk/aside/", "/desk/aside/?of=held", quiet, f"{quiet}owed/{owed}/", f"{quiet}another-look/", f"{quiet}hold/",
            f"{quiet}bring-back/", f"{quiet}submission/", f"{quiet}originals/{report}/",
        )
    }  # fmt: skip
    gita.post(f"{quiet}another-look/", {"reason": "She wrote."})
    pages |= {each: gita.get(each) for each in (quiet, f"{quiet}stays/")}
    late = client_of("bo").post(f"/desk/cases/{case}/note/", {"text": "What I wrote", "version": "1"})
    for name, page in {**pages, "too late": late}.items():
        main = body(page).partition("<main")[2].partition("</main")[0].lower()
        assert page.status_code in {200, 409}, name
        assert main, name
        for word in ("victim", "suspect"):
            assert word not in main, (name, word)
