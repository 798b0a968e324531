"""While a file is put in quarantine, the same bytes are received nowhere as any other file."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from hub.evidence import actions
from hub.evidence.models import Exhibit
from hub.evidence.terms import Source, State
from hub.keys import actions as keys
from hub.pathway import evidence
from tests.walks import AMINA, BO, MACHINE, arrive, telling

FILE = Source("screenshot.png", lambda: iter([b"Invented bytes."]))


@pytest.fixture
def cases(own_database, settings, tmp_path) -> list[str]:
    settings.HUB_VAULT, settings.HUB_QUARANTINE_KEYS = tmp_path / "vault", tmp_path / "quarantine"
    keys.enrol(by=MACHINE)
    found = arrive(telling(1, **AMINA), telling(2, reporter_email="bea@example.org"))
    return [each.placed.case for each in found]


def collected(case: str):
    """The file comes to a case, in a connection of its own."""
    try:
        return evidence.collect(case=case, source=FILE, reason="x", by=BO)
    finally:
        connection.close()


def test_what_comes_while_its_like_is_put_in_quarantine_goes_there_too(cases):
    first = evidence.collect(case=cases[0], source=FILE, reason="x", by=BO)
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            actions.quarantine(exhibit=first.exhibit, reason="It shows a child.", by=BO)
            coming = other.submit(collected, cases[1])
            with pytest.raises(TimeoutError):
                coming.result(timeout=2)
        second = coming.result(timeout=30)
    assert second.state == State.QUARANTINED
    assert set(Exhibit.objects.values_list("state", flat=True)) == {"quarantined"}
