"""The actions on colleagues and their accounts, ready to be taken."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.contrib.sessions.models import Session

from hub.common import clock
from hub.pathway import colleagues
from hub.people import actions as people
from hub.people.terms import Role
from tests.architecture.every_action import Action
from tests.walks import MACHINE, OPERATOR
from tests.web.accounts import account, client_of

Step = Callable[..., object]


def _person(step: Step, line: str, *, closed: bool = False, **given: Any):
    def ready():
        pk = account("ruth").pk
        if closed:
            people.close(account=pk, by=OPERATOR)
        return lambda by: step(account=pk, by=by, **given), {line: 1}

    return ready


def _invite(step: Step, **given: Any):
    def ready():
        return (
            lambda by: step(email="new@example.org", name="Noor Invented", by=by, **given),
            {"people.invite": 1},
        )

    return ready


def _consult():
    reference = account("ruth").reference
    return lambda by: colleagues.consult(reference=reference, by=by), {"people.read": 1}


def _over(step: Step):
    def ready():
        client_of("bo")
        Session.objects.update(expire_date=clock.now() - timedelta(hours=1))
        return lambda by: step(by=by), {}

    return ready


COLLEAGUE_ACTIONS: Mapping[str, Action] = {
    "people.add_administrator": Action(_invite(people.add_administrator), OPERATOR),
    "people.change_role": Action(
        _person(people.change_role, "people.change-role", role=Role.INSPECTOR), OPERATOR
    ),
    "people.clear_sessions": Action(_over(people.clear_sessions), MACHINE, writes=False),
    "people.close": Action(_person(people.close, "people.close"), OPERATOR),
    "people.invite": Action(_invite(people.invite, role=Role.HUB_OFFICER), OPERATOR),
    "people.renew": Action(_person(people.renew, "people.renew-link"), OPERATOR),
    "people.reopen": Action(_person(people.reopen, "people.reopen", closed=True), OPERATOR),
    "pathway.colleagues.add_administrator": Action(_invite(colleagues.add_administrator), OPERATOR),
    "pathway.colleagues.change_role": Action(
        _person(colleagues.change_role, "people.change-role", role=Role.INSPECTOR), OPERATOR
    ),
    "pathway.colleagues.clear_sessions": Action(_over(colleagues.clear_sessions), MACHINE, writes=False),
    "pathway.colleagues.close": Action(_person(colleagues.close, "people.close"), OPERATOR),
    "pathway.colleagues.consult": Action(_consult, OPERATOR),
    "pathway.colleagues.invite": Action(_invite(colleagues.invite, role=Role.HUB_OFFICER), OPERATOR),
    "pathway.colleagues.renew": Action(_person(colleagues.renew, "people.renew-link"), OPERATOR),
    "pathway.colleagues.reopen": Action(_person(colleagues.reopen, "people.reopen", closed=True), OPERATOR),
}
