"""Invented colleagues who can sign in at the demonstration's desk; their secrets are made once and lie in its folder."""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from hub.common.refusals import NotFound
from hub.pathway import colleagues
from hub.people.terms import Actor, Role


@dataclass(frozen=True, slots=True)
class Invented:
    """An invented colleague."""

    name: str
    role: Role
    unit: str = ""


PEOPLE = {
    "bo": Invented("Bo Lindqvist (invented)", Role.HUB_OFFICER),
    "ruth": Invented("Ruth Adeyemi (invented)", Role.HUB_OFFICER),
    "gita": Invented("Gita Rao (invented)", Role.INSPECTOR),
    "chandra": Invented("Chandra Mehta (invented)", Role.BOROUGH_OFFICER, "CE"),
    "aud": Invented("Audrey Cole (invented)", Role.AUDITOR),
    "adi": Invented("Adi Marsh (invented)", Role.ADMINISTRATOR),
    "ken": Invented("Ken Osei (invented)", Role.DEDICATED_UNIT),
    "olu": Invented("Olu Grant (invented)", Role.OPERATOR),
}


@dataclass(frozen=True, slots=True)
class Account:
    """How one of them signs in."""

    who: str
    email: str
    role: Role
    password: str
    seed: str


def _file(folder: Path) -> Path:
    """Where their secrets lie."""
    return folder / "accounts.json"


def make(folder: Path, by: Actor) -> tuple[Account, ...]:
    """Make the accounts that are not there yet, and tell how each signs in."""
    known = {each.who: each for each in made(folder)}
    for who, person in PEOPLE.items():
        if who in known:
            continue
        email = f"{who}@demo.example.org"
        invited = colleagues.invite(email=email, name=person.name, role=person.role, unit=person.unit, by=by)
        password = "-".join(secrets.token_hex(2) for _ in range(4))
        seed = base64.b32encode(secrets.token_bytes(20)).decode()
        actor = colleagues.accept(token=invited.token, password=password)
        colleagues.add_app(secret=seed, by=actor)
        known[who] = Account(who, email, person.role, password, seed)
        _keep(folder, known)
    return tuple(known[each] for each in PEOPLE)


def made(folder: Path) -> tuple[Account, ...]:
    """The accounts that were made before."""
    path = _file(folder)
    if not path.exists():
        return ()
    kept = json.loads(path.read_text(encoding="utf-8"))
    return tuple(
        Account(who, each["email"], Role(each["role"]), each["password"], each["seed"])
        for who, each in kept.items()
    )


def _keep(folder: Path, known: dict[str, Account]) -> None:
    """Write the secrets aside, for their owner alone, and put them in place."""
    aside = _file(folder).with_suffix(".part")
    words = {
        each.who: {"email": each.email, "role": each.role.value, "password": each.password, "seed": each.seed}
        for each in known.values()
    }
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(words, file)
    aside.replace(_file(folder))


def code(account: Account) -> str:
    """The code that their authenticator app would show now."""
    return codes(account)[0]


def codes(account: Account) -> tuple[str, ...]:
    """The codes that are good now, the one of this half minute first: each works once, also for whoever came just before."""
    moments = list(yield_hotp_counters_from_time())
    now = moments[len(moments) // 2]
    nearest = sorted(moments, key=lambda each: abs(each - now))
    return tuple(str(format_hotp_value(hotp_value(account.seed, each))) for each in nearest)


def named(folder: Path, who: str) -> Account:
    """One of the invented colleagues."""
    found = next((each for each in made(folder) if who.lower() in {each.who, each.email}), None)
    if found is None:
        raise NotFound(f"There is no {who} in this demonstration: choose one of {', '.join(PEOPLE)}.")
    return found
