"""What is refused to whoever manages accounts, second factors and the notice; a refusal leaves everything as it was."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator

from hub.audit.models import Line
from hub.common import clock
from hub.common.refusals import NotFound, NotNow, Refusal
from hub.people import actions as people
from hub.people.models import Account, Invitation, Notice
from hub.people.terms import AccountState, Role
from tests.walks import OPERATOR
from tests.web.accounts import PASSWORD, SECRET, account, actor

pytestmark = pytest.mark.django_db

NO_ACCOUNT = 999_999_999


def everything():
    """All that stands on accounts, and in the record."""
    tables = (Account, Invitation, Notice, Authenticator, Line)
    return [list(table.objects.order_by("pk").values()) for table in tables]


@contextmanager
def refused(kind, words):
    """What is done here is refused in these words, and changes nothing."""
    before = everything()
    with pytest.raises(kind, match=words):
        yield
    assert everything() == before


def without_second_factor():
    """Somebody who was let in with a password, and has set up no second factor yet."""
    made = people.invite(email="new@example.org", name="New Invented", role=Role.HUB_OFFICER, by=OPERATOR)
    return people.accept(token=made.token, password=PASSWORD)


def test_the_role_of_a_closed_account_is_not_changed_before_it_is_reopened():
    ruth = account("ruth").pk
    people.close(account=ruth, by=OPERATOR)
    with refused(NotNow, "This account is closed. Reopen it first"):
        people.change_role(account=ruth, role=Role.INSPECTOR, by=OPERATOR)


def test_an_account_that_is_not_closed_is_not_reopened():
    ruth = account("ruth").pk
    with refused(NotNow, "This account is not closed"):
        people.reopen(account=ruth, by=OPERATOR)


def test_nobody_is_invited_again_whose_account_was_closed():
    people.close(account=account("ruth").pk, by=OPERATOR)
    with refused(NotNow, "was closed. Reopen it instead"):
        people.invite(email="ruth@example.org", name="Ruth Invented", role=Role.AUDITOR, by=OPERATOR)


def test_somebody_becomes_an_administrator_while_there_is_no_other():
    ruth = account("ruth")
    people.change_role(account=ruth.pk, role=Role.ADMINISTRATOR, by=OPERATOR)
    ruth.refresh_from_db()
    assert (ruth.role, ruth.unit) == (Role.ADMINISTRATOR, "")


def test_an_administrator_leaves_where_another_one_stays():
    adi, ruth = account("adi"), account("ruth")
    people.change_role(account=ruth.pk, role=Role.ADMINISTRATOR, by=OPERATOR)
    people.close(account=adi.pk, by=actor("ruth"))
    adi.refresh_from_db()
    assert adi.state == AccountState.CLOSED
    with refused(NotNow, "This is the last administrator who can sign in"):
        people.close(account=ruth.pk, by=OPERATOR)


def test_an_administrator_who_was_only_invited_is_not_one_who_stays():
    adi = account("adi").pk
    people.add_administrator(email="new@example.org", name="New Invented", by=OPERATOR)
    with refused(NotNow, "This is the last administrator who can sign in"):
        people.change_role(account=adi, role=Role.AUDITOR, by=OPERATOR)


def test_the_hub_itself_has_no_account_so_nobody_is_invited_or_made_to_be_it():
    ruth = account("ruth").pk
    with refused(Refusal, "The hub itself has no account"):
        people.invite(email="hub@example.org", name="Hub", role=Role.MACHINE, by=OPERATOR)
    with refused(Refusal, "The hub itself has no account"):
        people.change_role(account=ruth, role=Role.MACHINE, by=OPERATOR)


def test_an_account_that_there_is_not_is_neither_renewed_nor_changed_nor_closed_nor_reopened():
    for step in (
        lambda: people.renew(account=NO_ACCOUNT, by=OPERATOR),
        lambda: people.change_role(account=NO_ACCOUNT, role=Role.AUDITOR, by=OPERATOR),
        lambda: people.close(account=NO_ACCOUNT, by=OPERATOR),
        lambda: people.reopen(account=NO_ACCOUNT, by=OPERATOR),
    ):
        with refused(NotFound, "There is no such account"):
            step()


def test_a_second_authenticator_app_is_not_added_before_the_first_is_removed():
    bo = actor("bo")
    with refused(NotNow, "You have an authenticator app already"):
        people.add_app(secret=SECRET, by=bo)


def test_recovery_codes_are_not_made_before_there_is_a_second_factor():
    by = without_second_factor()
    with refused(NotNow, "Set up a passkey or an authenticator app first"):
        people.renew_recovery_codes(by=by)


def test_recovery_codes_that_there_are_not_cannot_be_kept():
    by, before = without_second_factor(), everything()
    people.keep_recovery_codes(by=by)
    assert everything() == before


def test_a_passkey_that_one_does_not_have_cannot_be_removed():
    bo = actor("bo")
    with refused(NotFound, "You have no such second factor any more"):
        people.remove_passkey(passkey=NO_ACCOUNT, by=bo)


def test_a_colleagues_second_factor_cannot_be_removed_as_ones_own():
    bo, theirs = actor("bo"), account("ruth").pk
    passkey = Authenticator.objects.create(user_id=theirs, type=Authenticator.Type.WEBAUTHN, data={})
    with refused(NotFound, "You have no such second factor any more"):
        people.remove_passkey(passkey=passkey.pk, by=bo)


def test_the_only_second_factor_is_never_removed():
    bo = actor("bo")
    with refused(NotNow, "This is your only second factor"):
        people.remove_app(by=bo)


@pytest.mark.parametrize(
    ("begins", "ends"),
    [(2, 1), (2, 2), (-2, -1), (-1, 0)],
    ids=["before it begins", "as it begins", "in the past", "now"],
)
def test_a_notice_that_would_be_over_before_anybody_reads_it_is_not_put_up(begins, ends):
    now = clock.now()
    with refused(Refusal, "The notice would be over before it begins"):
        people.put_up_notice(
            text="Invented notice", by=OPERATOR,
            from_at=now + timedelta(hours=begins), until_at=now + timedelta(hours=ends),
        )  # fmt: skip


def test_a_notice_is_neither_blank_nor_long_nor_up_for_more_than_three_months():
    now = clock.now()
    for text, until, words in (
        (" \n", timedelta(hours=1), "in at most 200 characters"),
        ("x" * 201, timedelta(hours=1), "in at most 200 characters"),
        ("Invented notice", timedelta(days=93), "three months at most"),
    ):
        with refused(Refusal, words):
            people.put_up_notice(text=text, from_at=now, until_at=now + until, by=OPERATOR)


def test_a_notice_that_does_not_stand_cannot_be_taken_down():
    with refused(NotNow, "No notice stands on the pages any more"):
        people.end_notice(by=OPERATOR)
