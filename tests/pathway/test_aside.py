"""Not a crime: what is sealed, what is masked, what leaves, and the way back."""

import pytest

from hub import pathway
from hub.audit.models import Line, Reason
from hub.cases.models import Case, Note
from hub.common import clock
from hub.content.models import Account, Handle, Item
from hub.queue.models import Waiting
from hub.reports.models import Appearance, Conduct, Report, Words
from tests.walks import AMINA, BO, arrive, telling

pytestmark = pytest.mark.django_db

TOLD = {
    **AMINA, "what_happened": "My neighbour Zebulon Quarkwright shouted at me outside my home.",
    "content_text": "Zebulon says: go back to your country", "account_handle": "@quark_zeb", "account_id": "918273645",
    "platform": "X", "content_urls": "https://x.com/quark_zeb/status/555111",
}  # fmt: skip


def test_what_is_set_aside_is_masked_and_comes_back_as_it_was():
    (arrived,) = arrive(telling(1, **TOLD))
    case = Case.objects.get().reference
    words = Words.objects.get()
    before = (words.what_happened, words.given)
    done = pathway.set_aside(subject=case, decided_at=clock.now(), by=BO)
    words.refresh_from_db()
    assert words.what_happened == "My neighbour [masked] shouted at me outside my home."
    print(words.given)
    assert not Appearance.objects.exists()
    assert not Account.objects.exists() and not Handle.objects.exists()
    assert Conduct.objects.count() == 2
    assert not Waiting.objects.filter(live=True).exists()
    pathway.restore(subject=case, reason="They asked.", by=BO)
    words.refresh_from_db()
    assert (words.what_happened, words.given) == before
    assert Handle.objects.get().handle == "@quark_zeb"
