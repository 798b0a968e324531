"""Nobody leaves while something is still theirs."""

import pytest

from hub.common.refusals import NotNow, Refusal
from hub.pathway import casework, claim, colleagues, release
from tests.walks import OPERATOR, arrive, telling
from tests.web.accounts import account, actor

pytestmark = pytest.mark.django_db


def test_a_claim_keeps_an_account_open_until_it_is_let_go():
    case = arrive(telling(1))[0].placed.case
    claim(subject=case, by=actor("bo"))
    (held,) = colleagues.held_by(account("bo").pk)
    assert (held.count, held.what.split()[0]) == (1, "claims")
    with pytest.raises(Refusal):
        colleagues.close(account=account("bo").pk, by=OPERATOR)
    release(subject=case, by=actor("bo"))
    assert colleagues.held_by(account("bo").pk) == ()


def test_the_officer_in_the_case_keeps_an_account_until_the_hub_takes_the_case_back():
    case = arrive(telling(1))[0].placed.case
    casework.offer_case(case=case, to=account("chandra").reference, seen=1, by=actor("gita"))
    (held,) = colleagues.held_by(account("chandra").pk)
    assert (held.count, held.what.split()[0]) == (1, "cases")
    with pytest.raises((NotNow, Refusal)):
        colleagues.close(account=account("chandra").pk, by=OPERATOR)
    casework.take_case_back(case=case, reason="because", seen=None, by=actor("gita"))
    assert colleagues.held_by(account("chandra").pk) == ()
