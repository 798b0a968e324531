"""A report that comes at the moment in which its case is set aside."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.db import connection

from hub import pathway
from hub.cases.models import CaseReport
from hub.common import clock
from tests.walks import AMINA, BO, arrive, telling

POSTED = {"platform": "X", "account_handle": "@invented", "content_urls": "https://x.com/invented/status/1"}
PUBLIC = {"reporter_role": "witness", "consent_support": "no", **POSTED}


class _Waits:
    """Stands still right before the cases are held that a report may join."""

    def __init__(self) -> None:
        self.reached, self.go_on = Event(), Event()

    def __call__(self, execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        if 'FROM "cases_case"' in sql and "FOR UPDATE" in sql and not self.reached.is_set():
            self.reached.set()
            assert self.go_on.wait(timeout=60)
        return execute(sql, params, many, context)


def _arrive_late(waits, number, given):
    try:
        with connection.execute_wrapper(waits):
            return arrive(telling(number, **given))[0].placed.case
    finally:
        connection.close()


@pytest.mark.parametrize("given", [{**AMINA, **POSTED}, PUBLIC], ids=["victim", "public"])
def test_a_report_joins_no_case_that_is_set_aside_while_it_arrives(own_database, given):
    one = arrive(telling(1, **given))[0].placed.case
    # The post is shown by another case as well, so that it is not blanked with the first.
    arrive(telling(2, reporter_name="Ada Invented", reporter_email="ada@example.org", **POSTED))
    waits = _Waits()
    with ThreadPoolExecutor(1) as other:
        late = other.submit(_arrive_late, waits, 3, given)
        assert waits.reached.wait(timeout=60)
        pathway.set_aside(subject=one, decided_at=clock.now(), by=BO)
        waits.go_on.set()
        assert late.result(timeout=60) != one
    assert CaseReport.objects.filter(case__reference=one).count() == 1
