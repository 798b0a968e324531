"""Every page of the desk in every state is clean by axe and fits: wide and narrow, light, dark and in forced colours."""

import pytest

from hub import pathway
from hub.audit.models import Line
from hub.cases import queries as cases
from hub.pathway import casework, colleagues, opening
from hub.people import queries as people_known
from hub.people.terms import Role
from hub.reports.models import Draft, Report
from tests.browser import world
from tests.browser.states import State, of_steps, wrong
from tests.walks import AMINA, OPERATOR, arrive, telling
from tests.web.accounts import PASSWORD, account, actor, email
from tests.web.desk.system.failing import fail


@pytest.fixture
def here(site):
    """A desk at work."""
    return world.make()


def another(name, role=Role.HUB_OFFICER, unit=""):
    """A colleague more, who can sign in."""
    invited = colleagues.invite(
        email=email(name), name=f"{name.title()} Invented", role=role, unit=unit, by=OPERATOR
    )
    colleagues.accept(token=invited.token, password=PASSWORD)
    return invited.reference


@pytest.mark.parametrize("who", ["bo", "chandra"])
def test_every_step_of_a_case_sent_empty_and_sent_too_late(here, browser_of, sound, who):
    to = another("dev", Role.BOROUGH_OFFICER, "CE")
    page = browser_of(who)
    page.goto(f"/desk/cases/{here.offered}/")
    sound(page, *of_steps(here.offered, allocation=who == "chandra", to=to))


def test_what_is_weighed_decided_or_joined_sent_empty(here, browser_of, sound):
    page = browser_of("bo")
    page.goto(f"/desk/cases/{here.ordinary}/")
    asked = ("risk", "victim", "priority", "pass", "where", "whose", "join", "age", "safeguard")
    decided = {"first_sent": "never", "do": "record", "decision": "crime"}
    sound(
        page, *(wrong(f"/desk/cases/{here.ordinary}/{each}/") for each in asked),
        wrong(f"/desk/cases/{here.ordinary}/decision/", do="record"),
        wrong(f"/desk/cases/{here.ordinary}/decision/", **decided),
    )  # fmt: skip


def test_a_case_and_whatever_stands_behind_it(here, browser_of, sound):
    case, taken, leaving = (
        f"/desk/cases/{here.danger}/", f"/desk/cases/{here.ordinary}/", f"/desk/reports/{here.leaving}/",
    )  # fmt: skip
    (told,) = Report.objects.filter(pk__in=opening.reports_of(here.danger))
    seen = cases.gists([here.danger])[here.danger].version
    casework.write_note(case=here.danger, text="Invented: mornings are best.", seen=seen, by=actor("gita"))
    pathway.claim(subject=here.ordinary, by=actor("ruth"))
    post = Line.objects.filter(action="content.keep").order_by("pk")[0].subject
    page = browser_of("bo")
    sound(
        page, State(case), State(f"{case}why/"), State(f"{case}letters/"), State(f"{case}notes/"), State(f"{case}reports/"), State(f"{case}timeline/"),
        State(f"{case}claim/", {}), wrong(f"{case}people/", reason=""),
        State(f"{case}people/", {"reason": "To call the victim back"}),
        State(f"{case}posts/{post}/", {}),
        State(f"{case}originals/{told.reference}/"), wrong(f"{case}originals/{told.reference}/"),
        State(f"{case}originals/{told.reference}/", {"reason": "To compare"}),
        State(taken, status=403), wrong(f"{taken}open/"), State(f"{taken}note/", {"text": "My words"}, 409),
        State("/desk/cases/C-00000-00000/", status=404),
        State(leaving), State(f"{leaving}exit/"), wrong(f"{leaving}exit/"),
        State(f"{leaving}exit/", {"decision": "leaves", "reason": "Invented: Kent has it."}),
        wrong(f"{leaving}exit/", 409, decision="leaves", reason="Invented: Kent has it."),
        State(leaving),
    )  # fmt: skip


def test_the_queue_and_what_is_found(here, browser_of, sound):
    arrive(telling(900, **AMINA))
    page = browser_of("bo")
    sound(
        page, State("/desk/queue/"), State("/desk/queue/?who=mine&late=1"), State("/desk/mine/"), State("/desk/exits/"),
        State("/desk/queue/views/", {"name": "An invented view", "query": "late=1"}),
        State("/desk/queue/?after=wrong", status=404), State(f"/desk/queue/{here.ordinary}/claim/", {}),
        State(f"/desk/queue/{here.ordinary}/hand-over/"), wrong(f"/desk/queue/{here.ordinary}/hand-over/", 409),
        State("/desk/find/"), wrong("/desk/find/", q=""), wrong("/desk/find/", contact=""),
        State("/desk/find/", {"q": "front door"}), State("/desk/find/", {"q": "nothing is like this"}),
        State("/desk/find/", {"contact": AMINA["reporter_email"]}), State("/desk/nowhere/", status=404),
        State("/desk/record/", status=403), State("/desk/queue/R-00000-00000/claim/", {}, 404),
        State("/sign-in/yours/"), State("/components/"),
    )  # fmt: skip


def test_entering_a_report(here, browser_of, sound):
    page = browser_of("bo")
    page.goto("/desk/new-report/")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/desk/new-report/*/")
    draft = f"/desk/new-report/{Draft.objects.get().reference}/"
    told = {"version": "1", "what_happened": "Invented: a neighbour posts about us.", "borough": "Hackney"}
    sound(
        page, State("/desk/new-report/"), State(draft), wrong(draft, 200, do="send", version="1"),
        wrong(draft, 409, do="save", version="0", what_happened="Invented"),
        State(f"{draft}discard/"),
    )  # fmt: skip
    sound(
        page, State(draft, {**told, "version": str(Draft.objects.get().version), "do": "send", "online": "yes",
                      "immediate_danger": "yes", "strands": "race", "channel": "phone", "reporter_role": "victim"}),
        State(draft),
    )  # fmt: skip


def test_the_inspectors_pages_and_the_boroughs(here, browser_of, sound):
    pathway.claim(subject=here.ordinary, by=actor("ruth"))
    opening.open_case(case=here.ordinary, reason="Invented: a neighbour rang.", by=actor("bo"))
    page = browser_of("gita")
    sound(page, *(State(f"/desk/{each}/") for each in ("morning", "due", "reports-of", "opened")))
    page = browser_of("chandra")
    ask = f"/desk/ask/{here.offered}/"
    sound(
        page, State("/desk/yours/"), State("/desk/unit/"), State(f"/desk/cases/{here.offered}/"),
        State(f"/desk/cases/{here.ordinary}/", status=403), State(ask), wrong(ask),
    )  # fmt: skip


def test_the_auditors_pages(here, browser_of, sound):
    pathway.claim(subject=here.ordinary, by=actor("ruth"))
    page = browser_of("aud")
    sound(
        page, State("/desk/record/"), State("/desk/record/?refused=1"), State("/desk/record/days/"),
        wrong("/desk/record/choose/", 200, record="R-1", actor="x y", **{"from": "never", "to": "2"}),
        wrong("/desk/record/person/", 200, contact=""),
        State("/desk/record/person/", {"contact": AMINA["reporter_email"]}),
        State("/desk/chain/"), State("/desk/chain/examine/", {}),
    )  # fmt: skip


def test_the_administrators_pages(here, browser_of, sound):
    job, _ = fail(count=2)
    ruth = f"/desk/people/{account('ruth').reference}/"
    dev = f"/desk/people/{another('dev')}/"
    page = browser_of("adi")
    sound(
        page, State("/desk/people/"), State("/desk/people/?role=auditor&state=closed"), State("/desk/people/invite/"),
        wrong("/desk/people/invite/", 200), State(ruth), State(f"{ruth}link/", {}),
        wrong(f"{ruth}role/", 200, role="borough-officer"), State(f"{dev}close/"), State(f"{dev}close/", {}),
        State("/desk/people/A-000000/", status=404),
        State("/desk/organisations/"), State("/desk/organisations/CE/mailbox/"),
        wrong("/desk/organisations/CE/mailbox/", 200, address="nobody"),
        State("/desk/organisations/CE/mailbox/", {"address": "ce@example.org"}),
        State("/desk/reference/"), State("/desk/reference/services/"), State("/desk/reference/nothing/", status=404),
        State("/desk/notice/"), wrong("/desk/notice/", 200, text=""), State("/desk/jobs/"),
        State(f"/desk/jobs/{job}/retry/", {}), State("/desk/health/"), State("/desk/cases/C-00000-00000/", status=403),
    )  # fmt: skip


def test_signing_in_and_ones_own_account(site, opened, browser_of, sound):
    account("bo")
    page = opened()
    sound(
        page, State("/sign-in/"), wrong("/sign-in/", 200), wrong("/sign-in/", 200, login=email("bo"), password="not it"),
        State("/sign-in/", {"csrfmiddlewaretoken": "too old"}, 403), State("/desk/queue/"),
        State("/sign-in/invitation/nothing-of-the-kind", status=404), State("/sign-in/nowhere/", status=404),
        State("/sign-in/", {"login": email("bo"), "password": PASSWORD}), wrong("/sign-in/second-step/", 200, code="1"),
    )  # fmt: skip
    page = browser_of("bo")
    sound(
        page, State("/sign-in/yours/"), State("/sign-in/yours/password/"), wrong("/sign-in/yours/password/", 200),
        State("/sign-in/yours/passkey/"), State("/sign-in/yours/app/"), State("/sign-in/yours/recovery-codes/"),
        State("/sign-in/yours/second-factor/"), State("/sign-in/again/"), wrong("/sign-in/again/", 200),
    )  # fmt: skip
    assert people_known.own_ways_in(account("bo").pk).factors == 1
