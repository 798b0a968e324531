"""Who somebody is: sealed, recognised again, and opened for a reason only."""

import pytest

from hub.audit.models import Line, Reason
from hub.common.refusals import NotFound, Refusal
from hub.identities import actions
from hub.identities.models import BlindIndex, Contact, Link, Person, Telling
from hub.identities.terms import PersonGiven, TellingGiven
from tests.walks import BO, MACHINE, OPERATOR

pytestmark = pytest.mark.django_db

ADA = PersonGiven("Ada Invented", email="shared@example.org", safe="e-mail")
BEN = PersonGiven("Ben Invented", email="shared@example.org")
NAMELESS = PersonGiven(email="shared@example.org")


def keep(*people: PersonGiven) -> list[int]:
    """These people, kept one after the other; their ids."""
    kept = actions.keep(given=[TellingGiven({}, each, None) for each in people], by=MACHINE)
    return [each.reporter_id or 0 for each in kept]


@pytest.fixture(autouse=True)
def noise():
    """Somebody else, whom nothing here is about."""
    keep(PersonGiven("Noor Invented", email="noor@example.org", phone="020 7946 0099"))


def test_a_telling_and_its_people_are_sealed_and_the_reporter_who_is_the_victim_is_kept_once():
    before = Person.objects.count()
    (kept,) = actions.keep(given=[TellingGiven({"wants": "help"}, ADA, ADA, same=True)], by=MACHINE)
    assert kept.reporter_id == kept.victim_id
    assert Person.objects.count() == before + 1
    rows = (Telling.objects.get(pk=kept.telling_id), Person.objects.get(pk=kept.victim_id))
    assert not any(word in bytes(row.sealed) for row in rows for word in (b"help", b"Ada"))


def test_a_nameless_telling_is_the_one_person_known_under_its_e_mail():
    ada, nameless = keep(ADA, NAMELESS)
    assert actions.recognise(persons=[ada, nameless], by=MACHINE)[nameless] == frozenset({ada})


@pytest.mark.parametrize("order", [(ADA, NAMELESS, BEN), (NAMELESS, ADA, BEN), (ADA, BEN, NAMELESS)])
@pytest.mark.parametrize("together", [True, False])
def test_a_nameless_telling_never_makes_one_person_of_two_who_share_an_e_mail(order, together):
    people = keep(*order)
    found: dict[int, frozenset[int]] = {}
    for each in [people] if together else [[one] for one in people]:
        found |= actions.recognise(persons=each, by=MACHINE)
    ada, ben = people[order.index(ADA)], people[order.index(BEN)]
    assert not any({ada, ben} <= {person, *earlier} for person, earlier in found.items())
    assert not found[ben], "what came nameless was told of Ada while hers was the only name"
    assert Link.objects.get(person=max(ada, ben), earlier=min(ada, ben)).state == "suggested"


def test_who_is_one_person_is_known_from_both_sides_and_what_is_suggested_is_not():
    first, second, other = keep(ADA, ADA, BEN)
    actions.recognise(persons=[first, second, other], by=MACHINE)
    assert actions.same_as(person=first, by=BO) == {second}
    assert actions.same_as(person=second, by=BO) == {first}
    assert actions.same_as(person=other, by=BO) == frozenset()


@pytest.mark.parametrize("reason", ["", " \t"])
def test_nothing_is_opened_without_a_reason(reason):
    (ada,) = keep(ADA)
    with pytest.raises(Refusal, match="Say why"):
        actions.identity(person=ada, subject="R-1", reason=reason, by=BO)
    with pytest.raises(Refusal, match="Say why"):
        actions.original(telling=Telling.objects.latest("pk").pk, subject="R-1", reason=reason, by=BO)
    assert not Line.objects.filter(kind="consultation").exists()


def test_who_is_not_there_is_said_and_the_look_is_on_the_record_all_the_same():
    with pytest.raises(NotFound, match="no such person"):
        actions.identity(person=0, subject="R-1", reason="to write to her", by=BO)
    with pytest.raises(NotFound, match="no such telling"):
        actions.original(telling=0, subject="R-1", reason="to read it", by=BO)
    looks = Line.objects.filter(kind="consultation").order_by("pk")
    assert [each.action for each in looks] == ["identities.open", "identities.original"]
    assert set(Reason.objects.values_list("text", flat=True)) == {"to write to her", "to read it"}


def test_a_telling_is_opened_exactly_as_it_came():
    given = {"what_happened": " =1+1\u00a0\u202e", "Odd Column": "\u0645"}
    (kept,) = actions.keep(given=[TellingGiven(given, None, None)], by=MACHINE)
    opened = actions.original(telling=kept.telling_id, subject="R-1", reason="to compare", by=OPERATOR)
    assert opened == given


def test_where_a_letter_may_go_is_asked_with_whether_it_is_safe():
    ada, silent = keep(ADA, PersonGiven("Cem Invented", phone="020 7946 0001"))
    found = actions.email_for_letter(person=ada, by=MACHINE)
    assert (found.email, found.safe) == ("shared@example.org", "e-mail")
    assert actions.email_for_letter(person=silent, by=MACHINE).email == ""
    assert Line.objects.filter(action="identities.address").count() == 2


def test_contacts_and_marks_are_never_in_clear():
    (ada,) = keep(ADA)
    for row in [*Contact.objects.filter(person=ada), *BlindIndex.objects.filter(person=ada)]:
        assert b"shared" not in bytes(getattr(row, "sealed", b"")) + bytes(getattr(row, "mac", b""))
