"""The named people, with accounts that can sign in: `account("bo")`, and `client_of("bo")` to open the desk as Bo."""

import time
from dataclasses import dataclass

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction
from django.test import Client

from hub.people import actions as people
from hub.people.models import Account
from hub.people.queries import actor_of
from hub.people.terms import Actor, Role
from tests.walks import OPERATOR

PASSWORD = "an invented phrase for tests"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of everybody's authenticator app


@dataclass(frozen=True)
class Named:
    """Somebody that tests know by name."""

    name: str
    role: Role
    unit: str = ""


PEOPLE = {
    "bo": Named("Bo Invented", Role.HUB_OFFICER),
    "ruth": Named("Ruth Invented", Role.HUB_OFFICER),
    "gita": Named("Gita Invented", Role.INSPECTOR),
    "chandra": Named("Chandra Invented", Role.BOROUGH_OFFICER, "CE"),
    "nadia": Named("Nadia Invented", Role.BOROUGH_OFFICER, "NW"),
    "aud": Named("Aud Invented", Role.AUDITOR),
    "adi": Named("Adi Invented", Role.ADMINISTRATOR),
    "olu": Named("Olu Invented", Role.OPERATOR),
    "ken": Named("Ken Invented", Role.DEDICATED_UNIT),
}


def email(who: str) -> str:
    """The address that somebody signs in with."""
    return f"{who}@example.org"


def account(who: str) -> Account:
    """Somebody's account, active and with an authenticator app; made when first asked for."""
    found = Account.objects.filter(email=email(who)).first()
    if found:
        return found
    person = PEOPLE[who]
    with transaction.atomic():
        invited = people.invite(
            email=email(who), name=person.name, role=person.role, unit=person.unit, by=OPERATOR
        )
        people.accept(token=invited.token, password=PASSWORD)
        made = Account.objects.get(pk=invited.account)
        TOTP.activate(made, SECRET)
    return made


def actor(who: str) -> Actor:
    """Somebody as the actor of an action."""
    return actor_of(account(who))


def client_of(who: str) -> Client:
    """A browser in which somebody is signed in, with the second factor given."""
    client = Client()
    sign_in(client, account(who))
    return client


def sign_in(client: Client, found: Account) -> None:
    """Sign somebody in as the library does after password and code."""
    client.force_login(found)
    factor = Authenticator.objects.filter(user=found).first()
    session, at = client.session, time.time()
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": at, "email": found.email},
        {"method": "mfa", "at": at, "type": "totp", "id": factor.pk if factor else 0},
    ]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(found.pk)
    session.save()


def at_the_desk(client: Client) -> bool:
    """Whether this browser is let in at the desk, wherever its role's first page is."""
    answer = client.get("/desk/")
    return answer.status_code == 200 or not answer.headers.get("Location", "/sign-in/").startswith(
        "/sign-in/"
    )
