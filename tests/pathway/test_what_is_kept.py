"""What is kept of a telling, to the letter: of somebody named everything, of nobody named what points at nobody."""

from datetime import UTC, datetime

import pytest

from hub.content.models import Item
from hub.identities import actions as identities
from hub.reports.models import Appearance, Report, Resend
from tests.walks import AMINA, OPERATOR, arrive, row, telling

pytestmark = pytest.mark.django_db

POINTS = {"postcode": "E8 3AA", "victim_date_of_birth": "1990-02-03"}


def original(sealed: int) -> dict[str, str]:
    return dict(identities.original(telling=sealed, subject="R", reason="because", by=OPERATOR))


def test_of_an_anonymous_telling_neither_birth_date_nor_full_postcode_is_kept_nor_of_what_is_sent_again():
    arrive(telling(1, **POINTS))
    arrive(telling(1, **{**POINTS, "postcode": "E8 3AB"}, wants="to be heard"))
    report, again = Report.objects.get(), Resend.objects.get()
    assert report.anonymous
    assert original(report.sealed_id) == row(1)
    assert original(again.sealed_id) == {**row(1), "wants": "to be heard"}


def test_of_a_named_telling_everything_is_kept_as_it_came_and_of_what_is_sent_again():
    whole = {**AMINA, **POINTS, "what_happened": " Invented  report ", "their_aunt": "Zoe  Invented"}
    arrive(telling(1, **whole))
    arrive(telling(1, **whole, wants="to be heard"))
    report, again = Report.objects.get(), Resend.objects.get()
    assert not report.anonymous
    assert original(report.sealed_id) == row(1, **whole)
    assert original(again.sealed_id) == row(1, **whole, wants="to be heard")


def test_when_a_post_was_made_and_when_each_first_saw_it_are_kept():
    posted, seen = "2026-06-01T09:30+01:00", "2026-06-02T10:00+02:00"
    same = {"content_urls": "https://x.com/invented/status/77", "posted_at": posted}
    arrive(telling(1, **same, first_seen_at=seen), telling(2, **same, first_seen_at="03/06/2026 12:00"))
    assert Item.objects.get().posted_at == datetime(2026, 6, 1, 8, 30, tzinfo=UTC)
    shown = dict(Appearance.objects.values_list("report__source_reference", "first_seen_at"))
    assert shown == {
        "T-1": datetime(2026, 6, 2, 8, tzinfo=UTC), "T-2": datetime(2026, 6, 3, 11, tzinfo=UTC),
    }  # fmt: skip
