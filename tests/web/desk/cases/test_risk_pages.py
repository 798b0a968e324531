"""The pages of risk, priority and who has it: asked, kept, and typed words never lost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hub import pathway
from hub.cases.models import Case
from hub.pathway import assessing, casework
from hub.queue.models import Claim, Waiting
from hub.queue.terms import NewRule
from hub.triage import queries as triage
from hub.triage.models import PriorityWord, RiskAssessment, VictimAssessment
from hub.triage.terms import Box, Limb, Word
from tests.architecture.risk_actions import today, victim
from tests.pathway.test_assessing import HIGH
from tests.walks import AMINA, arrive, telling
from tests.web.accounts import account, actor, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    arrive(telling(**AMINA))
    return Case.objects.get().reference


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def risk_form(case, **more):
    found = {f"text_{each.value}": f"Invented words about {each.value}." for each in Limb}
    found |= {f"grade_{each.value}": "low" for each in Limb}
    found |= {f"box_{each.value}": f"Invented words about {each.value}." for each in Box}
    version = Case.objects.get(reference=case).version
    return {
        **found,
        "overall": "high",
        "review_on": "",
        "version": version,
        "seen_at": "2020-01-01T00:00:00+00:00",
        **more,
    }


def test_risk_is_assessed_on_a_page_and_stands_on_the_case_with_its_factors(case):
    bo = client_of("bo")
    asked = text(bo.get(f"/desk/cases/{case}/risk/"))
    assert asked.count("hub-button--fill") == 1
    assert "The Code of Ethics at the centre" in asked
    answer = bo.post(f"/desk/cases/{case}/risk/", risk_form(case), follow=True)
    page = text(answer)
    assert answer.status_code == 200
    assert "High overall" in page
    assert "Assessed: high risk overall" in page
    assert "weighs 50" in page
    assert "Invented words about threat." in page
    assert "Bo Invented" in page


def test_typed_words_stay_where_something_is_missing_or_the_case_changed(case):
    bo = client_of("bo")
    answer = bo.post(f"/desk/cases/{case}/risk/", risk_form(case, box_rejected=""))
    assert answer.status_code == 400
    assert "Invented words about threat." in text(answer)
    assert f"{Box.REJECTED.label}: write something, every part is kept." in text(answer)
    given = risk_form(case)
    casework.write_note(case=case, text="Invented.", seen=given["version"], by=actor("gita"))
    answer = bo.post(f"/desk/cases/{case}/risk/", given)
    assert answer.status_code == 409
    assert "Invented words about threat." in text(answer)
    assert "Note written" in text(answer)
    assert not RiskAssessment.objects.exists()


def test_typed_words_are_not_lost_to_somebody_who_may_not_any_more(case):
    bo, given = client_of("bo"), risk_form(case)
    pathway.claim(subject=case, by=actor("ruth"))
    answer = bo.post(f"/desk/cases/{case}/risk/", given)
    assert answer.status_code == 409
    for box in Box:
        assert f"Invented words about {box.value}." in text(answer)


def test_an_assessment_again_begins_with_what_stands_and_asks_why(case):
    assessing.assess_risk(subject=case, new=HIGH, seen=None, by=actor("bo"))
    bo = client_of("bo")
    assert "A named threat." in text(bo.get(f"/desk/cases/{case}/risk/"))
    answer = bo.post(f"/desk/cases/{case}/risk/", risk_form(case))
    assert answer.status_code == 400
    bo.post(f"/desk/cases/{case}/risk/", risk_form(case, reason="More is known."))
    assert RiskAssessment.objects.count() == 2


def test_the_next_action_leads_to_what_the_victim_needs(case):
    bo = client_of("bo")
    assert f'href="/desk/cases/{case}/victim/"' in text(bo.get(f"/desk/cases/{case}/"))
    given = {each.id: "no" for each in triage.questions_now()} | {"fear": "yes", "notes": "Ring after six."}
    version = Case.objects.get(reference=case).version
    page = text(bo.post(f"/desk/cases/{case}/victim/", {**given, "version": version}, follow=True))
    assert "Enhanced rights" in page
    assert "Victim of a hate crime; Intimidated" in page
    assert "Ring after six." in page
    assert VictimAssessment.objects.count() == 1


def test_the_form_for_a_victim_never_asks_for_immigration_status(case):
    page = text(client_of("bo").get(f"/desk/cases/{case}/victim/"))
    labels = re.findall(r"<legend[^>]*>(.*?)</legend>|<label[^>]*>(.*?)</label>", page)
    assert not [each for each in labels if "immigration" in " ".join(each).casefold()]
    assert "Their immigration status is not asked" in page


def test_an_officers_word_is_kept_with_its_day(case):
    bo = client_of("bo")
    version = Case.objects.get(reference=case).version
    given = {
        "word": "high",
        "until": (today() + timedelta(days=3)).isoformat(),
        "reason": "She rang again.",
        "version": version,
    }
    page = text(bo.post(f"/desk/cases/{case}/priority/", given, follow=True))
    assert "An officer puts it at high risk" in page
    assert "She rang again." in page
    assert PriorityWord.objects.get().word == Word.HIGH
    assert "At high risk" in text(bo.get("/desk/queue/"))


def test_a_claim_counts_down_on_the_page_and_can_be_kept_or_passed_on(case):
    bo = client_of("bo")
    pathway.claim(subject=case, by=actor("bo"))
    page = text(bo.get(f"/desk/cases/{case}/"))
    assert re.search(r'data-over="Over: claim it again".*?<time[^>]*>(29|30) min left</time>', page)
    assert "Keep it thirty minutes more</button>" in page
    day = (today() + timedelta(days=2)).isoformat()
    page = text(
        bo.post(f"/desk/cases/{case}/hold/", {"until": day, "reason": "She calls back."}, follow=True)
    )
    assert "She calls back." in page
    assert "Keep it thirty minutes more" not in page
    assert "Keep it until the end of a day</a>" in page
    assert Claim.objects.order_by("-pk")[0].reason == "She calls back."
    given = {"queue": "", "to": account("ruth").reference, "reason": "You know her."}
    assert "Queue" in text(bo.post(f"/desk/cases/{case}/pass/", given, follow=True))
    page = text(client_of("ruth").get(f"/desk/cases/{case}/"))
    assert "Yours until it is released" in page
    assert "Passed on by Bo Invented" in page
    assert "You know her." in page
    page = text(
        client_of("ruth").post(f"/desk/cases/{case}/release-passing/", {"reason": "Done."}, follow=True)
    )
    assert "Nobody has claimed it" in page


def test_a_colleague_sees_how_long_somebody_has_it(case):
    pathway.claim(subject=case, by=actor("ruth"))
    page = text(client_of("gita").get(f"/desk/cases/{case}/"))
    assert re.search(r"Ruth Invented has it until .*?(29|30) min left", page)


def test_the_page_of_a_case_with_everything_on_it_takes_at_most_twenty_questions(case):
    assessing.assess_risk(subject=case, new=HIGH, seen=None, by=actor("bo"))
    assessing.assess_victim(subject=case, new=victim(), seen=None, by=actor("bo"))
    assessing.set_priority(subject=case, word=Word.HIGH, until=today(), reason="x", seen=None, by=actor("bo"))
    pathway.pass_on(subject=case, queue_named="hub", to=account("bo").reference, reason="x", by=actor("gita"))
    bo = client_of("bo")
    bo.get(f"/desk/cases/{case}/")
    with CaptureQueriesContext(connection) as asked:
        assert bo.get(f"/desk/cases/{case}/").status_code == 200
    questions = [each["sql"] for each in asked if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(questions) <= 20, "\n".join(each[:160] for each in questions)


def test_why_is_this_here_says_queue_rule_version_inputs_and_factors(case):
    gita = actor("gita")
    pathway.save_queue(slug="", name="Race", what="", roles=("inspector", "hub-officer"), by=gita)
    pathway.save_rule(
        rule="",
        new=NewRule("About race", {"strand": ("race",), "borough": ("hackney",)}, "race", 1, reason="x"),
        seen=0,
        by=gita,
    )
    arrive(telling(2))
    other = Case.objects.order_by("-pk")[0].reference
    assessing.assess_risk(subject=other, new=HIGH, seen=None, by=actor("bo"))
    page = text(client_of("bo").get(f"/desk/cases/{other}/why/"))
    assert "<b>Race</b>: a rule put it here" in page
    assert "the rule “About race”, version 1, because Strand is race, Borough is Hackney" in page
    assert "Assessed: high risk overall" in page
    assert "no rule fits, and this queue catches the rest" in text(
        client_of("bo").get(f"/desk/cases/{case}/why/")
    )
    assert "Race" in text(client_of("bo").get(f"/desk/cases/{other}/"))


def test_a_row_says_what_was_assessed_and_never_a_score(case):
    assessing.assess_risk(subject=case, new=HIGH, seen=None, by=actor("bo"))
    # A number too long to stand in a reference, a time or a token of the page by chance.
    points = 27_182
    Waiting.objects.update(points=points, lighter=-points)
    page = text(client_of("bo").get("/desk/queue/"))
    assert "Assessed: high risk overall" in page
    assert str(points) not in page
