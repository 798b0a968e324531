"""Colleagues: invited, made usable, given another role, and closed when they hold nothing any more."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import transaction

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.common.refusals import NotFound, NotNow, Refusal
from hub.duties import queries as duties
from hub.pathway.refusing import refusals_recorded
from hub.people import actions as people
from hub.people import queries as people_known
from hub.people.permissions import Permission, may, permit
from hub.people.queries import Colleague, Listed, SignedIn
from hub.people.terms import Actor, Invited, Role
from hub.places import queries as places
from hub.queue import queries as queue_known
from hub.queue.terms import Filter
from hub.reports import queries as reports


@dataclass(frozen=True, slots=True)
class Held:
    """Something that somebody still holds, and where whoever closes accounts can give it to a colleague."""

    what: str  # in the plural, such as "invitations that nobody has used"
    count: int
    page: str = ""  # the name of an address of the desk; blank where it is not theirs to give
    query: str = ""  # what that page is asked to show


class Holding(Protocol):
    """Counts one kind of thing that a leaver may hold."""

    def __call__(self, colleague: Colleague) -> Held:
        """What this colleague holds of it."""


def _invitations(colleague: Colleague) -> Held:
    """Links that they made and nobody has used: another administrator makes them anew."""
    count = people_known.open_invitations_by(colleague)
    return Held("invitations that nobody has used", count, "desk:people", "state=invited")


def _drafts(colleague: Colleague) -> Held:
    """Reports that they began to enter: nobody else can open one, so they send or discard it, or it expires."""
    return Held("reports begun and not sent", reports.count_open_drafts(colleague.id))


def _claims(colleague: Colleague) -> Held:
    """What they have claimed: the inspector hands it over, or it is free again after thirty minutes."""
    words = "claims that the inspector hands over, or that run out in thirty minutes"
    return Held(words, len(queue_known.held_by(colleague.id)))


def _cases(colleague: Colleague) -> Held:
    """Cases that are theirs as the officer in the case, or offered to them: the hub takes them back, case by case."""
    wanted = Filter(officer=colleague.id, cases_only=True)
    words = "cases as the officer in the case, which the hub takes back or they hand over"
    return Held(words, queue_known.count(wanted))


def _shifts(colleague: Colleague) -> Held:
    """Shifts on call, now or to come: an alarm would find nobody."""
    words = "shifts on call, which the inspector removes from the rota"
    return Held(words, duties.count_shifts(colleague.reference))


# Everything that must reach zero before somebody leaves.
HOLDINGS: tuple[Holding, ...] = (_invitations, _drafts, _claims, _cases, _shifts)


def held_by(account: int) -> tuple[Held, ...]:
    """What somebody holds, without what is zero already."""
    colleague = people_known.colleague(account)
    if colleague is None:
        raise NotFound("There is no such account.")
    return tuple(each for each in (count(colleague) for count in HOLDINGS) if each.count)


def consult(*, reference: str, by: Actor) -> Listed:
    """Look at a colleague's account; the look is on record."""
    with (
        refusals_recorded(action="people.read", subject_kind="account", subject=reference, by=by),
        transaction.atomic(),
    ):
        permit(by, Permission.MANAGE_PEOPLE)
        found = people_known.one_listed(reference)
        if found is None:
            raise NotFound("There is no such colleague.")
        audit.record([Entry(Kind.CONSULTATION, "people.read", "account", reference, str(by))])
    return found


def invite(*, email: str, name: str, role: Role, unit: str = "", by: Actor) -> Invited:
    """Invite a colleague; returns the link's token, which is shown once."""
    with (
        refusals_recorded(action="people.invite", subject_kind="account", subject="new", typed=[name], by=by),
        transaction.atomic(),
    ):
        _known_unit(unit)
        return people.invite(email=email, name=name, role=role, unit=unit, by=by)


def add_administrator(*, email: str, name: str, by: Actor) -> Invited:
    """Invite somebody who then invites everybody else."""
    return invite(email=email, name=name, role=Role.ADMINISTRATOR, by=by)


def renew(*, account: int, by: Actor) -> Invited:
    """Make a new link for a colleague who lost theirs, their password or their second factor."""
    with _recorded("people.renew-link", account, by), transaction.atomic():
        return people.renew(account=account, by=by)


def change_role(*, account: int, role: Role, unit: str = "", by: Actor) -> None:
    """Change what a colleague may do, once they hold nothing that they could not see to in the new part."""
    with _recorded("people.change-role", account, by), transaction.atomic():
        _known_unit(unit)
        people.hold(account=account)
        _refuse_held(_left_behind(account, role, unit))
        people.change_role(account=account, role=role, unit=unit, by=by)


def close(*, account: int, by: Actor) -> None:
    """Close the account of somebody who leaves, once they hold nothing."""
    with _recorded("people.close", account, by), transaction.atomic():
        people.hold(account=account)  # else something could be given to them between counting and closing
        _refuse_held(held_by(account))
        people.close(account=account, by=by)


def reopen(*, account: int, by: Actor) -> Invited:
    """Let somebody back who left."""
    with _recorded("people.reopen", account, by), transaction.atomic():
        return people.reopen(account=account, by=by)


def accept(*, token: str, password: str) -> Actor:
    """Make an account usable with the password its owner chose."""
    with transaction.atomic():
        return people.accept(token=token, password=password)


def accept_single_sign_on(*, email: str) -> SignedIn | None:
    """The account that the force's own sign-in may open, where somebody was invited."""
    with transaction.atomic():
        return people.accept_single_sign_on(email=email)


def change_password(*, password: str, session: str, by: Actor) -> SignedIn:
    """Change one's own password."""
    with transaction.atomic():
        return people.change_password(password=password, session=session, by=by)


def add_passkey(*, name: str, credential: Mapping[str, Any], by: Actor) -> None:
    """Add a passkey to one's own account."""
    with transaction.atomic():
        people.add_passkey(name=name, credential=credential, by=by)


def add_app(*, secret: str, by: Actor) -> None:
    """Add an authenticator app to one's own account."""
    with transaction.atomic():
        people.add_app(secret=secret, by=by)


def remove_passkey(*, passkey: int, by: Actor) -> None:
    """Remove one's own passkey, never the last second factor."""
    with transaction.atomic():
        people.remove_passkey(passkey=passkey, by=by)


def remove_app(*, by: Actor) -> None:
    """Remove one's own authenticator app, never the last second factor."""
    with transaction.atomic():
        people.remove_app(by=by)


def renew_recovery_codes(*, by: Actor) -> None:
    """Make new recovery codes for oneself."""
    with transaction.atomic():
        people.renew_recovery_codes(by=by)


def keep_recovery_codes(*, by: Actor) -> None:
    """Say that one's recovery codes are written down."""
    with transaction.atomic():
        people.keep_recovery_codes(by=by)


def end_other_sessions(*, session: str, by: Actor) -> int:
    """Sign oneself out everywhere but here; tells in how many places."""
    with transaction.atomic():
        ended = people.end_sessions(account=by.account or 0, but=session)
        people.signed_out(why=f"elsewhere-{ended}", by=by)
        return ended


def clear_sessions(*, by: Actor) -> int:
    """Remove the sessions whose time is over."""
    with (
        refusals_recorded(action="people.clear-sessions", subject_kind="account", by=by),
        transaction.atomic(),
    ):
        return people.clear_sessions(by=by)


def prefer(*, shortcuts: bool, compact: bool, by: Actor) -> None:
    """Keep how somebody likes to work."""
    people.prefer(shortcuts=shortcuts, compact=compact, by=by)


def _refuse_held(held: Sequence[Held]) -> None:
    """Refuse while somebody holds these, with what they are."""
    if held:
        listed = ", ".join(f"{each.what} ({each.count})" for each in held)
        raise NotNow(f"Not yet. They still hold {listed}. Give these to a colleague first.")


def _left_behind(account: int, role: Role, unit: str) -> tuple[Held, ...]:
    """What somebody holds now and could not see to in another part: nobody would be told of it."""
    who = people_known.colleague(account)
    if who is None:
        return ()
    then = Actor(role, who.reference, unit, who.id)
    holdings = {
        _cases: (who.role, who.unit) != (role, unit),
        _drafts: not may(then, Permission.RECEIVE_REPORTS),
        _claims: not may(then, Permission.WORK_QUEUE),
        _shifts: role not in duties.ON_CALL,
    }
    found = (count(who) for count, left in holdings.items() if left)
    return tuple(each for each in found if each.count)


def _known_unit(unit: str) -> None:
    """Refuse a command unit that there is not."""
    if unit and unit not in places.atlas().units:
        raise Refusal("There is no such command unit. Choose one from the list.")


def _recorded(action: str, account: int, by: Actor) -> AbstractContextManager[None]:
    """Refused attempts on one account are on record."""
    colleague = people_known.colleague(account)
    subject = colleague.reference if colleague else "unknown"
    return refusals_recorded(action=action, subject_kind="account", subject=subject, by=by)
