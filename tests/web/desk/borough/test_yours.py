"""The borough's pages, as Chandra sees them."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction
from django.test import Client
from django.urls import reverse

from hub.audit.models import Line
from hub.cases.models import Allocation, Case, Note
from hub.cases.terms import Given
from hub.common import clock
from hub.duties.models import Duty
from hub.pathway import casework
from hub.people import actions as people
from hub.people import queries as people_known
from hub.people.models import Account
from hub.people.terms import Role
from hub.queue import actions as queue
from hub.queue.models import Waiting
from hub.reports.models import Report
from hub.reports.terms import AdditionKind
from tests.walks import OPERATOR, arrive, telling
from tests.web.accounts import PASSWORD, PEOPLE, SECRET, account, actor, client_of, sign_in

pytestmark = pytest.mark.django_db


def shown(response, status=200):
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def case(number=1, **given):
    """A case of a command unit."""
    (found,) = arrive(telling(number, **given))
    return found.placed.case


def given_to(who, case, given=Given.OFFERED):
    """An officer of the command unit is named in a case."""
    live = Allocation.objects.get(case__reference=case, ended_at__isnull=True)
    with transaction.atomic():
        Allocation.objects.filter(pk=live.pk).update(ended_at=clock.now())
        Allocation.objects.create(
            case=live.case,
            unit=live.unit,
            officer=account(who),
            given=given,
            at=clock.now(),
            by="hub-officer:bo",
        )
        queue.refresh(cases=[case])
    return case


def elsewhere(who):
    """Somebody of another command unit."""
    with transaction.atomic():  # below the pathway, which moves nobody away from a case
        people.change_role(account=account(who).pk, role=Role.BOROUGH_OFFICER, unit="NE", by=OPERATOR)
    return client_of(who)


def test_only_borough_officers_open_them():
    here = case()
    for who, person in PEOPLE.items():
        expected = 200 if person.role == Role.BOROUGH_OFFICER else 403
        for address in (reverse("desk:yours"), reverse("desk:unit"), reverse("desk:ask-hub", args=[here])):
            if person.unit in {"", "CE"} or "ask" not in address:  # nobody asks about another unit's case
                assert client_of(who).get(address).status_code == expected, (who, address)


def test_what_is_offered_comes_before_what_is_theirs():
    given_to("chandra", case(1), Given.ACCEPTED)
    offered = given_to("chandra", case(2, content_urls="https://x.com/invented/status/7"))
    page = shown(client_of("chandra").get(reverse("desk:yours")))
    assert "1 offered to you." in page
    assert page.index(offered) < page.index("<h2>Yours</h2>")
    assert page.count("data-row") == 2
    assert page.count("Accept: I am the officer in the case") == 1
    assert page.count("hub-button--fill") == 1


def test_what_is_late_or_in_danger_of_their_own_comes_before_what_is_offered():
    danger = given_to("chandra", case(1, immediate_danger="yes"), Given.ACCEPTED)
    calm = given_to("chandra", case(3, content_urls="https://x.com/invented/status/9"), Given.ACCEPTED)
    offered = given_to("chandra", case(2, content_urls="https://x.com/invented/status/7"))
    page = shown(client_of("chandra").get(reverse("desk:yours")))
    assert page.index("Yours, late or at risk") < page.index(danger) < page.index(offered) < page.index(calm)
    assert page.count("data-row") == 3


def test_a_late_case_at_high_risk_comes_before_what_is_offered_and_is_due_today():
    high = given_to("chandra", case(1), Given.ACCEPTED)
    offered = given_to("chandra", case(2, content_urls="https://x.com/invented/status/7"))
    hour = clock.now() - timedelta(hours=1)
    Waiting.objects.filter(subject=high).update(high=True, urgency=1, due_at=hour, order_at=hour)
    page = shown(client_of("chandra").get(reverse("desk:yours")))
    assert page.index("Yours, late or at risk") < page.index(high) < page.index(offered)
    assert "1 of your own has something due today." in page


def test_their_own_question_is_nothing_that_they_are_late_with():
    here = given_to("chandra", case(1), Given.ACCEPTED)
    ask(client_of("chandra"), here)
    hour = clock.now() - timedelta(hours=1)
    Duty.objects.filter(subject=here, kind="borough-asks").update(
        starts_at=hour - timedelta(days=2), due_at=hour
    )
    queue.refresh(cases=[here])
    page = shown(client_of("chandra").get(reverse("desk:yours")))
    assert "Answer the borough" not in page
    assert "Yours, late or at risk" not in page
    Duty.objects.filter(subject=here).exclude(kind="borough-asks").update(
        state="done", ended_at=clock.now(), ended_by="test", ended_because="Done."
    )
    queue.refresh(cases=[here])
    assert "Wait for the hub" in shown(client_of("chandra").get(reverse("desk:yours")))


def test_only_the_first_of_several_offers_has_the_filled_button():
    for number in (1, 2, 3):
        given_to("chandra", case(number))
    page = shown(client_of("chandra").get(reverse("desk:yours")))
    assert (page.count("Accept: I am"), page.count("hub-button--fill")) == (3, 1)


def test_whoever_may_be_hurt_comes_first_and_what_is_due_next_after():
    calm = given_to("chandra", case(1), Given.ACCEPTED)
    danger = given_to("chandra", case(2, immediate_danger="yes"), Given.ACCEPTED)
    Duty.objects.filter(subject=calm).update(
        starts_at=clock.now() - timedelta(days=9), due_at=clock.now() - timedelta(days=8)
    )
    queue.refresh(cases=[calm])
    page = shown(client_of("chandra").get(reverse("desk:yours")))
    assert page.index(danger) < page.index(calm)
    assert "Danger now" in page
    assert "2 of your own have something due today." in page


def test_nothing_of_theirs_is_said_in_words_and_leads_to_the_unit():
    page = shown(client_of("chandra").get(reverse("desk:yours")))
    assert "You have no cases" in page
    assert reverse("desk:unit") in page
    assert "No live case" in shown(client_of("chandra").get(reverse("desk:unit")))


def test_an_officer_of_another_unit_sees_nothing_of_it():
    here = case()
    nina = elsewhere("ruth")
    given_to("chandra", here)
    assert here not in shown(nina.get(reverse("desk:yours"))) + shown(nina.get(reverse("desk:unit")))
    assert here in shown(client_of("chandra").get(reverse("desk:unit")))


def test_whoever_moved_to_another_unit_has_the_case_no_more():
    here = given_to("chandra", case(), Given.ACCEPTED)
    assert here not in shown(elsewhere("chandra").get(reverse("desk:yours")))


def test_cases_in_which_nobody_is_named_come_first_in_the_unit():
    named = given_to("chandra", case(1), Given.ACCEPTED)
    nobody = case(2)
    page = shown(client_of("chandra").get(reverse("desk:unit")))
    assert page.index("Nobody is named yet") < page.index(nobody)
    assert page.index(nobody) < page.index("With an officer") < page.index(named)
    assert "Chandra Invented" in page[page.index("With an officer") :]


def test_a_long_list_goes_on_and_nobody_is_shown_twice():
    arrive(*(telling(each) for each in range(1, 61)))
    chandra, found, address = client_of("chandra"), [], reverse("desk:unit")
    for _ in range(3):
        page = shown(chandra.get(address))
        found += re.findall(r'href="/desk/cases/([^/"]+)/" data-open', page)
        older = re.findall(r'rel="next" href="([^"]+)"', page)
        address = reverse("desk:unit") + older[0].replace("&amp;", "&") if older else ""
    assert not address
    assert len(found) == len(set(found)) == Case.objects.count()
    for name in ("yours", "unit"):
        assert chandra.get(reverse(f"desk:{name}") + "?who=nobody&after=nonsense").status_code == 404


def test_the_pages_take_few_queries(django_assert_max_num_queries):
    for number in range(1, 9):
        given_to("chandra", case(number), Given.OFFERED if number % 2 else Given.ACCEPTED)
    chandra = client_of("chandra")
    for name in ("yours", "unit"):
        with django_assert_max_num_queries(12):
            chandra.get(reverse(f"desk:{name}"))


# -- asking the hub


def ask(client, case, text="Is the telephone booked in as an exhibit?"):
    return client.post(reverse("desk:ask-hub", args=[case]), {"text": text})


def test_a_question_stands_on_the_case_and_in_the_queue():
    here = given_to("chandra", case(), Given.ACCEPTED)
    before = Case.objects.get(reference=here).version
    assert ask(client_of("chandra"), here).headers["Location"] == reverse("desk:yours")
    note, duty = Note.objects.get(), Duty.objects.get(subject=here, kind="borough-asks")
    assert note.text == "Asked of the hub: Is the telephone booked in as an exhibit?"
    assert duty.detail == "Is the telephone booked in as an exhibit?"
    assert duty.state == "running"
    assert Waiting.objects.get(subject=here).ask
    assert Case.objects.get(reference=here).version == before + 1
    line = Line.objects.get(action="cases.ask")
    assert (line.subject, line.refused) == (here, False)
    assert "A question is open" in shown(client_of("bo").get(reverse("desk:queue")))


def test_a_second_question_is_kept_beside_the_first_and_answered_with_it():
    here = given_to("chandra", case(), Given.ACCEPTED)
    chandra = client_of("chandra")
    ask(chandra, here)
    ask(chandra, here, "And who has it?")
    assert Note.objects.count() == 2
    duty = Duty.objects.get(subject=here, kind="borough-asks")
    assert duty.detail == "Is the telephone booked in as an exhibit? And who has it?"


def test_the_hub_answers_on_the_case_and_both_read_it_there():
    here = given_to("chandra", case(), Given.ACCEPTED)
    chandra, bo = client_of("chandra"), client_of("bo")
    assert reverse("desk:ask-hub", args=[here]) in shown(chandra.get(f"/desk/cases/{here}/"))
    ask(chandra, here)
    assert f"/desk/cases/{here}/reply/" not in shown(chandra.get(f"/desk/cases/{here}/"))
    page = shown(bo.get(f"/desk/cases/{here}/"))
    assert f'href="/desk/cases/{here}/reply/"' in page
    form = shown(bo.get(f"/desk/cases/{here}/reply/"))
    assert "Is the telephone booked in as an exhibit?" in form
    seen = {"version": Case.objects.get(reference=here).version}
    assert bo.post(f"/desk/cases/{here}/reply/", {"text": " ", **seen}).status_code == 400
    answer = bo.post(f"/desk/cases/{here}/reply/", {"text": "It is, since Monday.", **seen})
    assert answer.status_code == 302
    assert Duty.objects.get(subject=here, kind="borough-asks").state == "done"
    assert "Answered to the borough: It is, since Monday." in shown(chandra.get(f"/desk/cases/{here}/"))
    seen = {"version": Case.objects.get(reference=here).version}
    again = shown(bo.post(f"/desk/cases/{here}/reply/", {"text": "Twice.", **seen}), 409)
    assert "No question of the borough is open" in again
    assert Note.objects.count() == 2


def test_what_whoever_reported_answers_leaves_the_question_of_the_borough_open():
    (found,) = arrive(telling(1, strands=""))
    here = found.placed.case
    given_to("chandra", here, Given.ACCEPTED)
    assert Duty.objects.get(kind="ask").state == "running"
    ask(client_of("chandra"), here)
    report, seen = Report.objects.get().reference, Case.objects.get(reference=here).version
    casework.add_later_fact(
        subject=here, report=report, kind=AdditionKind.ANSWER, text="Race.", seen=seen, by=actor("bo")
    )
    states = dict(Duty.objects.filter(kind__in=["ask", "borough-asks"]).values_list("kind", "state"))
    assert states == {"ask": "done", "borough-asks": "running"}


def test_a_question_about_what_waits_no_more_would_be_read_by_nobody_and_says_so():
    here = given_to("chandra", case(), Given.ACCEPTED)
    Waiting.objects.filter(subject=here).update(live=False)
    Waiting.objects.filter(subject=here).delete()
    page = shown(client_of("chandra").get(reverse("desk:ask-hub", args=[here])), 404)
    assert "nobody would read the question" in page
    assert reverse("desk:ask-hub", args=[here]) not in shown(client_of("chandra").get(f"/desk/cases/{here}/"))


def test_whoever_asked_waits_for_the_answer_and_is_not_told_to_give_it():
    here = given_to("chandra", case(), Given.ACCEPTED)
    Duty.objects.filter(subject=here).update(
        state="done", ended_at=clock.now(), ended_by="test", ended_because="Done."
    )
    ask(client_of("chandra"), here)
    page = shown(client_of("chandra").get(f"/desk/cases/{here}/"))
    assert "Wait for the hub" in page
    assert "Answer the borough" in shown(client_of("bo").get(f"/desk/cases/{here}/"))


def test_a_question_about_a_case_of_another_unit_is_refused_and_on_the_record():
    here = case()
    nina = elsewhere("ruth")
    assert nina.get(reverse("desk:ask-hub", args=[here])).status_code == 403
    page = shown(ask(nina, here), 403)
    assert "not with your command unit" in page
    assert not Note.objects.exists()
    assert Line.objects.filter(action="cases.ask", subject=here, refused=True).count() == 2


def test_a_question_that_asks_nothing_or_too_much_is_said_at_its_place():
    here = given_to("chandra", case(), Given.ACCEPTED)
    chandra = client_of("chandra")
    assert "Write what you want to ask" in shown(ask(chandra, here, "  "), 400)
    assert "Shorten the question" in shown(ask(chandra, here, "why " * 200), 400)
    assert not Note.objects.exists()


def test_nobody_but_the_borough_asks_and_a_case_that_is_none_is_not_found():
    here = case()
    for who in ("bo", "gita", "aud"):
        assert ask(client_of(who), here).status_code == 403
    assert ask(client_of("chandra"), "C-NONE").status_code == 404
    assert not Note.objects.exists()


def test_the_officer_in_the_case_writes_a_note_and_records_that_a_duty_is_done():
    here, chandra = given_to("chandra", case(), Given.ACCEPTED), client_of("chandra")
    duty = Duty.objects.get(subject=here, kind="recorded")
    page = reverse("desk:case", args=[here])
    assert f'href="{page}done/{duty.reference}/"' in shown(chandra.get(page))

    def send(step, **given):
        """A step as its form sends it."""
        form = shown(chandra.get(f"{page}{step}/"))
        hidden = dict(re.findall(r'type="hidden" name="(version|seen_at)" value="([^"]*)"', form))
        return chandra.post(f"{page}{step}/", {**hidden, **given})

    assert send("note", text="She was told by telephone.").status_code == 302
    assert send(f"done/{duty.reference}", reason="Recorded on the crime system.").status_code == 302
    duty.refresh_from_db()
    assert (duty.state, duty.ended_by) == ("done", str(actor("chandra")))
    assert Note.objects.get().text == "She was told by telephone."
    told = shown(chandra.get(page))
    assert "She was told by telephone." in told
    assert "Recorded on the crime system." in told


def test_what_an_officer_writes_at_a_hand_over_stands_before_whoever_is_offered_the_case():
    here, dora = case(), officer_beside_chandra()
    casework.offer_case(case=here, to=account("chandra").reference, seen=1, by=actor("bo"))
    casework.accept_case(case=here, seen=2, by=actor("chandra"))
    casework.hand_over_case(
        case=here, to=dora.reference, reason="Ring her after six.", seen=3, by=actor("chandra")
    )
    client = Client()
    sign_in(client, dora)
    for address in (reverse("desk:yours"), reverse("desk:case", args=[here])):
        page = shown(client.get(address))
        assert "Chandra Invented hands it over, and writes:" in page
        assert "Ring her after six." in page
    given = shown(client_of("chandra").get(reverse("desk:yours")))
    assert "Handed over, not accepted yet" in given
    assert "Offered to Dora Invented" in given
    assert "offered to Dora Invented" in shown(client_of("chandra").get(reverse("desk:unit")))
    casework.accept_case(case=here, seen=4, by=people_known.actor_of(dora))
    assert "Handed over" not in shown(client_of("chandra").get(reverse("desk:yours")))
    assert "Ring her after six." not in shown(client.get(reverse("desk:yours")))


def officer_beside_chandra():
    """Her colleague in the same command unit."""
    with transaction.atomic():
        invited = people.invite(
            email="dora@example.org", name="Dora Invented", role=Role.BOROUGH_OFFICER, unit="CE", by=OPERATOR
        )
        people.accept(token=invited.token, password=PASSWORD)
        made = Account.objects.get(pk=invited.account)
        TOTP.activate(made, SECRET)
    return made
