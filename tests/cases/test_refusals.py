"""What is refused on a case, and why; a refusal leaves everything as it was."""

from contextlib import contextmanager

import pytest

from hub.audit.models import Line
from hub.cases import actions as cases
from hub.cases import queries
from hub.cases.models import Allocation, BreakGlass, Case, Headline, Note
from hub.cases.terms import Given
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.people import actions as people
from hub.people import queries as people_known
from hub.people.terms import Actor, Role
from tests.walks import BO, OPERATOR, arrive, telling
from tests.web.accounts import account, actor

pytestmark = pytest.mark.django_db

UNSIGNED_INSPECTOR = Actor(Role.INSPECTOR, "gita")  # no account: nobody who signed in


def case_of_the_unit():
    """A case of the central east's, held."""
    arrive(telling(1))
    return held()


def held():
    """The one case that there is, held."""
    return cases.hold(case=Case.objects.get().reference, seen=None)


def offered():
    """The case, offered to Chandra."""
    case = case_of_the_unit()
    cases.offer(case=case, to=account("chandra").reference, by=actor("bo"))
    return case


def accepted():
    """The case, with Chandra."""
    case = offered()
    cases.accept(case=case, by=actor("chandra"))
    return case


def colleague_of_the_unit(*, works=True):
    """Cal, who works in the central east too; or was invited only."""
    invited = people.invite(
        email="cal@example.org", name="Cal Invented", role=Role.BOROUGH_OFFICER, unit="CE", by=OPERATOR
    )
    if works:
        people.accept(token=invited.token, password="an invented phrase for Cal")
    return invited.reference


def opened(who="ruth"):
    """A case that somebody opened for a typed reason."""
    case = queries.file(case_of_the_unit().reference)
    cases.look(case=case, reason="Invented.", by=actor(who))
    return BreakGlass.objects.get().pk


def live():
    """How the case stands now, and with whom."""
    return Allocation.objects.values_list("given", "officer__reference").get(ended_at=None)


def everything():
    """All that stands on cases, and in the record."""
    return [
        list(table.objects.order_by("pk").values())
        for table in (Case, Allocation, Note, Headline, BreakGlass, Line)
    ]


@contextmanager
def refused(kind, words):
    """What is done here is refused in these words, and changes nothing."""
    before = everything()
    with pytest.raises(kind, match=words):
        yield
    assert everything() == before


def test_a_case_is_not_offered_again_to_whom_it_is_offered_already():
    case = offered()
    with refused(NotNow, "The case is with Chandra Invented already"):
        cases.offer(case=case, to=account("chandra").reference, by=actor("bo"))


def test_an_accepted_case_is_not_offered_to_somebody_else_before_it_is_taken_back():
    case, cal = accepted(), colleague_of_the_unit()
    with refused(NotNow, "Take it back first"):
        cases.offer(case=case, to=cal, by=actor("bo"))


def test_an_offer_to_somebody_else_takes_the_first_one_back_and_says_so():
    case, cal = offered(), colleague_of_the_unit()
    cases.offer(case=case, to=cal, by=actor("bo"))
    assert live() == (Given.OFFERED, cal)
    (ended,) = Allocation.objects.filter(given=Given.ENDED)
    assert (ended.officer, ended.reason) == (account("chandra"), "Offered to Cal Invented instead.")
    with refused(NotPermitted, "This case is not offered to you"):
        cases.accept(case=case, by=actor("chandra"))


def test_a_case_is_not_handed_over_to_whoever_has_it():
    case = accepted()
    with refused(Refusal, "The case is yours already"):
        cases.hand_over(case=case, to=account("chandra").reference, reason="Invented.", by=actor("chandra"))


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_case_is_not_returned_handed_over_or_taken_back_without_a_reason(reason):
    case, cal = accepted(), colleague_of_the_unit()
    with refused(Refusal, "Say why you return it"):
        cases.give_back(case=case, reason=reason, by=actor("chandra"))
    with refused(Refusal, "Say why you hand it over"):
        cases.hand_over(case=case, to=cal, reason=reason, by=actor("chandra"))
    with refused(Refusal, "Say why you take it back"):
        cases.take_back(case=case, reason=reason, by=actor("bo"))


def test_a_case_that_nobody_of_the_unit_has_cannot_be_taken_back():
    case, bo = case_of_the_unit(), actor("bo")
    with refused(NotNow, "there is nothing to take back"):
        cases.take_back(case=case, reason="Invented.", by=bo)


def test_a_case_that_is_with_the_hub_cannot_be_offered_because_no_command_unit_has_it():
    arrive(telling(1, borough="", postcode="SW16 1AA"))  # whose borough is asked
    case, chandra, bo = held(), account("chandra").reference, actor("bo")
    with refused(NotNow, "No command unit has this case"):
        cases.offer(case=case, to=chandra, by=bo)


def test_a_case_that_nobody_offered_cannot_be_accepted():
    case, chandra = case_of_the_unit(), actor("chandra")
    with refused(NotPermitted, "This case is not offered to you"):
        cases.accept(case=case, by=chandra)


def test_a_case_that_is_offered_to_a_colleague_can_be_neither_accepted_nor_returned_nor_handed_over():
    case, cal = offered(), colleague_of_the_unit()
    by = Actor(Role.BOROUGH_OFFICER, cal, "CE", people_known.by_reference(cal).id)
    for step in (
        lambda: cases.accept(case=case, by=by),
        lambda: cases.give_back(case=case, reason="Invented.", by=by),
        lambda: cases.hand_over(case=case, to=cal, reason="Invented.", by=by),
    ):
        with refused(NotPermitted, "This case is not offered to you"):
            step()


def test_a_case_that_was_accepted_cannot_be_accepted_again():
    case = accepted()
    with refused(NotNow, "it cannot be accepted by the officer in the case"):
        cases.accept(case=case, by=actor("chandra"))


def test_an_offer_is_not_handed_over_before_it_is_accepted():
    case, cal = offered(), colleague_of_the_unit()
    with refused(NotNow, "it cannot be handed over"):
        cases.hand_over(case=case, to=cal, reason="Invented.", by=actor("chandra"))


def test_a_case_is_not_offered_to_somebody_who_is_not_known():
    case, bo = case_of_the_unit(), actor("bo")
    with refused(NotFound, "There is no such officer at work"):
        cases.offer(case=case, to="U-NOBODY", by=bo)


def test_a_case_is_not_offered_to_somebody_who_has_only_been_invited():
    case, cal, bo = case_of_the_unit(), colleague_of_the_unit(works=False), actor("bo")
    with refused(NotFound, "There is no such officer at work"):
        cases.offer(case=case, to=cal, by=bo)


def test_a_case_is_not_offered_to_somebody_whose_account_was_closed():
    case, chandra, bo = case_of_the_unit(), account("chandra"), actor("bo")
    people.close(account=chandra.pk, by=OPERATOR)
    with refused(NotFound, "There is no such officer at work"):
        cases.offer(case=case, to=chandra.reference, by=bo)


@pytest.mark.parametrize("who", ["nadia", "ruth"])
def test_a_case_is_offered_only_to_a_borough_officer_of_its_own_command_unit(who):
    case, to, bo = case_of_the_unit(), account(who).reference, actor("bo")
    with refused(Refusal, "does not work in this command unit"):
        cases.offer(case=case, to=to, by=bo)


def test_nothing_is_asked_about_a_case_that_there_is_not():
    chandra = actor("chandra")
    with refused(NotFound, "There is no case C-NONE"):
        cases.ask(case="C-NONE", text="Invented question?", by=chandra)


def test_a_question_is_neither_blank_nor_longer_than_500_characters_nor_about_another_units_case():
    case, chandra, nadia = case_of_the_unit().reference, actor("chandra"), actor("nadia")
    with refused(Refusal, "Write what you want to ask"):
        cases.ask(case=case, text=" \n", by=chandra)
    with refused(Refusal, "Shorten the question to 500 characters"):
        cases.ask(case=case, text="x" * 501, by=chandra)
    with refused(NotPermitted, "not with your command unit"):
        cases.ask(case=case, text="Invented question?", by=nadia)


@pytest.mark.parametrize("reason", ["", " \t"])
def test_nobody_breaks_the_glass_without_a_reason(reason):
    case, bo = queries.file(case_of_the_unit().reference), actor("bo")
    with refused(Refusal, "Say why you need to open this case"):
        cases.look(case=case, reason=reason, by=bo)


def test_nobody_breaks_the_glass_without_an_account_because_the_inspector_must_know_who_it_was():
    case = queries.file(case_of_the_unit().reference)
    with refused(Refusal, "Sign in at the desk"):
        cases.look(case=case, reason="Invented.", by=BO)


def test_a_second_look_for_the_same_reason_is_not_told_to_the_inspector_twice():
    case, bo = queries.file(case_of_the_unit().reference), actor("bo")
    cases.look(case=case, reason="Invented.", by=bo)
    before = everything()
    cases.look(case=case, reason=" Invented. ", by=bo)
    assert everything() == before


def test_an_inspector_without_an_account_sees_no_opening_because_nobody_would_know_who_has():
    opening = opened()
    with refused(Refusal, "nobody knows who has seen it"):
        cases.see_break_glass(opening=opening, by=UNSIGNED_INSPECTOR)


def test_an_opening_that_there_is_not_cannot_be_seen():
    opening, gita = opened(), actor("gita")
    with refused(NotFound, "There is no such opening"):
        cases.see_break_glass(opening=opening + 1, by=gita)


def test_an_inspector_does_not_see_to_an_opening_of_their_own():
    opening = opened("gita")
    with refused(NotPermitted, "This is your own opening"):
        cases.see_break_glass(opening=opening, by=actor("gita"))


def test_an_opening_that_was_seen_stays_with_whoever_saw_it_first():
    opening, gita = opened(), actor("gita")
    cases.see_break_glass(opening=opening, by=gita)
    before = everything()
    assert cases.see_break_glass(opening=opening, by=gita) == Case.objects.get().reference
    assert everything() == before


def test_a_case_that_there_is_not_cannot_be_held():
    with refused(NotFound, "There is no case C-NONE"):
        cases.hold(case="C-NONE", seen=None)


def test_a_case_that_somebody_changed_meanwhile_is_not_held_on_the_version_that_was_seen():
    case = case_of_the_unit()
    cases.changed(cases=[case.reference])
    with refused(NotNow, "was changed while you were writing"):
        cases.hold(case=case.reference, seen=case.version)


def test_a_headline_is_not_longer_than_a_line():
    case, bo = case_of_the_unit(), actor("bo")
    with refused(Refusal, "Shorten the headline to 120 characters"):
        cases.set_headline(case=case, words="x" * 121, by=bo)


def test_a_headline_that_stands_already_is_not_written_again():
    case, bo = case_of_the_unit(), actor("bo")
    cases.set_headline(case=case, words="Invented words", by=bo)
    with refused(Refusal, "That is the headline already"):
        cases.set_headline(case=case, words="  Invented   words ", by=bo)


def test_a_note_is_neither_blank_nor_longer_than_10_000_characters():
    case, bo = case_of_the_unit(), actor("bo")
    with refused(Refusal, "There is nothing to keep"):
        cases.write_note(case=case, text=" \n", by=bo)
    with refused(Refusal, "A note holds 10,000 characters"):
        cases.write_note(case=case, text="x" * 10_001, by=bo)


def test_a_note_does_not_replace_one_that_is_not_on_the_case():
    case, bo = case_of_the_unit(), actor("bo")
    with refused(NotFound, "There is no note N-NONE on this case"):
        cases.write_note(case=case, text="Invented.", supersedes="N-NONE", by=bo)


def test_a_note_that_was_replaced_is_not_replaced_again():
    case, bo = case_of_the_unit(), actor("bo")
    first = cases.write_note(case=case, text="Invented.", by=bo)
    cases.write_note(case=case, text="Invented, and better.", supersedes=first, by=bo)
    with refused(NotNow, "has been replaced already"):
        cases.write_note(case=case, text="Invented, and worse.", supersedes=first, by=bo)
