"""Accounts: invited, made usable, changed, closed and opened again."""

from datetime import timedelta

import pytest
from django.test import Client

from hub.audit.models import Line
from hub.common import clock
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.people import actions as people
from hub.people import queries
from hub.people.models import Account, Invitation
from hub.people.terms import AccountState, Link, Role, WeakPassword
from tests.walks import BO, OPERATOR
from tests.web.accounts import PASSWORD, account, actor, at_the_desk, client_of

pytestmark = pytest.mark.django_db


def invited(email="new@example.org", role=Role.HUB_OFFICER, unit=""):
    return people.invite(email=email, name="New Invented", role=role, unit=unit, by=actor("adi"))


def lines(action):
    return list(Line.objects.filter(action=action).order_by("pk"))


def test_an_invited_colleague_chooses_a_password_and_may_then_sign_in():
    made = invited("New@Example.org ")
    found = Account.objects.get(pk=made.account)
    assert (found.state, found.email, found.is_active) == (AccountState.INVITED, "new@example.org", False)
    by = people.accept(token=made.token, password=PASSWORD)
    found.refresh_from_db()
    assert (found.state, found.is_active, found.check_password(PASSWORD)) == (AccountState.ACTIVE, True, True)
    assert str(by) == f"hub-officer:{made.reference}"
    (line,) = [each for each in lines("people.invite") if each.subject == made.reference]
    assert line.codes == {"role": "hub-officer", "unit": ""}
    assert [each.subject for each in lines("people.accept")][-1] == made.reference


def test_of_a_link_only_the_fingerprint_is_kept():
    made = invited()
    row = Invitation.objects.get(account=made.account)
    assert made.token.encode() not in bytes(row.fingerprint)
    assert bytes(row.fingerprint) == queries.fingerprint(made.token)


def test_a_link_works_once():
    made = invited()
    people.accept(token=made.token, password=PASSWORD)
    with pytest.raises(NotNow, match="no longer works"):
        people.accept(token=made.token, password=PASSWORD)


def test_a_link_lasts_48_hours(monkeypatch):
    made = invited()
    late = clock.now() + timedelta(hours=48, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: late)
    assert queries.welcome(made.token).standing == Link.EXPIRED
    with pytest.raises(NotNow):
        people.accept(token=made.token, password=PASSWORD)


def test_a_newer_link_ends_the_older_one_and_using_it_ends_every_older_way_in():
    bo = account("bo")
    client = client_of("bo")
    first = people.renew(account=bo.pk, by=actor("adi"))
    second = people.renew(account=bo.pk, by=actor("adi"))
    assert queries.welcome(first.token).standing == Link.USED
    assert at_the_desk(client)
    people.accept(token=second.token, password="another invented phrase")
    assert not at_the_desk(client)


def test_an_unknown_link_is_not_found():
    with pytest.raises(NotFound, match="not one of ours"):
        people.accept(token="nothing", password=PASSWORD)
    assert queries.welcome("nothing") is None


@pytest.mark.parametrize("password", ["short", "password1234", "new@example.org"])
def test_a_weak_password_is_refused_and_the_link_still_works(password):
    made = invited()
    with pytest.raises(WeakPassword):
        people.accept(token=made.token, password=password)
    assert queries.welcome(made.token).standing == Link.OPEN


def test_nobody_is_invited_twice():
    invited()
    with pytest.raises(NotNow, match="invited already"):
        invited()
    account("bo")
    with pytest.raises(NotNow, match="has an account already"):
        invited("bo@example.org")


@pytest.mark.parametrize(("email", "name"), [("no address", "Name"), ("a@example.org", "  ")])
def test_an_invitation_needs_an_address_and_a_name(email, name):
    with pytest.raises(Refusal):
        people.invite(email=email, name=name, role=Role.AUDITOR, by=OPERATOR)


def test_a_borough_officer_needs_a_command_unit_and_nobody_else_keeps_one():
    with pytest.raises(Refusal, match="Choose which"):
        invited(role=Role.BOROUGH_OFFICER)
    assert Account.objects.get(pk=invited(unit="CE").account).unit == ""


@pytest.mark.parametrize("who", ["bo", "gita", "chandra", "aud"])
def test_only_an_administrator_invites_changes_and_closes(who):
    found = account("ruth").pk
    by = actor(who)
    for refused in (
        lambda: people.invite(email="x@example.org", name="X", role=Role.AUDITOR, by=by),
        lambda: people.renew(account=found, by=by),
        lambda: people.change_role(account=found, role=Role.INSPECTOR, by=by),
        lambda: people.close(account=found, by=by),
        lambda: people.reopen(account=found, by=by),
    ):
        with pytest.raises(NotPermitted):
            refused()
    assert not lines("people.close")


def test_a_changed_role_holds_from_the_next_page_on():
    bo = account("bo")
    people.change_role(account=bo.pk, role=Role.BOROUGH_OFFICER, unit="CE", by=actor("adi"))
    assert str(queries.actor_of(Account.objects.get(pk=bo.pk))).startswith("borough-officer:")
    assert lines("people.change-role")[-1].codes == {
        "from": "hub-officer",
        "to": "borough-officer",
        "unit": "CE",
    }
    with pytest.raises(NotNow, match="already"):
        people.change_role(account=bo.pk, role=Role.BOROUGH_OFFICER, unit="CE", by=actor("adi"))


def test_a_closed_account_is_signed_out_at_once_and_comes_back_only_by_a_new_link():
    bo, client = account("bo"), client_of("bo")
    people.close(account=bo.pk, by=actor("adi"))
    assert not at_the_desk(client)
    assert not Client().login(email="bo@example.org", password=PASSWORD)
    with pytest.raises(NotNow, match="closed already"):
        people.close(account=bo.pk, by=actor("adi"))
    with pytest.raises(NotNow, match="Reopen it first"):
        people.renew(account=bo.pk, by=actor("adi"))
    again = people.reopen(account=bo.pk, by=actor("adi"))
    people.accept(token=again.token, password=PASSWORD)
    assert Account.objects.get(pk=bo.pk).is_active


def test_nobody_closes_or_changes_their_own_account_and_one_administrator_is_always_left():
    adi = account("adi")
    with pytest.raises(NotNow, match="your own account"):
        people.close(account=adi.pk, by=actor("adi"))
    with pytest.raises(NotNow, match="your own role"):
        people.change_role(account=adi.pk, role=Role.AUDITOR, by=actor("adi"))
    with pytest.raises(NotNow, match="last administrator"):
        people.close(account=adi.pk, by=OPERATOR)
    with pytest.raises(NotNow, match="last administrator"):
        people.change_role(account=adi.pk, role=Role.AUDITOR, by=OPERATOR)


def test_the_address_of_an_unknown_person_is_never_kept():
    people.sign_in_failed(email="stranger@example.org", how="password")
    line = lines("people.sign-in")[-1]
    assert (line.subject, line.actor, line.refused) == ("unknown", "somebody:signed-out", True)
    bo = account("bo")
    people.sign_in_failed(email="BO@example.org", how="password")
    assert lines("people.sign-in")[-1].subject == bo.reference
    assert queries.names_of(["somebody:signed-out"]) == {"somebody:signed-out": "somebody not signed in"}


def test_an_officer_is_not_an_administrator():
    with pytest.raises(NotPermitted):
        people.add_administrator(email="x@example.org", name="X", by=BO)
