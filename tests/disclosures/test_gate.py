"""Nothing leaves without a live agreement or another recorded basis."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.audit.models import Line
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.disclosures import actions, rules
from hub.disclosures.models import Agreement, Release
from hub.disclosures.terms import Agreement as Read
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
        replace(AGREEMENT, purpose="research"),
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


@pytest.mark.parametrize("step", ["confirm", "withdraw"])
def test_an_agreement_that_is_not_there_or_was_replaced_is_said_and_nothing_is_changed(step):
    steps = {
        "confirm": lambda each: actions.confirm(agreement=each, fields=("name",), by=BO),
        "withdraw": lambda each: actions.withdraw(agreement=each, by=BO),
    }
    with pytest.raises(NotFound, match="There is no agreement A-NOBODY"):
        steps[step]("A-NOBODY")
    (reference,) = actions.agree(items=[AGREEMENT], by=BO)
    later = actions.confirm(agreement=reference, fields=("name",), by=BO)
    with pytest.raises(NotNow, match="replaced by a later one"):
        steps[step](reference)
    steps[step](later)
    assert Agreement.objects.count() == 3


def test_of_several_that_are_to_go_none_goes_where_one_may_not():
    actions.agree(items=[AGREEMENT], by=BO)
    with pytest.raises(Refusal, match="Nothing may go to catch"):
        actions.release(requests=[REQUEST, replace(REQUEST, recipient="catch")], by=BO)
    assert not Release.objects.exists()


NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
read = st.builds(
    Read,
    id=st.integers(1, 9), reference=st.just("A"), organisation=st.sampled_from(["galop", "catch"]),
    purpose=st.sampled_from(["support", "research"]),
    fields=st.sets(st.sampled_from(["name", "e-mail", "words"])).map(tuple), given=st.booleans(),
    confirmed=st.booleans(), told_by=st.just(""),
    until=st.sampled_from([None, NOW, NOW - timedelta(days=1), NOW + timedelta(days=1)]),
)  # fmt: skip
wanted = st.sets(st.sampled_from(["name", "e-mail", "words"]), min_size=1)


@given(st.lists(read, max_size=5), wanted, wanted)
def test_what_may_go_was_agreed_word_for_word_and_asking_for_more_never_makes_it_go(known, fields, more):
    narrow = replace(REQUEST, fields=tuple(fields))
    wide = replace(REQUEST, fields=tuple(fields | more))
    found = rules.covering(narrow, known, NOW)
    assert (found is None) == bool(rules.why_not(narrow, known, NOW))
    if found:
        assert (found.organisation, found.purpose) == ("galop", "support")
        assert found.given
        assert found.confirmed
        assert fields <= set(found.fields)
        assert found.until is None or found.until > NOW
    else:
        assert rules.covering(wide, known, NOW) is None


@given(st.lists(read, max_size=5), st.integers(0, 4), wanted)
def test_taking_an_agreement_back_never_lets_more_go(known, place, fields):
    request = replace(REQUEST, fields=tuple(fields))
    fewer = [replace(each, given=False) if at == place else each for at, each in enumerate(known)]
    if rules.covering(request, known, NOW) is None:
        assert rules.covering(request, fewer, NOW) is None
