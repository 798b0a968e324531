"""Whoever asked or decided first is never the second person, in whatever part they come: the database's own word."""

import pytest
from django.db import IntegrityError, transaction

from hub.common import clock
from hub.triage.models import Referral, SecondLook

pytestmark = pytest.mark.django_db


@pytest.fixture
def referral():
    return Referral.objects.create(
        reference="F-1", subject_kind="case", subject="C-1", at_risk="child", borough="hackney", basis="safeguarding",
        fields=["name"], reason="R.", state="asked", asked_at=clock.now(), asked_by="hub-officer:U-1",
    )  # fmt: skip


@pytest.fixture
def look():
    return SecondLook.objects.create(
        reference="S-1", what="exit", subject_kind="report", subject="R-1", about="E-1", per_cent=5, first_answer="leaves",
        first_reason="R.", first_by="hub-officer:U-1", asked_at=clock.now(),
    )  # fmt: skip


@pytest.mark.parametrize("second", ["hub-officer:U-1", "inspector:U-1"])
def test_a_referral_is_not_authorised_by_whoever_asked(referral, second):
    rows = Referral.objects.filter(pk=referral.pk)
    with (
        pytest.raises(IntegrityError, match="referral_decided_by_a_second_person"),
        transaction.atomic(),
    ):
        rows.update(state="authorised", decided_at=clock.now(), decided_by=second)
    rows.update(state="authorised", decided_at=clock.now(), decided_by="inspector:U-2")


@pytest.mark.parametrize("second", ["hub-officer:U-1", "inspector:U-1"])
def test_a_second_look_is_another_officers(look, second):
    rows = SecondLook.objects.filter(pk=look.pk)
    said = {"second_answer": "stays", "second_reason": "R.", "second_at": clock.now(), "agrees": False}
    with pytest.raises(IntegrityError, match="second_look_is_anothers"), transaction.atomic():
        rows.update(**said, second_by=second)
    rows.update(**said, second_by="inspector:U-2")
