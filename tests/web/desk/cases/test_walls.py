"""Who may open a case, on its pages: an interest of one's own, a colleague's, and what is restricted."""

import re
from html import unescape

import pytest
from django.urls import reverse

from hub import pathway
from hub.cases.models import BreakGlass, Case, Seen, Wall
from hub.common import clock
from hub.duties.models import Duty
from hub.duties.terms import Danger, State
from hub.pathway import alarming, casework, opening, walls
from hub.people.models import Account
from hub.people.terms import Role
from hub.queue.models import Waiting
from hub.triage import queries as triage
from tests.walks import arrive, telling
from tests.web.accounts import account, actor, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> str:
    """A case that anybody of the hub may take."""
    return arrive(telling(1))[0].placed.case


def text(answer, status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    return unescape(answer.content.decode())


def version(case: str) -> int:
    return Case.objects.get(reference=case).version


def test_an_officer_says_that_they_have_an_interest_and_stands_before_the_queue_with_thanks(case):
    bo = client_of("bo")
    page = text(bo.get(f"/desk/cases/{case}/"))
    assert f"/desk/cases/{case}/interest/" in page
    assert "Keep a colleague out" not in page
    asked = text(bo.get(f"/desk/cases/{case}/interest/"))
    assert "only an inspector opens it to you again" in asked
    said = {"reason": "A relative of mine.", "version": version(case)}
    answer = bo.post(f"/desk/cases/{case}/interest/", said, follow=True)
    assert f"{case} is closed to you, and a colleague takes it. Thank you for saying so." in text(answer)
    assert answer.redirect_chain[-1][0].startswith("/desk/")
    assert "an interest of yours in it is on record" in text(bo.get(f"/desk/cases/{case}/"), 403)
    assert "an interest of yours in it is on record" in text(
        bo.post(f"/desk/cases/{case}/open/", {"reason": "I need it."}), 403
    )
    assert case not in text(bo.get("/desk/queue/"))
    assert case not in re.sub(r"<input[^>]*>", "", text(bo.post("/desk/find/", {"q": case})))


def test_an_officer_without_a_part_says_that_they_have_an_interest_and_opens_nothing_for_it(case):
    pathway.claim(subject=case, by=actor("ruth"))
    casework.set_headline(case=case, words="An invented headline", seen=version(case), by=actor("ruth"))
    bo, address = client_of("bo"), f"/desk/cases/{case}/interest/"
    assert f'href="{address}"' in text(bo.get(f"/desk/cases/{case}/"), 403)
    said, stale = {"reason": "A relative of mine.", "version": version(case)}, {"version": version(case) - 1}
    for asked in (text(bo.get(address)), text(bo.post(address, {**said, **stale}), 409)):
        assert "only an inspector opens it to you again" in asked
        assert ("An invented headline" in asked, "Hackney" in asked) == (False, False)
    assert not Wall.objects.exists()
    assert f"{case} is closed to you" in text(bo.post(address, said, follow=True))
    assert Wall.objects.get().account_id == account("bo").pk
    assert not BreakGlass.objects.exists()
    assert not Seen.objects.filter(account=account("bo").pk).exists()
    assert Waiting.objects.get(subject=case).holder_id == account("ruth").pk
    pathway.set_aside(subject=case, decided_at=clock.now(), by=actor("ruth"))
    assert "Close it to me" in text(client_of("chandra").get(address)), "what is set aside too"


def test_an_interest_without_words_is_asked_for_them_and_nothing_is_closed(case):
    answer = client_of("bo").post(f"/desk/cases/{case}/interest/", {"reason": " ", "version": version(case)})
    assert "Write something here" in text(answer, 400)
    assert not Wall.objects.exists()


def test_the_inspector_keeps_somebody_out_reads_why_and_lets_them_in_again(case):
    gita, bo = client_of("gita"), account("bo")
    asked = text(gita.get(f"/desk/cases/{case}/keep-out/"))
    assert "Bo Invented" in asked
    assert "Gita Invented</option>" not in asked
    said = {"colleague": bo.reference, "reason": "They are neighbours.", "version": version(case)}
    page = text(gita.post(f"/desk/cases/{case}/keep-out/", said, follow=True))
    assert "Bo Invented is kept out" in page
    assert "They are neighbours." in page
    wall = Wall.objects.get().reference
    ruth = text(client_of("ruth").get(f"/desk/cases/{case}/"))
    assert "Bo Invented is kept out" in ruth
    assert "They are neighbours." not in ruth
    asked = text(gita.get(f"/desk/cases/{case}/let-in/{wall}/"))
    assert "It is closed to Bo Invented: They are neighbours." in asked
    said = {"reason": "Another Bo.", "version": version(case)}
    assert "kept out" not in text(gita.post(f"/desk/cases/{case}/let-in/{wall}/", said, follow=True))
    assert text(client_of("bo").get(f"/desk/cases/{case}/"))
    assert "Somebody has ended this already." in text(gita.get(f"/desk/cases/{case}/let-in/{wall}/"))


def test_the_page_of_a_hand_over_names_nothing_of_a_case_that_is_closed_to_whoever_asks(case):
    headline, page = "An invented headline", f"/desk/queue/{case}/hand-over/"
    casework.set_headline(case=case, words=headline, seen=version(case), by=actor("ruth"))
    assert headline in text(client_of("bo").get(page))
    walls.declare_interest(subject=case, reason="Mine.", seen=None, by=actor("bo"))
    for answer in (client_of("bo").get(page), client_of("bo").post(page, {"to": account("ruth").reference})):
        assert headline not in text(answer, 403)
    walls.restrict(subject=case, reason="A colleague is concerned.", seen=None, by=actor("gita"))
    assert headline not in text(client_of("ruth").get(page), 403)
    assert headline in text(client_of("gita").get(page))


def test_several_at_once_name_what_is_closed_to_whoever_looks_by_its_reference_alone(case):
    bo, asked = client_of("bo"), {"act": "claim", "subject": case}
    bo.get("/desk/queue/")
    bo.get(f"/desk/cases/{case}/")
    previewed = {**asked, "previewed": f"claim,,{case}"}
    done = bo.post("/desk/queue/bulk/", previewed).headers["Location"]
    headline = "An invented headline"
    casework.set_headline(case=case, words=headline, seen=version(case), by=actor("bo"))
    join = {**asked, "act": "join", "target": "C-00000-00000"}
    refused = {**join, "previewed": f"join,C-00000-00000,{case}"}
    assert headline in text(bo.get(done))
    assert headline in text(bo.post("/desk/queue/bulk/", asked))
    assert headline in text(bo.post("/desk/queue/bulk/", refused), 409)
    walls.keep_out(
        subject=case, colleague=account("bo").reference, reason="Neighbours.", seen=None, by=actor("gita")
    )
    for answer, status in (
        (bo.get(done), 200),
        (bo.post("/desk/queue/bulk/", asked), 200),
        (bo.post("/desk/queue/bulk/", refused), 409),
    ):
        page = text(answer, status)
        assert (case in page, headline in page) == (True, False)


def test_what_is_restricted_says_so_and_is_found_by_whoever_works_on_it(case):
    gita = client_of("gita")
    said = {"reason": "A colleague is concerned.", "version": version(case)}
    page = text(gita.post(f"/desk/cases/{case}/restrict/", said, follow=True))
    assert "Restricted to whoever works on it" in page
    assert f"/desk/cases/{case}/restrict/" not in page
    bo = client_of("bo")
    assert "restricted: only whoever works on it" in text(bo.get(f"/desk/cases/{case}/"), 403)
    assert case not in text(bo.get("/desk/queue/"))
    assert case in text(gita.get("/desk/queue/"))
    asked = text(gita.get(f"/desk/cases/{case}/let-in/{Wall.objects.get().reference}/"))
    assert "It is restricted to whoever works on it: A colleague is concerned." in asked


def test_a_report_without_a_case_is_walled_alike():
    arrive(telling(1, borough="Kent"))
    gita = client_of("gita")
    from_queue = re.search(r"/desk/reports/(R-[0-9A-Z-]+)/", text(gita.get("/desk/queue/")))
    assert from_queue
    report = from_queue[1]
    walls.declare_interest(subject=report, reason="Mine.", seen=None, by=actor("bo"))
    assert "an interest of yours" in text(client_of("bo").get(f"/desk/reports/{report}/"), 403)
    assert "Bo Invented is kept out" in text(gita.get(f"/desk/reports/{report}/"))


def test_the_lists_of_the_morning_keep_what_is_closed_to_the_inspector_by_its_reference_alone(case):
    headline, gita = "An invented headline", client_of("gita")
    casework.set_headline(case=case, words=headline, seen=version(case), by=actor("ruth"))
    page = text(gita.get("/desk/due/?of=decision"))
    assert (case in page, headline in page) == (True, True)
    walls.declare_interest(subject=case, reason="Mine.", seen=None, by=actor("gita"))
    page = text(gita.get("/desk/due/?of=decision"))
    assert (case in page, headline in page) == (True, False)


def test_why_a_case_was_opened_that_is_closed_to_the_inspector_is_read_and_settled_by_another(case):
    pathway.claim(subject=case, by=actor("ruth"))
    opening.open_case(case=case, reason="Her brother rang.", by=actor("bo"))
    glass, gita = BreakGlass.objects.get(), client_of("gita")
    for each in ("/desk/morning/", "/desk/opened/"):
        assert "Her brother rang." in text(gita.get(each))
    walls.declare_interest(subject=case, reason="Mine.", seen=None, by=actor("gita"))
    for each in ("/desk/morning/", "/desk/opened/"):
        page = text(gita.get(each))
        assert f"<span>{case}</span>" in page
        assert "Closed to you: another inspector sees to it." in page
        assert "Her brother rang." not in page
        assert "<b>Bo Invented</b> opened" not in page
        assert f"/desk/opened/{glass.pk}/" not in page
    assert "closed to you" in text(gita.post(reverse("desk:seen", args=[glass.pk])), 403)
    glass.refresh_from_db()
    assert glass.seen_at is None


def test_whoever_has_an_interest_reads_who_has_the_alarm_and_not_which_danger_it_is(case):
    kinds, guidance = [Danger.WEAPON, Danger.THREAT_TO_LIFE], {each.id: each for each in triage.dangers()}
    reference = alarming.raise_alarm(subject=case, dangers=kinds, reason="A knife.", by=actor("gita"))
    walls.declare_interest(subject=case, reason="Mine.", seen=None, by=actor("bo"))
    pathway.acknowledge_alarm(alarm=reference, by=actor("ruth"))
    bo, page, ruth = client_of("bo"), f"/desk/alarms/{reference}/", client_of("ruth")
    seen = text(bo.get(page))
    assert "Ruth Invented has it" in seen
    assert "Somebody else has to act" not in seen
    assert f"/desk/cases/{case}/" not in seen
    for each in (page, "/desk/alarms/", f"{page}danger/"):
        told, hidden = text(ruth.get(each)), text(bo.get(each))
        at = hidden.find("Now: ") if each.endswith("danger/") else 0
        end = hidden.find("<form", at) if at else None
        for kind in kinds:
            assert guidance[kind].title in told
            assert guidance[kind].title not in hidden[at:end]
        assert "Immediate danger" in hidden
        assert "not named yet" not in hidden


def test_the_list_of_alarms_does_not_say_what_one_is_about_to_whoever_is_kept_out(case):
    alarming.raise_alarm(subject=case, dangers=[], reason="He is on his way.", by=actor("gita"))
    about = "Hackney"
    assert about in text(client_of("bo").get("/desk/alarms/"))
    walls.declare_interest(subject=case, reason="Mine.", seen=None, by=actor("bo"))
    page = text(client_of("bo").get("/desk/alarms/"))
    assert case in page
    assert about not in page


def test_the_page_of_an_alarm_says_that_somebody_else_has_to_act_and_not_what_is_known(case):
    reference = alarming.raise_alarm(subject=case, dangers=[], reason="He is on his way.", by=actor("gita"))
    walls.declare_interest(subject=case, reason="Mine.", seen=None, by=actor("bo"))
    page, bo = f"/desk/alarms/{reference}/", client_of("bo")
    seen = text(bo.get(page))
    assert "Ring a colleague on call, your inspector or the control room now." in seen
    assert "He is on his way." not in seen
    assert '<a href="/desk/on-call/">Who is on call</a>' in seen
    assert f"{page}acknowledge/" not in seen
    assert "somebody else has to have this alarm" in text(bo.post(f"{page}acknowledge/"), 403)
    ruth = client_of("ruth")
    assert "He is on his way." in text(ruth.get(page))
    text(ruth.post(f"{page}acknowledge/", follow=True))
    duty = Duty.objects.get(kind="alarm", ended_at__isnull=True).reference
    casework.move_duty(
        subject=case,
        duty=duty,
        to=State.DONE,
        reason="Police are with him.",
        seen=version(case),
        by=actor("ruth"),
    )
    for each in (page, "/desk/alarms/"):
        assert "Police are with him." in text(ruth.get(each))
        assert "Police are with him." not in text(bo.get(each))


def test_what_is_set_aside_is_closed_to_whoever_has_an_interest_and_opened_to_them_again(case):
    pathway.set_aside(subject=case, decided_at=clock.now(), by=actor("bo"))
    due = set(Duty.objects.values_list("reference", "state"))
    gita = client_of("gita")
    assert f"/desk/cases/{case}/interest/" in gita.get(f"/desk/aside/{case}/").content.decode()
    said = gita.post(f"/desk/cases/{case}/interest/", {"reason": "A relative of mine.", "version": 0})
    assert said.status_code == 409, "it was changed since"
    version = Case.objects.get().version
    said = gita.post(f"/desk/cases/{case}/interest/", {"reason": "A relative of mine.", "version": version})
    assert said.status_code == 302
    assert gita.get(f"/desk/aside/{case}/").status_code == 403
    assert set(Duty.objects.values_list("reference", "state")) == due
    Account.objects.filter(pk=account("ruth").pk).update(role=Role.INSPECTOR)
    other = client_of("ruth")
    page = other.get(f"/desk/aside/{case}/").content.decode()
    assert "Gita Invented is kept out" in page
    step = f"/desk/cases/{case}/let-in/{Wall.objects.get().reference}/"
    assert step in page
    let_in = {"reason": "Another family.", "version": Case.objects.get().version}
    assert other.post(step, let_in).status_code == 302
    assert gita.get(f"/desk/aside/{case}/").status_code == 200
