"""What whoever reported is told of a decision and of an outcome, and whom a letter reaches."""

from datetime import timedelta

import pytest

from hub import pathway
from hub.audit.models import Line, Reason
from hub.cases import queries as cases_known
from hub.cases.models import Case
from hub.common import clock
from hub.letters import actions as letters
from hub.letters.models import Letter
from hub.pathway import deciding, telling
from hub.pathway.deciding import Given
from hub.reports import queries as reports_known
from hub.reports.models import Report
from hub.triage import queries as triage
from hub.triage.terms.deciding import CrimeAnswer
from tests.pathway.deciding_world import BARE, CRIME, MORE, NOT, a_case, decide, duty, live, new, outcome
from tests.walks import AMINA, MACHINE, OPERATOR, arrive
from tests.walks import telling as told
from tests.web.accounts import actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return a_case()


def test_whoever_reported_is_told_neutrally_by_e_mail_and_in_full_by_somebody(case):
    decide(case, CRIME)
    letter = Letter.objects.order_by("-pk")[0]
    assert (letter.template, letter.subject_kind) == ("decision-crime", "report")
    assert letter.facts == {"reference": Report.objects.get().reference}
    assert "one day" not in duty(case, "decision-told").detail
    assert duty(case, "decision-told").due_at.date() > clock.now().date() - timedelta(days=1)


@pytest.mark.parametrize("server", ["", "mail.invalid"])
def test_what_is_brought_back_is_not_told_as_decided(case, settings, server):
    settings.EMAIL_HOST = server
    nothing = Given(new(CrimeAnswer.NOT_A_CRIME, verified="The account holder showed that it was a lyric."))
    decide(case, nothing)
    letter = Letter.objects.get(template="decision-not-a-crime")
    assert (letter.state, letter.held) == (("queued", "") if server else ("held", "no-smtp"))
    pathway.restore(subject=case, reason="She has new facts.", by=OPERATOR)
    told = duty(case, "decision-told")
    assert (told.state, told.ended_because) == ("done", "It was brought back: what was decided is undone, and is not told any more.")  # fmt: skip
    letter.refresh_from_db()
    assert (letter.state, letter.held) == ("held", "withdrawn")
    line = Line.objects.filter(action="letters.held", codes__held="withdrawn").get()
    assert Reason.objects.get(line=line.pk).text.startswith("It was brought back")
    settings.EMAIL_HOST = "mail.invalid"
    pathway.release_held_letters(by=MACHINE)
    letters.send(letter=letter.pk, by=MACHINE)
    letter.refresh_from_db()
    assert (letter.state, letter.held) == ("held", "withdrawn")
    decide(case, nothing)
    assert duty(case, "decision-told").state == "running"
    again = Letter.objects.filter(template="decision-not-a-crime").latest("pk")
    assert again.state == "queued"
    pathway.restore(subject=case, reason="Once more.", by=OPERATOR)
    assert Line.objects.filter(action="letters.held", codes__held="withdrawn").count() == 2


def test_a_letter_that_went_before_it_was_brought_back_stays_as_it_went(case):
    decide(
        case, Given(new(CrimeAnswer.NOT_A_CRIME, verified="The account holder showed that it was a lyric."))
    )
    Letter.objects.filter(template="decision-not-a-crime").update(state="sent", held="", sent_at=clock.now())
    pathway.restore(subject=case, reason="She has new facts.", by=OPERATOR)
    assert Letter.objects.get(template="decision-not-a-crime").state == "sent"


def reached(case):
    """Whom a letter about a case would reach."""
    ids = [pk for pk, *_ in cases_known.file(case).reports]
    return telling.reach(told=reports_known.filed(ids).values(), by=actor("bo"))


def test_the_full_text_never_speaks_of_victims_and_suspects_where_it_is_no_crime(case):
    found = decide(case, NOT)
    text = telling.text_of(found, "R-00000-00000")
    assert not {"victim", "suspect"} & set(text.body.casefold().replace(".", " ").split())
    assert "the person who reported" in text.body
    assert "the person reported" in text.body
    until = triage.another_look_until(found)
    assert f"until {until.day} {until:%B %Y}" in text.body


def test_the_question_stands_in_its_letter_and_not_in_what_is_sent(case):
    found = decide(case, MORE)
    assert "Who else saw it?" in telling.text_of(found, "R-1").body
    assert "Who else" not in str(Letter.objects.get(template="decision-more-information").facts)


def test_whom_a_letter_reaches_is_said_before_it_goes(case, settings):
    assert reached(case).held == (("no mail server is set", 1),)
    settings.EMAIL_HOST = "mail.invalid"
    found = reached(case)
    assert (found.going, found.held) == (1, ())
    arrive(told(6, **{**AMINA, "reporter_email": "b@example.org", "safe_to_contact": "no"}, language="ar"))
    other = Case.objects.order_by("-pk")[0].reference
    unsafe = reached(other)
    assert (unsafe.going, unsafe.languages, unsafe.held) == (0, ("ar",), (("it is not safe to write", 1),))
    decide(other, BARE)
    assert Letter.objects.get(template="decision-crime").state == "held"


def test_nobody_who_gave_no_name_is_written_to():
    arrive(told(7))
    case = Case.objects.get().reference
    assert reached(case) == telling.Reach(0, (), ())
    decide(case, BARE)
    assert not Letter.objects.filter(template="decision-crime").exists()
    assert "decision-told" in live(case)


def test_the_letter_of_an_outcome_is_read_out_in_full(case):
    decide(case, CRIME)
    outcome(case)
    found = cases_known.file(case).outcomes[0]
    text = telling.text_of_outcome(found, "R-00000-00000").body
    assert "not enough evidence to prosecute, which is no doubt about what you told us" in text
    assert f"until {Letter.objects.get(template='outcome-review').facts['review_until']}" in text.replace(
        "which is ", ""
    )
    outcome(case, 18, suspect_named=False, investigation_complete=True)
    text = telling.text_of_outcome(cases_known.file(case).outcomes[0], "R-00000-00000").body
    assert "review" not in text
    deciding.reopen(case=case, reason="A witness.", seen=None, by=actor("bo"))
    assert telling.text_of_outcome(cases_known.file(case).outcomes[0], "R-00000-00000") is None
