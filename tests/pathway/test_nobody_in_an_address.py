"""A name or contact in an address, a language or the name of a column is not on record in clear; the post is known again."""

import pytest

from hub.content.models import Handle, Item
from hub.disclosures.models import Agreement
from hub.reports.models import Report, Resend, Words
from tests.walks import AMINA, arrive, telling

pytestmark = pytest.mark.django_db

ADDRESS = "https://board.example/thread/7?from=amina%40example.org&page=2"


def test_a_post_whose_address_names_a_contact_is_one_item_whoever_reports_it():
    arrive(telling(1, **AMINA, content_urls=ADDRESS))
    assert Item.objects.get().url == "https://board.example/thread/7?from=[e-mail]&page=2"
    assert Words.objects.get().given["content_urls"] == Item.objects.get().url
    arrive(telling(2, content_urls=ADDRESS))
    arrive(telling(3, content_urls="https://board.example/thread/7?from=another%40example.org&page=2"))
    assert Item.objects.count() == 2


def test_an_ordinary_address_and_the_handle_of_a_profile_stay_as_they_came():
    address = "https://x.com/Amina/status/1791234567890123456?s=20"
    arrive(telling(1, **{**AMINA, "reporter_name": "Amina"}, content_urls=address, account_handle="@Amina"))
    assert (Item.objects.get().url, Handle.objects.get().handle) == (address, "@Amina")


def test_what_is_kept_as_it_was_typed_names_nobody():
    typed = {
        "language": "ask amina@example.org", "platform": "Board of Amina Invented", "consent_partners": "07700 900123",
        "amina@example.org": "mine", "my_aunt": "Zoe",
    }  # fmt: skip
    arrive(telling(1, **AMINA, **typed))
    report = Report.objects.get()
    assert report.language == "ask [e-mail]"
    assert "amina" not in Item.objects.get().platform
    assert Agreement.objects.get().organisation == "[telephone]"
    assert Words.objects.get().unknown_columns == ["[e-mail]", "my_aunt"]
    (found,) = arrive(telling(1, **AMINA, **{**typed, "Amina_Invented": "me"}))
    assert Resend.objects.get().columns == ["[name]"]
    assert found.columns == ("Amina_Invented",)  # whoever sent it reads their own word


def test_an_organisation_that_reports_may_be_the_one_that_was_agreed_to():
    arrive(telling(1, reporter_name="Galop", reporter_role="organisation", consent_partners="Galop"))
    assert Agreement.objects.get().organisation == "Galop"
