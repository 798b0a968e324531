"""Recognising somebody again, and what is safe for them, as tellings come in."""

import pytest

from hub.audit.models import Line
from hub.cases.models import Case, Suggestion
from hub.identities import actions
from hub.identities.models import Contact, Link
from hub.letters.models import Letter
from hub.reports.models import Party
from tests.walks import OPERATOR, arrive, telling

pytestmark = pytest.mark.django_db
ITEM = "https://x.com/invented/status/777777"
NUMBERS = (
    "07700 900123", "+44 7700 900123", "0044 7700 900123", "(07700) 900-123", "+44 (0)7700 900123",
    "07700 900123 (mobile)",
)  # fmt: skip


def victim_of(number: int) -> int:
    return Party.objects.get(report__source_reference=f"T-{number}", role="victim").person_id


def test_a_victim_with_a_telephone_alone_is_recognised_however_it_is_written():
    arrived = arrive(
        *(telling(at, reporter_phone=each, content_urls=ITEM) for at, each in enumerate(NUMBERS))
    )
    assert len({each.placed.case for each in arrived}) == 1


@pytest.mark.parametrize("one_by_one", [True, False])
def test_an_address_that_two_names_share_says_nothing_of_who_wrote_without_a_name(one_by_one):
    names = ("Ann Invented", "Bob Invented", "", "Ann Invented")
    told = [
        telling(at, reporter_name=name, reporter_email="home@example.org", content_urls=ITEM)
        for at, name in enumerate(names)
    ]
    arrived = [arrive(each)[0] for each in told] if one_by_one else arrive(*told)
    ann, bob, unnamed, again = (each.placed.case for each in arrived)
    assert again == ann
    assert len({ann, bob, unnamed}) == len(names) - 1
    assert Link.objects.filter(person=victim_of(2), state="suggested").count() == 2


def test_two_names_are_never_joined_through_somebody_without_one():
    names = ("", "Bob Invented", "Ann Invented")
    told = [
        telling(at, reporter_name=name, reporter_email="home@example.org", content_urls=ITEM)
        for at, name in enumerate(names)
    ]
    unnamed, bob, ann = (each.placed.case for each in arrive(*told))
    assert unnamed == bob
    assert ann != bob
    assert victim_of(0) not in actions.same_as(person=victim_of(2), by=OPERATOR)


def test_a_professional_who_reports_for_many_is_not_linked_to_every_earlier_report():
    for start in (0, 40):
        arrive(
            *(
                telling(
                    at,
                    reporter_role="professional",
                    reporter_name="Pro Invented",
                    reporter_email="pro@example.org",
                )
                for at in range(start, start + 40)
            )
        )
    assert not Link.objects.exists()


def test_what_is_kept_of_a_victim_who_reports_often_grows_with_the_reports_and_no_faster():
    arrive(*(telling(at, reporter_name="Amina Invented", reporter_email="a@example.org") for at in range(60)))
    arrive(
        *(telling(at, reporter_name="Amina Invented", reporter_email="a@example.org") for at in range(60, 90))
    )
    assert Case.objects.count() == 90
    assert Link.objects.count() <= 90 * 5
    assert Suggestion.objects.count() <= 90 * 20
    assert len(actions.same_as(person=victim_of(45), by=OPERATOR)) == 89


def test_the_earliest_report_of_an_item_is_joined_however_many_came_between():
    amina = {"reporter_name": "Amina Invented", "reporter_email": "a@example.org"}
    first, *_ = arrive(*(telling(at, **amina) for at in range(40)))
    (arrived,) = arrive(telling(500, **amina, content_urls=telling(0).given["content_urls"]))
    assert (arrived.placed.how, arrived.placed.case) == ("linked", first.placed.case)


@pytest.mark.parametrize(
    ("answers", "held"),
    [
        (("no", ""), ("unsafe", "unsafe")),
        (("phone", ""), ("phone-only", "phone-only")),
        (("no", "yes"), ("unsafe", "")),
        (("yes", "no"), ("", "unsafe")),
        (("", ""), ("", "")),
    ],
)
def test_what_somebody_said_is_unsafe_stays_so_until_they_say_otherwise(answers, held, settings):
    settings.EMAIL_HOST = "127.0.0.1"
    for at, safe in enumerate(answers):
        arrive(
            telling(at, reporter_name="Amina Invented", reporter_email="a@example.org", safe_to_contact=safe)
        )
    letters = Letter.objects.filter(template="news").order_by("pk")
    assert tuple(letters.values_list("held", flat=True)) == held


def test_a_letter_that_waits_is_held_when_a_later_report_says_that_the_address_is_not_safe():
    arrive(telling(1, reporter_email="a@example.org", safe_to_contact="yes"))
    person = Party.objects.get(role="reporter").person_id
    assert actions.email_for_letter(person=person, by=OPERATOR).safe == "yes"
    arrive(telling(2, reporter_email="A@example.org", safe_to_contact="no"))
    assert actions.email_for_letter(person=person, by=OPERATOR).safe == "no"


@pytest.mark.parametrize(
    ("first", "again", "safe"),
    [("yes", "no", "no"), ("yes", "phone", "phone"), ("no", "yes", "no"), ("e-mail", "phone", "no"), ("phone", "", "phone")],
)  # fmt: skip
def test_who_sends_it_again_with_less_that_is_safe_is_heeded_before_anybody_has_read_it(first, again, safe):
    told = {"reporter_email": "a@example.org", "reporter_phone": "07700 900123"}
    arrive(telling(1, **told, safe_to_contact=first))
    arrive(telling(1, **told, safe_to_contact=again))
    person = Party.objects.get(role="reporter").person_id
    assert set(Contact.objects.filter(person=person).values_list("safe", flat=True)) == {safe}
    assert actions.email_for_letter(person=person, by=OPERATOR).safe == safe
    assert Line.objects.filter(action="identities.heed").exists() == (safe != first)
