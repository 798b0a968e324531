"""Nobody leaves while something is still theirs."""

import pytest

from hub.common.refusals import NotNow, Refusal
from hub.pathway import casework, claim, colleagues, entering, release
from hub.people.terms import Role
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


def test_nobody_is_moved_away_from_a_case_that_they_could_not_see_to_any_more():
    case = arrive(telling(1))[0].placed.case
    chandra = account("chandra").pk
    casework.offer_case(case=case, to=account("chandra").reference, seen=1, by=actor("gita"))
    for role, unit in ((Role.BOROUGH_OFFICER, "NE"), (Role.HUB_OFFICER, "")):
        with pytest.raises(NotNow, match="still hold cases"):
            colleagues.change_role(account=chandra, role=role, unit=unit, by=OPERATOR)
    casework.take_case_back(case=case, reason="because", seen=None, by=actor("gita"))
    colleagues.change_role(account=chandra, role=Role.BOROUGH_OFFICER, unit="NE", by=OPERATOR)


def test_nobody_is_moved_away_from_a_report_that_only_they_can_send():
    bo = account("bo").pk
    draft = entering.begin_draft(by=actor("bo"))
    with pytest.raises(NotNow, match="begun and not sent"):
        colleagues.change_role(account=bo, role=Role.AUDITOR, by=OPERATOR)
    colleagues.change_role(account=bo, role=Role.INSPECTOR, by=OPERATOR)
    entering.discard_draft(draft=draft, by=actor("bo"))
    colleagues.change_role(account=bo, role=Role.AUDITOR, by=OPERATOR)
