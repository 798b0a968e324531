"""What waits for a decision, a second check or another look: its figure, its order and its list."""

import re
from datetime import timedelta

import pytest

from hub import pathway
from hub.cases.models import Case
from hub.common import clock
from hub.duties.models import Duty
from hub.duties.terms import Kind
from hub.queue.models import Waiting
from tests.pathway.aside_world import a_case, set_aside
from tests.walks import BO, arrive, telling
from tests.web.accounts import actor, client_of
from tests.web.desk.inspector.test_morning import shown, words

pytestmark = pytest.mark.django_db

LOOKS = "/desk/due/?of=another-look"


@pytest.fixture
def gita():
    return client_of("gita")


def look_again(number: int) -> str:
    """Somebody asks for another look at what was decided not to be a crime."""
    case = a_case(number)
    set_aside(case)
    pathway.ask_for_another_look(subject=case, reason="She says that it goes on.", by=BO)
    return case


def test_who_asks_for_another_look_stands_on_the_page_with_the_oldest_and_a_list(gita):
    assert "for another look" not in words(gita.get("/desk/morning/"))
    case = look_again(1)
    page = words(gita.get("/desk/morning/"))
    assert "1 request for another look waits . The oldest has waited 0 min." in page
    assert f'href="{LOOKS}"' in shown(gita.get("/desk/morning/"))
    other = look_again(2)
    Duty.objects.filter(subject=case, kind=Kind.ASK, state="running").update(
        starts_at=clock.now() - timedelta(hours=30), due_at=clock.now() - timedelta(hours=6)
    )
    assert "2 requests for another look wait . The oldest has waited 30 hours." in words(
        gita.get("/desk/morning/")
    )
    listed = shown(gita.get(LOOKS))
    assert re.findall(r'<div class="hub-second">(C-\w{5}-\w{5})', listed) == [case, other]
    assert "Look again at what was decided not to be a crime" in listed
    assert "She says" not in listed
    assert "Amina" not in listed
    for each in re.findall(r'href="([^"]+)" data-open', listed):
        assert "Another look is asked for" in words(gita.get(each, follow=True))


def test_one_that_is_answered_or_brought_back_waits_no_more(gita):
    stays, back = look_again(1), look_again(2)
    pathway.refuse_another_look(subject=stays, reason="It was read again.", by=actor("gita"))
    pathway.restore(subject=back, reason="It was read again.", by=actor("gita"))
    assert "for another look" not in words(gita.get("/desk/morning/"))
    assert "No duty is in this list now." in words(gita.get(LOOKS))


def test_a_question_of_a_live_case_is_no_request_for_another_look(gita):
    case = a_case(1)
    Duty.objects.filter(subject=case, kind=Kind.ASK).delete()
    Duty.objects.filter(subject=case, kind=Kind.RECORDED).update(kind=Kind.ASK)
    assert "for another look" not in words(gita.get("/desk/morning/"))
    assert case not in words(gita.get(LOOKS))


def test_danger_leads_what_waits_for_a_first_decision_then_the_queue_then_the_oldest(
    gita, django_assert_max_num_queries
):
    arrive(
        *(
            telling(each, **({"immediate_danger": "yes"} if each in {7, 31, 58} else {}))
            for each in range(1, 61)
        )
    )
    now, every = clock.now(), list(Case.objects.order_by("pk").values_list("reference", flat=True))
    danger = set(Waiting.objects.filter(danger=True).values_list("subject", flat=True))
    assert (len(every), len(danger)) == (60, 3)
    high = {each for each in every[10:40] if each not in danger}
    Waiting.objects.filter(subject__in=high).update(high=True, urgency=1)
    gone = every[0]  # it stands nowhere in the queue, and is listed all the same
    Waiting.objects.filter(subject=gone).update(live=False)
    # The last to come has waited longest, and of each pair both have waited as long.
    for place, each in enumerate(every):
        waited = timedelta(hours=1 + place // 2)
        Duty.objects.filter(subject=each, kind=Kind.RECORDED).update(
            starts_at=now - waited, due_at=now - waited + timedelta(hours=24)
        )
    urgency = {each: 0 if each in danger else 1 if each in high else 2 for each in every}
    due = {each.subject: each for each in Duty.objects.filter(kind=Kind.RECORDED)}
    expected = sorted(every, key=lambda each: (urgency[each], due[each].due_at, due[each].pk))
    seen, address = list[str](), "/desk/due/?of=decision"
    pages = 0
    while address:
        with django_assert_max_num_queries(21):
            page = shown(gita.get(address))
        seen += re.findall(r'<div class="hub-second">(C-\w{5}-\w{5})', page)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        address = "/desk/due/" + older[1].replace("&amp;", "&") if older else ""
        pages += 1
        if pages == 1:
            assert "Danger comes first, then what is at high risk, then what has waited longest." in page
            assert page.count("hub-tag--danger") == len(danger)
            assert page.count("High risk") == 25 - len(danger)
    assert (pages, seen) == (3, expected)
