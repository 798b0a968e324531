"""Nothing leaves without a live agreement or another recorded basis."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hub.audit.models import Line
from hub.common.refusals import NotNow, NotPermitted, Refusal
from hub.disclosures import actions
from hub.disclosures.models import Agreement, Release
from hub.disclosures.terms import Basis, NewAgreement, ReleaseRequest
from tests.walks import AUDITOR, BO

pytestmark = pytest.mark.django_db

AGREEMENT = NewAgreement(
    "report", "R-1", "galop", "support", given=True, confirmed=True, told_by="herself", wording="w", wording_version="1",
    language="en", fields=("name", "e-mail"),
)  # fmt: skip
REQUEST = ReleaseRequest("report", "R-1", "organisation", "galop", "support", Basis.AGREEMENT, ("name",))


def test_what_was_agreed_may_go_and_is_recorded_with_its_recipient():
    actions.agree(items=[AGREEMENT], by=BO)
    actions.release(requests=[REQUEST], by=BO)
    assert Release.objects.get().agreement is not None
    assert Line.objects.get(action="disclosures.release").recipient == "organisation:galop"


@pytest.mark.parametrize(
    "agreement",
    [
        None,
        replace(AGREEMENT, confirmed=False),
        replace(AGREEMENT, given=False),
        replace(AGREEMENT, organisation="catch"),
        replace(AGREEMENT, subject="R-2"),
        replace(AGREEMENT, fields=("e-mail",)),
        replace(AGREEMENT, until=datetime(2020, 1, 1, tzinfo=UTC)),
    ],
)
def test_without_a_live_agreement_that_covers_it_nothing_goes(agreement):
    if agreement:
        actions.agree(items=[agreement], by=BO)
    with pytest.raises(Refusal, match="Ask the person first"):
        actions.release(requests=[REQUEST], by=BO)
    assert not Release.objects.exists()


def test_what_was_withdrawn_goes_no_more_and_an_old_agreement_cannot_be_replaced_twice():
    (reference,) = actions.agree(items=[AGREEMENT], by=BO)
    actions.withdraw(agreement=reference, by=BO)
    with pytest.raises(Refusal):
        actions.release(requests=[REQUEST], by=BO)
    with pytest.raises(NotNow):
        actions.withdraw(agreement=reference, by=BO)
    assert Agreement.objects.count() == 2


def test_what_a_source_told_of_is_live_once_the_person_confirms_it():
    (reference,) = actions.agree(items=[replace(AGREEMENT, confirmed=False)], by=BO)
    actions.confirm(agreement=reference, fields=("name",), by=BO)
    actions.release(requests=[REQUEST], by=BO)


@pytest.mark.parametrize("basis", [Basis.VITAL_INTEREST, Basis.SAFEGUARDING])
def test_a_basis_that_overrides_a_wish_needs_a_reason(basis):
    with pytest.raises(Refusal, match="Say why"):
        actions.release(requests=[replace(REQUEST, basis=basis)], by=BO)
    actions.release(requests=[replace(REQUEST, basis=basis, reason="a threat to life today")], by=BO)


def test_the_wrong_role_releases_nothing():
    with pytest.raises(NotPermitted):
        actions.release(requests=[replace(REQUEST, basis=Basis.OWN_FORCE)], by=AUDITOR)
