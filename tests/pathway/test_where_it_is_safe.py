"""Whoever gave no contact that is safe to use cannot be told: the victim's clocks say so, and the hub's own run."""

import pytest

from hub.duties.models import Duty
from tests.walks import arrive, telling

pytestmark = pytest.mark.django_db

PHONE, EMAIL = {"reporter_phone": "07700 900123"}, {"reporter_email": "amina@example.org"}
CLOCKS = ("support-referral", "victim-update")


@pytest.mark.parametrize(
    "given",
    [
        {}, {"safe_to_contact": "yes"}, {**PHONE, **EMAIL, "safe_to_contact": "no"},
        {**PHONE, "safe_to_contact": "e-mail"}, {**EMAIL, "safe_to_contact": "phone"},
    ],
    ids=["no contact", "safe, and none", "not safe", "telephone where only e-mail is safe", "e-mail where only telephone is"],
)  # fmt: skip
def test_without_a_safe_contact_the_victims_clocks_are_not_possible(given):
    arrive(telling(reporter_name="Amina Invented", **given))
    found = {each.kind: (each.state, each.ended_because) for each in Duty.objects.all()}
    assert {found[each] for each in CLOCKS} == {("not-possible", "No safe contact was given.")}
    assert {found[each][0] for each in ("recorded", "needs-assessment")} == {"running"}


@pytest.mark.parametrize(
    "given",
    [
        PHONE, EMAIL, {**PHONE, "safe_to_contact": "yes"}, {**PHONE, "safe_to_contact": "phone"},
        {**EMAIL, "safe_to_contact": "e-mail"}, {**PHONE, **EMAIL, "safe_to_contact": "phone"},
    ],
)  # fmt: skip
def test_with_one_way_that_is_safe_or_was_not_asked_about_they_run(given):
    arrive(telling(reporter_name="Amina Invented", **given))
    running = set(Duty.objects.filter(state="running").values_list("kind", flat=True))
    assert set(CLOCKS) <= running
