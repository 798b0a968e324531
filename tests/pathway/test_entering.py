"""A report entered at the desk takes the way of every other, once."""

import pytest

from hub import pathway
from hub.audit.models import Line
from hub.common.refusals import NotFound, Refusal
from hub.duties.models import Duty
from hub.pathway import colleagues, entering
from hub.reports.models import Report
from hub.reports.terms import DraftState
from hub.triage.terms import Scope
from tests import walks
from tests.places.test_actions import ONSPD, silent
from tests.web.accounts import actor

pytestmark = pytest.mark.django_db

LINK = "https://x.com/invented/status/1001"


@pytest.fixture
def bo():
    return actor("bo")


def entered(by, **words):
    draft = pathway.begin_draft(by=by)
    begun = pathway.open_draft(draft=draft, by=by).words
    given = {**begun, "what_happened": "Invented: they know our door", "borough": "Hackney", "online": "yes",
             "strands": "race", "reporter_role": "victim", **words}  # fmt: skip
    return draft, given


def send(draft, words, by, version=1):
    return pathway.send_draft(draft=draft, words=words, version=version, by=by)


def test_a_report_told_by_phone_becomes_one_report_with_its_case(bo):
    draft, words = entered(bo, **walks.AMINA)
    assert send(draft, words, bo) == ()
    report = Report.objects.get()
    assert (report.source, report.source_reference, report.sender) == ("Hub desk", draft, "desk")
    assert report.channel == "phone"
    receipt = entering.receipt(draft=draft, by=bo)
    assert receipt.report == report.reference
    assert (receipt.scope, receipt.borough, receipt.unit) == (Scope.IN, "Hackney", "Central East")
    assert receipt.case.startswith("C-")
    assert receipt.offers
    assert receipt.duties


def test_sending_twice_makes_one_report(bo):
    draft, words = entered(bo)
    assert send(draft, words, bo) == ()
    assert send(draft, words, bo) == ()
    assert Report.objects.count() == 1


def test_a_draft_whose_end_was_lost_is_known_when_it_is_sent_again(bo):
    draft, words = entered(bo)
    pathway.save_draft(draft=draft, words=words, version=1, by=bo)
    telling = entering._read(draft, words)
    pathway.arrive(tellings=[telling], reference=walks.reference(), sender="desk", historic=False, by=bo)
    assert send(draft, words, bo, 2) == ()
    assert Report.objects.count() == 1
    assert pathway.open_draft(draft=draft, by=bo).state == DraftState.SENT


def test_danger_raises_the_alarm(bo):
    draft, words = entered(bo, immediate_danger="yes")
    send(draft, words, bo)
    assert entering.receipt(draft=draft, by=bo).immediate
    assert Duty.objects.filter(kind="alarm").exists()


def test_every_reason_names_its_question_and_the_words_are_saved(bo):
    draft, words = entered(
        bo, what_happened="", borough="Atlantis", strands="religion", posted_at="yesterday"
    )
    reasons = send(draft, words, bo)
    assert {each.column for each in reasons} == {"what_happened", "borough", "targeted_religion", "posted_at"}
    assert not Report.objects.exists()
    assert pathway.open_draft(draft=draft, by=bo).words["borough"] == "Atlantis"


def test_a_higher_mark_is_neither_sent_nor_kept(bo):
    draft, words = entered(bo, wants="TOP SECRET")
    with pytest.raises(Refusal, match="TOP SECRET"):
        send(draft, words, bo)
    assert entering.marks(words)[0].column == "wants"
    assert not Report.objects.exists()


def test_another_officer_can_neither_send_nor_read_and_the_attempt_is_on_record(bo):
    draft, words = entered(bo)
    with pytest.raises(NotFound):
        send(draft, words, actor("ruth"))
    with pytest.raises(NotFound):
        entering.receipt(draft=draft, by=actor("ruth"))
    assert Line.objects.filter(refused=True, subject=draft).count() == 2


def test_a_draft_that_was_not_sent_has_no_receipt(bo):
    assert entering.receipt(draft=entered(bo)[0], by=bo) is None


def test_given_up_and_expired_drafts_are_gone(bo):
    draft, _ = entered(bo)
    pathway.discard_draft(draft=draft, by=bo)
    assert pathway.open_draft(draft=draft, by=bo).state == DraftState.DISCARDED
    assert pathway.expire_drafts(by=walks.MACHINE) == 0


def test_earlier_reports_of_the_post_and_of_the_contact_are_suggested(bo):
    walks.arrive(walks.telling(1, **walks.AMINA, account_handle="@invented"))
    reference = Report.objects.get().reference
    posts = entering.alike(words={"content_urls": LINK, "account_handle": "@invented"}, by=bo)
    assert {each.column for each in posts} == {"content_urls", "account_handle"}
    assert all(each.reports[0][0] == reference for each in posts)
    (phone,) = entering.alike_contacts(contacts={"reporter_phone": "+44 7700 900123", "wants": "x"}, by=bo)
    assert phone.reports[0][0] == reference
    assert Line.objects.filter(action="identities.find").count() == 1


def test_contacts_are_looked_up_only_for_those_who_may(bo):
    walks.arrive(walks.telling(1, **walks.AMINA))
    assert entering.alike_contacts(contacts={"reporter_phone": "07700 900123"}, by=walks.OPERATOR) == ()
    assert entering.alike_contacts(contacts={"reporter_phone": " "}, by=bo) == ()
    assert not Line.objects.filter(action="identities.find").exists()


def test_more_than_five_likenesses_are_not_listed(bo):
    walks.arrive(*(walks.telling(each, content_urls=LINK) for each in range(1, 8)))
    (found,) = entering.alike(words={"content_urls": LINK}, by=bo)
    assert (len(found.reports), found.more) == (5, True)


@pytest.mark.parametrize(
    ("postcode", "borough", "rule", "unit"),
    [("", "Hackney", "borough-as-told", "Command unit: Central East (CE)."), ("SW16", "", "", ""), ("", "Kent", "area-as-told", "")],
)  # fmt: skip
def test_a_place_is_answered_while_it_is_typed(postcode, borough, rule, unit):
    found = entering.located(postcode=postcode, borough=borough)
    assert not rule or found.rule == rule
    assert entering.unit_sentence(found) == unit
    if postcode == "SW16":
        assert len(found.candidates) == 4
        assert "Ask" in found.ask


def test_once_the_postcode_table_is_loaded_the_desk_asks_it_too(bo, tmp_path):
    table = tmp_path / "postcodes.csv"
    table.write_text(ONSPD, encoding="utf-8")
    pathway.load_postcodes(path=table, name="ONSPD invented", progress=silent, by=walks.OPERATOR)
    found = entering.located(postcode="SW16 1AA", borough="")
    assert (found.borough_slug, found.unit) == ("lambeth", "AS")
    draft, words = entered(bo, borough="", postcode="SW16 1AA")
    assert send(draft, words, bo) == ()
    assert entering.receipt(draft=draft, by=bo).borough == "Lambeth"


def test_who_leaves_is_asked_for_the_reports_that_they_began(bo):
    entered(bo)
    assert [(each.what, each.count) for each in colleagues.held_by(bo.account)] == [
        ("reports begun and not sent", 1)
    ]
