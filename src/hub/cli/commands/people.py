"""`hub people`: the first administrator, inviting colleagues, who there is, and closing an account."""

import click
from django.conf import settings
from django.urls import reverse

from hub.cli import output
from hub.cli.frame import command
from hub.common import clock
from hub.common.refusals import NotFound
from hub.pathway import colleagues
from hub.people import queries
from hub.people.permissions import Permission
from hub.people.terms import AccountState, Actor, Invited, Role

_ROLES = click.Choice([each.value for each in Role if each != Role.MACHINE])


@click.group(short_help="Colleagues: invite, list, close.")
def people() -> None:
    """Who may sign in: inviting colleagues, listing them, closing the accounts of those who leave."""


def _address(token: str) -> str:
    """A link as it is given to somebody."""
    hosts = settings.ENVIRONMENT.hosts
    site = f"https://{hosts[0]}" if hosts else "http://localhost:8000"
    return site + reverse("invitation_link", args=[token])


def _tell(made: Invited, *, as_json: bool) -> None:
    """Show a link, which is kept nowhere."""
    if as_json:
        output.answer(
            {
                "account": made.reference,
                "link": _address(made.token),
                "expires_at": made.expires_at.isoformat(),
            }
        )
        return
    output.show(_address(made.token))
    output.say(
        f"It works once, until {clock.in_london(made.expires_at)}, and is shown only now. "
        "Give it by a way that only they read: whoever has it can choose the password."
    )


@people.command("add-administrator", short_help="Invite the one who invites everybody else.")
@click.argument("email")
@click.option(
    "--name", default="", help="What colleagues call them; the address without its end when left out."
)
@command("people-add-administrator", permission=Permission.MANAGE_PEOPLE)
def add_administrator(email: str, *, name: str, as_json: bool, by: Actor) -> None:
    """Invite somebody who then invites everybody else; prints a one-use link that lasts 48 hours."""
    made = colleagues.add_administrator(email=email, name=name or email.partition("@")[0], by=by)
    _tell(made, as_json=as_json)


@people.command(short_help="Invite a colleague.")
@click.argument("email")
@click.option(
    "--name", default="", help="What colleagues call them; the address without its end when left out."
)
@click.option("--role", "part", type=_ROLES, required=True, help="What they do.")
@click.option("--unit", default="", help="The command unit of a borough officer, such as CE.")
@command("people-invite", permission=Permission.MANAGE_PEOPLE)
def invite(email: str, *, name: str, part: str, unit: str, as_json: bool, by: Actor) -> None:
    """Invite a colleague; prints a one-use link that lasts 48 hours."""
    made = colleagues.invite(
        email=email, name=name or email.partition("@")[0], role=Role(part), unit=unit.upper(), by=by
    )
    _tell(made, as_json=as_json)


@people.command("link", short_help="A new link, for a lost password or second factor.")
@click.argument("account")
@command("people-link", permission=Permission.MANAGE_PEOPLE)
def renew(account: str, *, as_json: bool, by: Actor) -> None:
    """Print a new one-use link for an account, named by its reference; the older ones end."""
    _tell(colleagues.renew(account=_known(account), by=by), as_json=as_json)


@people.command("list", short_help="Who may sign in.")
@click.option(
    "--state", type=click.Choice(AccountState.values), default=None, help="Only accounts in this state."
)
@click.option("--after", default="", help="Where the page begins, as `next` of the page before says.")
@click.option("--limit", default=50, type=click.IntRange(1, 500), show_default=True, help="How many to show.")
@command("people-list", permission=Permission.MANAGE_PEOPLE)
def listed(*, state: str | None, after: str, limit: int, as_json: bool) -> None:
    """List colleagues by name."""
    found = queries.listed(state=state or "", after=after, limit=limit + 1)
    shown, following = found[:limit], found[limit - 1].colleague.reference if len(found) > limit else None
    if as_json:
        rows = [
            {
                "account": each.colleague.reference, "name": each.colleague.name, "email": each.email,
                "role": each.colleague.role.value, "unit": each.colleague.unit,
                "state": each.colleague.state.value, "seen_at": each.seen_at.isoformat() if each.seen_at else None,
            }
            for each in shown
        ]  # fmt: skip
        output.answer({"people": rows, "next": following})
        return
    output.table(
        ("Account", "Name", "E-mail", "Role", "Unit", "State", "Last seen"),
        [
            (each.colleague.reference, each.colleague.name, each.email, each.colleague.role.label, each.colleague.unit,
             each.colleague.state.label, clock.in_london(each.seen_at) if each.seen_at else "")
            for each in shown
        ],
    )  # fmt: skip
    if following:
        output.say(f"There are more: --after {following}")


@people.command(short_help="Close the account of somebody who leaves.")
@click.argument("account")
@command("people-close", permission=Permission.MANAGE_PEOPLE)
def close(account: str, *, as_json: bool, by: Actor) -> None:
    """Close an account, named by its reference; refused while its owner still holds something."""
    colleagues.close(account=_known(account), by=by)
    if as_json:
        output.answer({"account": account, "state": AccountState.CLOSED.value})
    else:
        output.show(f"{account} is closed, and signed out everywhere.")


def _known(reference: str) -> int:
    """The account of a reference."""
    found = queries.by_reference(reference)
    if found is None:
        raise NotFound(f"There is no account {reference}. `hub people list` shows them.")
    return found.id
