"""The pages of entering a report, as Bo sees them."""

import re

import pytest
from django.urls import reverse

from hub import pathway
from hub.audit.models import Line
from hub.reports.models import Draft, Report
from tests import walks
from tests.web.accounts import client_of

pytestmark = pytest.mark.django_db

CALL = {
    "immediate_danger": "no", "channel": "phone", "reporter_role": "victim", "reporter_name": "Noor Invented",
    "reporter_phone": "07700 900456", "borough": "Hackney", "online": "yes", "strands": ["race", "religion"],
    "targeted_religion": ["muslim"], "what_happened": "Invented: they know\r\nour door",
    "content_urls": "https://x.com/invented/status/1001",
}  # fmt: skip


@pytest.fixture
def bo():
    return client_of("bo")


@pytest.fixture
def draft(bo):
    bo.post(reverse("desk:new-report"))
    return Draft.objects.get().reference


def at(name, draft):
    return reverse(f"desk:{name}", args=[draft])


def call(**more):
    begun = Draft.objects.get().begun_at
    return {**CALL, "version": "1", "reported_at": f"{begun:%d/%m/%Y %H:%M}", **more}


def errors(page):
    return re.findall(r'href="#id_(\w+)"', page)


def test_a_report_is_begun_and_found_again_in_the_list(bo, draft):
    page = bo.get(reverse("desk:new-report")).content.decode()
    assert draft in page
    assert "Begin a report" in page
    form = bo.get(at("enter", draft)).content.decode()
    assert form.count("<h1") == 1
    assert "OFFICIAL-SENSITIVE" in form
    assert "Saved" in form


def test_the_questions_stand_in_the_order_of_a_call(bo, draft):
    form = bo.get(at("enter", draft)).content.decode()
    names = list(dict.fromkeys(re.findall(r' name="([a-z_0-9]+)"', form.split("data-entry")[1])))
    told = [each for each in names if each not in {"csrfmiddlewaretoken", "version", "do"}]
    assert told[:3] == ["immediate_danger", "channel", "reported_at"]
    assert (
        told.index("postcode")
        < told.index("strands")
        < told.index("what_happened")
        < told.index("content_urls")
    )
    assert told[-1] == "crime_reference"
    assert "required" not in form.split("data-entry")[1].split("</form>")[0].replace("is required", "")


def test_a_colleague_cannot_open_it(draft):
    ruth = client_of("ruth")
    for name in ("enter", "discard-draft", "sent"):
        assert ruth.get(at(name, draft)).status_code == 404
    assert ruth.post(at("enter", draft), {**CALL, "version": "1"}).status_code == 404
    assert ruth.post(at("save-draft", draft), {**CALL, "version": "1"}).json()["refused"]
    assert "Noor" not in ruth.get(reverse("desk:new-report")).content.decode()


def test_an_auditor_is_refused_on_the_record():
    assert client_of("aud").get(reverse("desk:new-report")).status_code == 403
    assert Line.objects.filter(action="desk.open", refused=True).exists()


def test_it_saves_as_it_goes_and_answers_where_that_is(bo, draft):
    said = bo.post(at("save-draft", draft), call(borough="", postcode="SW16")).json()
    assert said["version"] == 2
    assert re.fullmatch(r"\d\d:\d\d", said["saved"])
    assert "Lambeth" in said["where"]
    form = bo.get(at("enter", draft)).content.decode()
    assert "Noor Invented" in form
    assert "SW16 may lie in any of" in form
    assert bo.get(at("save-draft", draft)).json()["token"]


def test_the_later_of_two_tabs_is_told_and_overwrites_nothing(bo, draft):
    bo.post(at("save-draft", draft), call(wants="be left alone"))
    said = bo.post(at("save-draft", draft), call(wants="something else")).json()
    assert "changed in another tab" in said["refused"]
    assert said["version"] == 2
    page = bo.post(at("enter", draft), call(wants="something else", do="save"))
    assert page.status_code == 409
    assert "something else" in page.content.decode()
    assert "be left alone" in bo.get(at("enter", draft)).content.decode()


def test_sent_twice_it_is_one_report_with_one_receipt(bo, draft):
    for _ in range(2):
        answer = bo.post(at("enter", draft), call(do="send"))
        assert answer.url == at("sent", draft)
    report = Report.objects.get()
    receipt = bo.get(at("sent", draft)).content.decode()
    assert report.reference in receipt
    assert "Central East is told" in receipt
    assert "The alarm is raised" not in receipt
    assert bo.get(at("enter", draft)).url == at("sent", draft)
    assert bo.get(at("discard-draft", draft)).url == at("sent", draft)
    assert draft not in bo.get(reverse("desk:new-report")).content.decode()


@pytest.mark.parametrize(
    ("how", "kept", "said"),
    [
        ("phone", "phone", "by telephone"),
        ("in person", "in-person", "in person"),
        ("e-mail", "e-mail", "by e-mail"),
    ],
)
def test_how_it_was_told_is_kept_and_stands_on_the_case(bo, draft, how, kept, said):
    assert f'value="{how}"' in bo.get(at("enter", draft)).content.decode()
    bo.post(at("enter", draft), call(do="send", channel=how))
    report = Report.objects.get()
    assert report.channel == kept
    where = pathway.whereabouts([report.pk])[report.pk]
    assert said in bo.get(reverse("desk:case", args=[where.case])).content.decode()


def test_in_danger_the_receipt_says_so_first(bo, draft):
    bo.post(at("enter", draft), call(do="send", immediate_danger="yes"))
    receipt = bo.get(at("sent", draft)).content.decode()
    assert receipt.index("The alarm is raised: act now") < receipt.index("<h1")


@pytest.mark.parametrize(("given", "says"), [
    ({"borough": "Kent"}, "It may be for somebody else."), ({"borough": "", "postcode": ""}, "is not known yet."),
    ({"consent_support": "no"}, "No help is offered"),
])  # fmt: skip
def test_the_receipt_says_what_happens_next(bo, draft, given, says):
    bo.post(at("enter", draft), call(do="send", **given))
    assert says in bo.get(at("sent", draft)).content.decode()


def test_what_must_be_put_right_stands_beside_its_question_and_nothing_is_lost(bo, draft):
    page = bo.post(
        at("enter", draft), call(do="send", what_happened="", borough="Atlantis", posted_at="yesterday")
    )
    text = page.content.decode()
    assert errors(text)[:3] == ["borough", "what_happened", "posted_at"]
    assert "Write what happened." in text
    assert 'id="id_borough-error"' in text
    assert "Noor Invented" in text
    assert 'value="Atlantis"' in text
    assert "targeted_religion is" not in text
    assert "Not sent yet: see above" in text
    assert not Report.objects.exists()
    bo.post(at("enter", draft), call(do="send", version="2"))
    assert Report.objects.count() == 1


def test_a_higher_mark_is_refused_beside_its_field_and_not_kept(bo, draft):
    text = bo.post(at("enter", draft), call(do="save", wants="SECRET")).content.decode()
    assert errors(text)[:1] == ["wants"]
    assert "Not saved" in text
    assert "SECRET" in bo.post(at("save-draft", draft), call(wants="SECRET")).json()["refused"]
    assert "Noor" not in bo.get(at("enter", draft)).content.decode()


def test_earlier_reports_are_suggested_while_it_is_typed(bo, draft):
    walks.arrive(walks.telling(1, **walks.AMINA))
    reference = Report.objects.get().reference
    posts = bo.post(at("alike", draft), {"content_urls": CALL["content_urls"]}).content.decode()
    assert "1 earlier report shows this post" in posts
    assert reference in posts
    phone = bo.post(at("alike", draft), {"reporter_phone": "07700 900123"}).content.decode()
    assert "1 earlier report gave this telephone number" in phone
    assert Line.objects.filter(action="identities.find").count() == 1


def test_without_scripts_a_contact_is_looked_up_once_for_each_change(bo, draft):
    walks.arrive(walks.telling(1, **walks.AMINA))
    first = bo.post(at("enter", draft), call(do="save", reporter_phone="07700 900123")).content.decode()
    assert "gave this telephone number" in first
    bo.post(at("enter", draft), call(do="save", reporter_phone="07700 900123", version="2", wants="x"))
    assert Line.objects.filter(action="identities.find").count() == 1


def test_discarding_is_asked_first(bo, draft):
    bo.post(at("save-draft", draft), call(immediate_danger="yes"))
    assert "in danger right now" in bo.get(at("discard-draft", draft)).content.decode()
    assert "Danger now" in bo.get(reverse("desk:new-report")).content.decode()
    assert bo.post(at("discard-draft", draft)).url == reverse("desk:new-report")
    assert bo.get(at("enter", draft)).status_code == 409
    assert bo.get(at("sent", draft)).status_code == 404
    assert bo.post(at("enter", draft), call(do="save")).status_code == 409


def test_nobody_signed_out_reaches_it(client, draft):
    for name in ("enter", "save-draft", "sent"):
        assert client.get(at(name, draft)).status_code == 302
    assert client.post(at("save-draft", draft), call()).status_code == 302


def test_earlier_reports_are_looked_for_on_the_record_and_from_ones_own_draft(bo, draft):
    walks.arrive(walks.telling(1, **walks.AMINA))
    found = Line.objects.filter(action="pathway.find")
    bo.post(at("alike", draft), {"content_urls": "https://x.com/invented/status/2"})
    assert not found.exists()
    bo.post(at("alike", draft), {"content_urls": CALL["content_urls"]})
    assert found.get().codes == {"found": 1}
    assert client_of("ruth").post(at("alike", draft), {"reporter_phone": "07700 900123"}).status_code == 404
    assert not Line.objects.filter(action="identities.find").exists()


def test_what_is_no_web_address_and_no_telephone_number_is_said_beside_its_question_and_kept(bo, draft):
    odd = call(
        content_urls="https://x.com/invented/status/1\nnot a link at all", reporter_phone="ring the shop"
    )
    said = bo.post(at("save-draft", draft), odd).json()["remarks"]
    assert "not a link at all" in said["content_urls"]
    assert "x.com" not in said["content_urls"]
    assert "not a whole telephone number" in said["reporter_phone"]
    page = bo.get(at("enter", draft)).content.decode()
    assert "Not a web address, and kept as text" in page
    assert "not a link at all</textarea>" in page
    assert bo.post(at("save-draft", draft), call(version="2")).json()["remarks"] == {}


@pytest.mark.parametrize("phone", ["07700 900456", "07700 900123 (mobile)", ""])
def test_a_telephone_number_that_can_be_rung_is_passed_without_a_word(bo, draft, phone):
    assert bo.post(at("save-draft", draft), call(reporter_phone=phone)).json()["remarks"] == {}
