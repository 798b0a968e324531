"""What no page of ours would send: it is answered in a sentence, never by a fault."""

import pytest

from hub.cases.models import Case
from hub.reports.models import Draft, Report
from tests.walks import AMINA, arrive, telling
from tests.web.accounts import client_of

pytestmark = pytest.mark.django_db
LONG = "9" * 5_000
ODD = ("²", "٣", LONG, "-1", "1e3", " ", "\0", "x" * 10_000, "'\"%_\\", "😀", "99999999999999999999")


@pytest.fixture
def case():
    arrive(telling(**AMINA))
    return Case.objects.get().reference


@pytest.mark.parametrize("odd", ODD, ids=lambda each: ascii(each[:12]))
@pytest.mark.parametrize(
    ("who", "address", "name"),
    [
        ("bo", "/desk/queue/", "after"),
        ("bo", "/desk/queue/", "borough"),
        ("bo", "/desk/queue/arrived/", "since"),
        ("bo", "/desk/cases/{case}/reports/", "after"),
        ("bo", "/desk/cases/{case}/timeline/", "before"),
        ("bo", "/desk/cases/{case}/notes/", "before"),
        ("bo", "/desk/cases/{case}/letters/", "before"),
        ("bo", "/desk/cases/{case}/why/", "after"),
        ("bo", "/desk/new-report/", "after"),
        ("gita", "/desk/due/", "after"),
        ("gita", "/desk/reports-of/", "after"),
        ("gita", "/desk/reports-of/", "from"),
        ("gita", "/desk/opened/", "after"),
        ("chandra", "/desk/yours/", "after"),
        ("chandra", "/desk/unit/", "after"),
        ("aud", "/desk/record/", "before"),
        ("aud", "/desk/record/", "record"),
        ("adi", "/desk/people/", "after"),
        ("adi", "/desk/jobs/", "before"),
        ("adi", "/desk/organisations/", "after"),
        ("adi", "/desk/reference/postcodes/", "after"),
    ],
)
def test_an_odd_page_is_no_page_or_the_first_one(case, who, address, name, odd):
    answer = client_of(who).get(address.format(case=case), {name: odd, "help": "offered"})
    assert answer.status_code in {200, 400, 404}


@pytest.mark.parametrize("after", ["0_2026-11-25T00:00:00+00:00_1e9", f"{LONG}_2026-11-25T00:00:00+00:00_1",
    "99999999999999999999_2026-11-25T00:00:00+00:00_99999999999999999999", "1_2026-11-25T00:00:00_1",
    "1_0001-01-01T00:00:00+00:00_1", "1_9999-12-31T23:59:59-23:59_1", "9999-12-31T23:59:59-23:59_1", "2026-11-25T00:00:00_1"])  # fmt: skip
@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("bo", "/desk/queue/"),
        ("gita", "/desk/due/"),
        ("gita", "/desk/opened/"),
        ("gita", "/desk/reports-of/"),
    ],
)
def test_where_a_page_begins_may_be_nonsense(who, address, after):
    assert client_of(who).get(address, {"after": after}).status_code in {200, 404}


@pytest.mark.parametrize("odd", [*ODD, "http://[", "http://[::1", '"unended', "a | b & !", "C-00000-00000\0"])
def test_whatever_is_searched_for_is_answered(case, odd):
    client = client_of("bo")
    for given in ({"q": odd}, {"contact": odd}, {"q": "invented", "before": odd}):
        assert client.post("/desk/find/", given).status_code in {200, 400}


@pytest.mark.parametrize("odd", ["\0", "a\0b"])
def test_what_no_database_keeps_is_taken_out(case, odd):
    report, bo = Report.objects.get().reference, client_of("bo")
    for address, given in (
        (f"/desk/cases/{case}/people/", {"own_reason": odd}),
        (f"/desk/cases/{case}/originals/{report}/", {"reason": odd}),
        (f"/desk/cases/{case}/open/", {"reason": odd}),
        (f"/desk/queue/{case}/hand-over/", {"to": odd}),
        ("/desk/queue/views/", {"name": odd, "query": "late=1"}),
        (f"/desk/cases/{case}/note/", {"text": odd, "version": "1"}),
    ):
        assert bo.post(address, given).status_code in {200, 302, 400, 409}, address
    assert bo.get("/desk/cases/C-%00/").status_code == 404


def test_a_version_that_is_none_is_an_old_one(case):
    for odd in ("²", LONG, ""):
        answer = client_of("bo").post(f"/desk/cases/{case}/note/", {"text": "Mine", "version": odd})
        assert answer.status_code == 409
        assert "Mine" in answer.content.decode()


def test_what_is_too_long_is_answered_by_a_page_of_ours(case):
    answer = client_of("bo").post(f"/desk/cases/{case}/note/", {"text": "x" * 3_000_000, "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "OFFICIAL-SENSITIVE" in page
    assert "in two parts" in page
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_address_that_only_a_button_leads_to_says_so(case):
    answer = client_of("bo").get("/desk/queue/views/")
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "OFFICIAL-SENSITIVE" in page
    assert "a button leads there" in page


@pytest.mark.parametrize(
    "asked", ["to=9999-12-31", "from=0001-01-01", "to=0001-01-01", "from=9999-12-31&to=9999-12-31"]
)
def test_a_day_beyond_the_calendar_is_no_day(asked):
    for address in ("/desk/record/", "/desk/record/days/"):
        assert client_of("aud").get(f"{address}?{asked}").status_code == 200


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "yesterday"])
def test_a_moment_beyond_the_calendar_is_none(case, moment):
    bo = client_of("bo")
    assert bo.get("/desk/queue/arrived/", {"since": moment}).status_code == 200
    late = {"text": "Mine", "version": "0", "seen_at": moment}
    assert bo.post(f"/desk/cases/{case}/note/", late).status_code == 409


@pytest.mark.parametrize(
    "given",
    [
        {"reported_at": "31/12/9999 23:59"},
        {"reported_at": "01/01/0001 00:00"},
        {"victim_date_of_birth": "01/01/0001"},
        {"content_urls": "http://[::1"},
        {"postcode": "\u0660"},
        {"what_happened": "x" * 300_000},
        {"borough": "x" * 1_000},
        {"account_handle": "@" * 10_000},
        {"consent_partners": ";" * 100},
    ],
    ids="-".join,
)
def test_whatever_is_typed_into_a_report_is_answered(given):
    bo = client_of("bo")
    draft = bo.post("/desk/new-report/").headers["Location"].split("/")[3]
    for do in ("save", "send"):
        told = {"version": Draft.objects.get().version, "do": do, "channel": "phone", **given}
        assert bo.post(f"/desk/new-report/{draft}/", told).status_code < 500
    if Draft.objects.get().state == "open":
        assert bo.post(f"/desk/new-report/{draft}/alike/", given).status_code == 200
