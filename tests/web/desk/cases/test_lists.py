"""The longer lists behind a case: each a page at a time, nothing twice and nothing lost."""

import re

import pytest

from hub.audit.models import Line
from hub.cases.models import Case, Note
from hub.letters import actions as letters
from hub.letters.terms import NewLetter, RecipientKind
from hub.people.terms import MACHINE
from hub.reports.models import Party, Report
from tests.walks import arrive, telling
from tests.web.accounts import client_of

pytestmark = pytest.mark.django_db
POST = {"content_urls": "https://x.example/post/1", "victim_name": "", "reporter_role": "witness"}


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def many():
    """Forty reports of one post that is aimed at nobody in particular: one case."""
    arrive(*(
        telling(number, reporter_name=f"Witness Number{number:02}", reporter_email=f"w{number}@example.org", **POST)
        for number in range(1, 41)
    ))  # fmt: skip
    return Case.objects.get().reference


@pytest.fixture
def case():
    arrive(telling(1))
    return Case.objects.get().reference


def pages_of(client, address, key):
    """Every page of a list, from link to link."""
    found, here = [], address
    while True:
        page = text(client.get(here))
        found.append(page)
        following = re.search(rf'href="(\?{key}=[\w-]+)"', page)
        if not following:
            return found
        here = address + following[1]


def test_why_names_every_report_of_a_case_a_page_at_a_time(many):
    pages = pages_of(client_of("bo"), f"/desk/cases/{many}/why/", "after")
    assert len(pages) == 4
    for each in Report.objects.all():
        assert sum(each.reference in page for page in pages) == 1


def test_people_are_shown_ten_at_a_time_and_only_those_shown_are_on_the_record(many):
    bo, address = client_of("bo"), f"/desk/cases/{many}/people/"
    page = text(bo.post(address, {"reason": "To call whoever reported back"}))
    assert page.count("Witness Number") == 10
    assert Line.objects.filter(action="identities.open", refused=False).count() == 10
    assert f"{Party.objects.count() - 10} more are hidden" in page
    seen = set(re.findall(r"Witness Number\d\d", page))
    while following := re.search(r'name="after" value="(\d+)"', page):
        page = text(bo.post(address, {"own_reason": "To call whoever reported back", "after": following[1]}))
        fresh = set(re.findall(r"Witness Number\d\d", page))
        assert not fresh & seen
        seen |= fresh
    assert len(seen) == 40


def test_the_next_people_want_a_reason_too(many):
    answer = client_of("bo").post(f"/desk/cases/{many}/people/", {"after": "3"})
    assert answer.status_code == 400
    assert "Witness Number" not in text(answer)


def test_every_letter_is_found_behind_the_newest_five(case):
    letters.queue(
        letters=[
            NewLetter(recipient_kind=RecipientKind.UNIT, recipient="CE", subject_kind="case", subject=case,
                      template="unit-told", occasion=f"invented:{number}")
            for number in range(45)
        ],
        by=MACHINE,
    )  # fmt: skip
    bo = client_of("bo")
    assert f'href="/desk/cases/{case}/letters/"' in text(bo.get(f"/desk/cases/{case}/"))
    pages = pages_of(bo, f"/desk/cases/{case}/letters/", "before")
    assert [page.count("To the command unit") for page in pages[:2]] == [20, 20]
    assert len(pages) == 3


def test_every_note_is_found_behind_the_newest_five_and_a_new_one_moves_nothing(case):
    row = Case.objects.get()
    Note.objects.bulk_create(
        [
            Note(reference=f"N-{number:05}-00000", case=row, text=f"Invented note {number}.", by="hub-officer:x",
                 at=row.opened_at)
            for number in range(1, 48)
        ]
    )  # fmt: skip
    bo = client_of("bo")
    front = text(bo.get(f"/desk/cases/{case}/"))
    assert "Every note, 42 more" in front
    first = text(bo.get(f"/desk/cases/{case}/notes/"))
    following = re.search(r'href="(\?before=\d+)"', first)[1]
    before = text(bo.get(f"/desk/cases/{case}/notes/{following}"))
    Note.objects.create(
        reference="N-NEWER-00000", case=row, text="The newest.", by="hub-officer:x", at=row.opened_at
    )
    assert re.findall(
        r"Invented note \d+\.", text(bo.get(f"/desk/cases/{case}/notes/{following}"))
    ) == re.findall(r"Invented note \d+\.", before)
    pages = pages_of(bo, f"/desk/cases/{case}/notes/", "before")
    told = [each for page in pages for each in re.findall(r"Invented note \d+\.", page)]
    assert len(told) == len(set(told)) == 47


def test_all_of_a_case_of_more_than_a_thousand_reports_is_listed(case, monkeypatch):
    arrive(*(telling(number, reporter_email=f"w{number}@example.org", **POST) for number in range(2, 1103)))
    public = Case.objects.order_by("-pk").first().reference
    page = text(client_of("bo").get(f"/desk/cases/{public}/reports/"))
    assert "1101 in all" in page.replace(",", "")
