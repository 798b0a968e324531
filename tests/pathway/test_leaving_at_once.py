"""Somebody leaves at the moment in which something is given to them."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Timer

import pytest
from django.db import connection, transaction

from hub.common.refusals import NotNow
from hub.pathway import casework, colleagues
from tests.walks import OPERATOR, arrive, telling
from tests.web.accounts import account, actor


def test_nothing_is_given_to_somebody_whose_account_is_being_closed(own_database):
    case = arrive(telling(1))[0].placed.case
    chandra, gita, given, go = account("chandra"), actor("gita"), Event(), Event()

    def offer():
        try:
            with transaction.atomic():
                casework.offer_case(case=case, to=chandra.reference, seen=None, by=gita)
                given.set()
                go.wait(20)
        finally:
            connection.close()

    def close():
        try:
            given.wait(20)
            Timer(0.5, go.set).start()
            colleagues.close(account=chandra.pk, by=OPERATOR)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        offered, closed = both.submit(offer), both.submit(close)
        offered.result()
        with pytest.raises(NotNow, match="still hold cases"):
            closed.result()
