"""The page of a case, as each role sees it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from hub import pathway
from hub.audit.models import Line, Reason
from hub.cases.models import BreakGlass, Case, Note
from hub.common import clock
from hub.disclosures import actions as disclosures
from hub.duties.models import Alarm, Duty
from hub.letters import queries as letters
from hub.pathway import casework
from hub.reports.models import Report
from hub.reports.rules.reading import COLUMNS
from hub.web.desk.cases import originals, words
from hub.web.desk.cases.steps import STEPS
from tests.architecture.every_action import AGREEMENT
from tests.walks import AMINA, BO, arrive, replace, telling
from tests.web.accounts import account, actor, client_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ONE = "https://x.com/invented/status/1001"


@pytest.fixture
def case():
    arrive(telling(**AMINA, content_text="an invented post, masked: g*****s"))
    return Case.objects.get().reference


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def offered(case):
    seen = Case.objects.get(reference=case).version
    casework.offer_case(case=case, to=account("chandra").reference, seen=seen, by=actor("bo"))


def form(case, **given):
    return {
        "version": Case.objects.get(reference=case).version,
        "seen_at": "2020-01-01T00:00:00+00:00",
        **given,
    }


def test_an_officer_sees_what_is_next_and_no_name_and_no_words_of_the_post(case):
    answer = client_of("bo").get(f"/desk/cases/{case}/")
    page = text(answer)
    assert answer.status_code == 200
    assert "Assess the victim&#x27;s needs" in page
    assert "Abuse about race, on X" in page or "Abuse about race" in page
    assert "Hackney, Central East Command Unit" in page
    assert "Amina" not in page
    assert "an invented post" not in page
    assert page.count("hub-button--fill") == 1
    assert page.count("<h1") == 1


def test_the_words_of_a_post_are_in_the_answer_to_asking_only(case):
    client = client_of("bo")
    item = Line.objects.get(action="content.keep").subject
    shown = client.post(f"/desk/cases/{case}/posts/{item}/")
    assert "an invented post" in text(shown)
    assert shown.headers["Cache-Control"] == "no-store"
    assert Line.objects.filter(action="content.read", subject=item).count() == 1
    assert "an invented post" not in text(client.get(f"/desk/cases/{case}/"))
    assert client.get(f"/desk/cases/{case}/posts/{item}/").status_code == 302


def test_names_are_in_the_answer_to_a_reason_only(case):
    client = client_of("bo")
    asked = client.post(f"/desk/cases/{case}/people/", {"reason": ""})
    assert asked.status_code == 400
    assert "Amina" not in text(asked)
    shown = client.post(f"/desk/cases/{case}/people/", {"reason": "To call the victim back"})
    assert "Amina Invented" in text(shown)
    assert '<div class="hub-noprint" data-hide-after="60"' in text(shown)
    assert '<span class="hub-js-only"> What is shown hides itself again after a minute.</span>' in text(shown)
    assert shown.headers["Cache-Control"] == "no-store"
    line = Line.objects.get(action="identities.open", refused=False)
    assert Reason.objects.get(line=line.pk).text == "To call the victim back"


def test_an_original_is_shown_for_a_reason(case):
    client, report = client_of("bo"), Report.objects.get().reference
    address = f"/desk/cases/{case}/originals/{report}/"
    assert "Amina" not in text(client.get(address))
    assert client.post(address, {"reason": " "}).status_code == 400
    shown = text(client.post(address, {"reason": "To compare"}))
    assert "amina@example.org" in shown
    assert "Name of whoever reported" in shown
    assert "reporter_name" not in shown


def test_an_original_has_words_for_each_column_that_a_report_may_have():
    assert tuple(originals.COLUMNS) == COLUMNS


def test_whoever_did_not_say_their_part_is_not_called_nobody(case):
    arrive(
        telling(
            7,
            **{**AMINA, "reporter_role": "", "postcode": "E8 1EA"},
            content_urls="https://x.com/other/status/7",
        )
    )
    other = Case.objects.exclude(reference=case).get().reference
    assert "somebody whose part is not said" in text(client_of("bo").get(f"/desk/cases/{other}/"))


@pytest.mark.parametrize(
    ("who", "status"),
    [("bo", 200), ("gita", 200), ("chandra", 403), ("aud", 403), ("adi", 403), ("olu", 403)],
)
def test_who_opens_a_case(case, who, status):
    assert client_of(who).get(f"/desk/cases/{case}/").status_code == status


def test_a_colleagues_case_opens_for_a_typed_reason(case):
    pathway.claim(subject=case, by=actor("ruth"))
    client = client_of("bo")
    asked = client.get(f"/desk/cases/{case}/")
    assert asked.status_code == 403
    assert "Why do you need to open this case?" in text(asked)
    assert client.post(f"/desk/cases/{case}/open/", {"reason": " "}).status_code == 400
    opened = client.post(f"/desk/cases/{case}/open/", {"reason": "Ruth is away"}, follow=True)
    assert opened.status_code == 200
    assert "Ruth is away" in text(opened)
    assert BreakGlass.objects.count() == 1


def test_a_borough_officer_accepts_and_may_not_see_originals(case):
    offered(case)
    client = client_of("chandra")
    page = text(client.get(f"/desk/cases/{case}/"))
    panel = page[page.index("Accept this case, or return it") :].partition("</section>")[0]
    assert re.findall(r'href="[^"]+/(accept|return)/"', panel) == ["accept", "return"]
    assert page.count("hub-button--fill") == 1
    assert page.index('id="due"') < page.index('id="notes"') < page.index('id="timeline"')
    done = client.post(f"/desk/cases/{case}/accept/", form(case), follow=True)
    assert "Chandra Invented is the officer in the case" in text(done)
    report = Report.objects.get().reference
    assert client.post(f"/desk/cases/{case}/originals/{report}/", {"reason": "x"}).status_code == 403


def test_the_only_officer_of_a_command_unit_is_told_so_where_they_would_hand_over(case):
    offered(case)
    client = client_of("chandra")
    client.post(f"/desk/cases/{case}/accept/", form(case))
    page = text(client.get(f"/desk/cases/{case}/hand-over/"))
    assert "You are the only officer of Central East who can sign in." in page
    assert "Nobody of" not in page


def test_two_officers_at_once_and_the_second_keeps_their_words(case):
    bo, gita = client_of("bo"), client_of("gita")
    old = form(case, text="The second note")
    assert bo.post(f"/desk/cases/{case}/note/", form(case, text="The first note")).status_code == 302
    late = gita.post(f"/desk/cases/{case}/note/", old)
    page = text(late)
    assert late.status_code == 409
    assert "was changed while you were writing" in page
    assert "Note written, by Bo Invented" in page
    assert "The second note" in page
    assert Note.objects.get().text == "The first note"
    again = re.search(r'name="version" value="(\d+)"', page)
    assert again
    assert gita.post(f"/desk/cases/{case}/note/", {**old, "version": again[1]}).status_code == 302
    assert Note.objects.count() == 2


@pytest.mark.parametrize("step", STEPS, ids=lambda each: each.name)
def test_every_step_has_a_page_of_its_own(case, step):
    duty = Duty.objects.get(subject=case, kind="needs-assessment").reference
    report = Report.objects.get().reference
    (agreed,) = disclosures.agree(items=[replace(AGREEMENT, subject=report)], by=BO)
    about = {"news": report, "disagree": report, "confirm": agreed, "withdraw": agreed}.get(step.name, duty)
    if step.kinds == ("reports",):
        arrive(telling(2, online="no"))
        address = f"/desk/reports/{Report.objects.order_by('-pk').first().reference}/{step.name}/"
    else:
        address = f"/desk/cases/{case}/{step.name}/" + (f"{about}/" if step.about else "")
    offered(case)
    who = "chandra" if step.permission.name == "ANSWER_ALLOCATION" else "bo"
    answer = client_of(who).get(address)
    assert answer.status_code == 200, text(answer)
    assert text(answer).count("hub-button--fill") == 1
    assert client_of("aud").get(address).status_code == 403


def test_the_letter_is_shown_before_it_is_sent_and_who_wrote_it_after(case):
    report, bo = Report.objects.get().reference, client_of("bo")
    language, title, body = letters.words(template_name="news", language="en", reference=report)
    before = text(bo.get(f"/desk/cases/{case}/news/{report}/"))
    assert f'<p class="hub-quote" lang="{language}" dir="auto">{text_of(body)}</p>' in before
    assert text_of(title) in before
    assert f"whoever reported {report}" in before
    assert "It does not go now: " in before, "no mail server is set"
    written = f"To whoever reported {report}, by Bo Invented"
    assert written not in text(bo.get(f"/desk/cases/{case}/letters/"))
    bo.post(f"/desk/cases/{case}/news/{report}/", form(case))
    assert written in text(bo.get(f"/desk/cases/{case}/letters/"))


def text_of(words):
    return re.sub(r"\s+", " ", escape(words))


def test_a_step_without_its_reason_says_what_is_missing(case):
    duty = Duty.objects.get(subject=case, kind="needs-assessment").reference
    answer = client_of("bo").post(f"/desk/cases/{case}/done/{duty}/", form(case, reason=""))
    assert answer.status_code == 400
    assert "Write something here" in text(answer)


def test_the_clock_of_a_late_duty_is_not_offered_to_be_stopped_and_a_refusal_calls_the_duty_by_its_title(
    case,
):
    duty = Duty.objects.get(subject=case, kind="needs-assessment")
    client = client_of("bo")
    address = f"/desk/cases/{case}/pause/{duty.reference}/"
    assert address in text(client.get(f"/desk/cases/{case}/"))
    Duty.objects.filter(pk=duty.pk).update(starts_at=clock.now() - DAY * 3, due_at=clock.now() - DAY)
    assert address not in text(client.get(f"/desk/cases/{case}/"))
    refused = text(client.post(address, form(case, reason="They are away")))
    said = re.search(r"error-summary.*?</ul>", refused)
    assert "“Assess the victim&#x27;s needs” is late already" in said[0]
    assert duty.reference not in said[0]
    assert "They are away" in refused


def test_a_report_without_a_case_shows_its_exit_and_is_kept_with_a_reason():
    arrive(telling(1, online="no"))
    report = Report.objects.get().reference
    client = client_of("bo")
    page = text(client.get(f"/desk/reports/{report}/"))
    assert "Decide whether this leaves the hub" in page
    done = client.post(
        f"/desk/reports/{report}/exit/", {"decision": "stays", "reason": "It was shared online"}, follow=True
    )
    case = Case.objects.get().reference
    assert done.redirect_chain == [(f"/desk/cases/{case}/", 302)]
    assert f"It stays with the hub, as case {case}." in text(done)
    assert client.get(f"/desk/reports/{report}/").headers["Location"] == f"/desk/cases/{case}/"


def test_who_decides_a_way_out_reads_what_was_told_and_first_that_danger_waits():
    arrive(telling(1, online="no", immediate_danger="yes", what_happened="Invented: he waits at my door"))
    report = Report.objects.get().reference
    client = client_of("bo")
    page = text(client.get(f"/desk/reports/{report}/exit/"))
    assert page.index("Danger was reported") < page.index("Invented: he waits at my door")
    assert page.index("Invented: he waits at my door") < page.index("What becomes of it?")
    alarm = Duty.objects.get(subject=report, kind="alarm").reference
    client.post(f"/desk/reports/{report}/done/{alarm}/", {"reason": "An officer went there."})
    assert "Danger was reported" not in text(client.get(f"/desk/reports/{report}/exit/"))


def test_a_confirmed_exit_is_still_to_be_read():
    arrive(telling(1, **AMINA, online="no"))
    report = Report.objects.get().reference
    client = client_of("bo")
    client.post(f"/desk/reports/{report}/exit/", {"decision": "leaves", "reason": "It was in the street"})
    page = text(client.get(f"/desk/reports/{report}/"))
    assert "Exit confirmed" in page
    assert "Closed by a confirmed way out" in page
    assert "It did not happen online. Confirmed by Bo Invented, " in page
    assert "It was in the street" in page
    assert "the hub's own" not in page.replace("&#x27;", "'")
    assert page.count("Still owed to the victim.") == 3
    assert "Assess the victim&#x27;s needs</h2>" not in page
    assert Duty.objects.get(subject=report, kind="recorded").state == "done"


def test_a_report_for_another_force_says_where_it_goes_and_that_danger_is_still_to_be_acted_on():
    arrive(telling(1, borough="Kent", immediate_danger="yes"))
    report = Report.objects.get().reference
    client = client_of("bo")
    leave = (f"/desk/reports/{report}/exit/", {"decision": "leaves", "reason": "She lives in Maidstone"})
    refused = client.post(*leave)
    assert refused.status_code == 409
    assert "nobody has the alarm" in text(refused)
    pathway.acknowledge_alarm(alarm=Alarm.objects.get().reference, by=actor("bo"))
    client.post(*leave)
    page = text(client.get(f"/desk/reports/{report}/"))
    assert "Confirmed for Kent Police. Its package is still to be written." in page
    assert "Act on immediate danger</h2>" in page
    assert page.count("hub-button--fill") == 1


def test_forty_reporters_are_one_page_of_at_most_twenty_questions_to_the_database():
    public = {"reporter_role": "witness", "content_urls": ONE}
    arrive(
        *(
            telling(each, **public, reporter_name=f"Invented {each}", reporter_email=f"r{each}@example.org")
            for each in range(1, 41)
        )
    )
    case = Case.objects.get()
    client = client_of("bo")
    client.get(f"/desk/cases/{case.reference}/")
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(f"/desk/cases/{case.reference}/")
    questions = [each["sql"] for each in asked.captured_queries if "SAVEPOINT" not in each["sql"]]
    assert answer.status_code == 200
    assert "All 40 reports" in text(answer)
    assert len(questions) <= 20, "\n".join(each[:160] for each in questions)


def test_every_report_and_the_whole_timeline_are_paged():
    public = {"reporter_role": "witness", "content_urls": ONE}
    arrive(*(telling(each, **public) for each in range(1, 41)))
    case, client, seen = Case.objects.get().reference, client_of("bo"), set()
    for path, mark in (("reports", r"R-\w{5}-\w{5}"), ("timeline", r"R-\w{5}-\w{5}")):
        seen, address = set(), f"/desk/cases/{case}/{path}/"
        while address:
            page = text(client.get(address))
            seen |= set(re.findall(mark, page))
            following = re.search(r'href="(\?(?:after|before)=[^"]+)"', page)
            address = f"/desk/cases/{case}/{path}/{following[1]}" if following else ""
        assert len(seen) == 40, path


def test_why_it_is_here_names_each_answer_and_its_rule(case):
    page = text(client_of("bo").get(f"/desk/cases/{case}/why/"))
    assert "Did it happen online?" in page
    assert "Perceived: race." in page
    assert "<b>Metropolitan Police Service</b>" in page
    assert "<b>Hackney</b>" in page
    assert "metropolitan-police" not in page


@pytest.mark.parametrize(
    ("code", "said"), [("yi", "Yiddish"), ("pa-Arab", "Punjabi"), ("xx", "language code xx")]
)
def test_a_language_is_called_by_its_name_or_said_to_be_a_code(code, said):
    assert words.language_words(code) == said


def test_claiming_and_releasing(case):
    client = client_of("bo")
    assert "Yours until" in text(client.post(f"/desk/cases/{case}/claim/", follow=True))
    assert "Anybody may take it" in text(client.post(f"/desk/cases/{case}/release/", follow=True))


def test_whoever_lost_the_case_meanwhile_does_nothing_and_keeps_their_words(case):
    late = form(case, text="What I was writing")
    pathway.claim(subject=case, by=actor("ruth"))
    answer = client_of("bo").post(f"/desk/cases/{case}/note/", late)
    assert answer.status_code == 409
    assert "What I was writing" in text(answer)
    assert not Note.objects.exists()
