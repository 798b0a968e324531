"""`hub case`, `hub report` and `hub exit`: reading what is on record, adding to it, deciding an exit."""

from collections.abc import Callable
from typing import Any

import click

from hub import pathway
from hub.cases import queries as cases
from hub.cli import output
from hub.cli.frame import Reference, command
from hub.cli.story import story_of_case, story_of_report
from hub.common import clock
from hub.common.refusals import NotFound, Refusal
from hub.people.permissions import Permission
from hub.people.terms import Actor
from hub.places import queries as places
from hub.reports.terms import AdditionKind


def seeing_people(work: Callable[..., Any]) -> Callable[..., Any]:
    """The two options without which nobody is named."""
    people = click.option("--people", is_flag=True, help="Show names and contacts; needs --reason.")
    reason = click.option("--reason", default="", help="Why you need to see who people are; it is kept.")
    return people(reason(work))


def borough_name(slug: str) -> str:
    """A borough as people write it; blank where it is not known."""
    return places.atlas().boroughs[slug].name if slug else ""


@click.group(short_help="See cases.")
def case() -> None:
    """See cases, newest first, or one of them step by step."""


@case.command("list", short_help="Cases, newest first.")
@click.option("--after", default="", help="Where the page begins, as `next` of the page before says.")
@click.option("--limit", default=50, type=click.IntRange(1, 500), show_default=True)
@click.option("--unit", default="", help="A command unit's code, such as CE.")
@command("case-list", permission=Permission.READ_CASES)
def case_list(*, after: str, limit: int, unit: str, as_json: bool, by: Actor) -> None:  # noqa: ARG001 - the frame permits by
    """List cases, newest first."""
    try:
        found, following = cases.page(after, limit, unit)
    except ValueError:
        raise Refusal(
            "--after is not what an earlier page gave as next: leave it out to begin at the first."
        ) from None
    if as_json:
        shown = [
            {
                "reference": each.reference, "state": each.state, "borough": borough_name(each.borough),
                "unit": each.unit, "received_at": each.received_at.isoformat(),
            }
            for each in found
        ]  # fmt: skip
        output.answer({"cases": shown, "next": following or None})
        return
    output.table(
        ("Case", "State", "Borough", "Unit", "Received"),
        [
            (each.reference, each.state, borough_name(each.borough) or "not known", each.unit or "hub",
             clock.in_london(each.received_at))
            for each in found
        ],
    )  # fmt: skip
    if following:
        output.say(f"There are more: --after {following}")


@case.command("show", short_help="One case, step by step.")
@click.argument("reference", type=Reference())
@seeing_people
@command("case-show", permission=Permission.READ_CASES)
def case_show(reference: str, *, people: bool, reason: str, as_json: bool, by: Actor) -> None:
    """Tell one case step by step: what was told, what was decided and why, what is due."""
    _may_see(people=people, reason=reason)
    found = cases.case(reference)
    if found is None:
        raise NotFound(f"There is no case {reference}. `hub case list` shows the ones there are.")
    tell(story_of_case(found, people=people, reason=reason, by=by), as_json=as_json)


def _may_see(*, people: bool, reason: str) -> None:
    """Refuse to show who people are for no reason, also where nobody is named."""
    if people and not reason.strip():
        raise Refusal(
            "Say why you need to see who people are: give --reason TEXT, which is kept with every look (DPA 2018 s.62)."
        )


def tell(story: dict[str, Any], *, as_json: bool) -> None:
    """A story as data, or as a person reads it."""
    if as_json:
        output.answer(story)
        return
    for heading, lines in story.items():
        output.show(heading.replace("_", " ").capitalize())
        for line in lines if isinstance(lines, list) else [lines]:
            output.show(f"  {_line(line)}")
        output.show()


def _line(line: Any) -> str:
    """One line of a story."""
    return (
        "; ".join(f"{name}: {text}" for name, text in line.items() if text)
        if isinstance(line, dict)
        else str(line)
    )


@click.group(short_help="See a report, or add a later fact.")
def report() -> None:
    """See a report, or add a later fact beside what was told."""


@report.command("show", short_help="One report.")
@click.argument("reference", type=Reference())
@seeing_people
@command("report-show", permission=Permission.READ_CASES)
def report_show(reference: str, *, people: bool, reason: str, as_json: bool, by: Actor) -> None:
    """Tell one report: what was told, what was decided and why."""
    _may_see(people=people, reason=reason)
    tell(story_of_report(reference, people=people, reason=reason, by=by), as_json=as_json)


@report.command("add", short_help="Add a later fact.")
@click.argument("reference", type=Reference())
@click.option("--kind", type=click.Choice(AdditionKind.values), default="note", show_default=True)
@click.option("--text", required=True, help="The fact.")
@command("report-add", permission=Permission.ADD_FACTS)
def report_add(reference: str, *, kind: str, text: str, as_json: bool, by: Actor) -> None:
    """Add a later fact to a report; a crime reference ends the duty to record."""
    pathway.add_fact(report=reference, kind=AdditionKind(kind), text=text, by=by)
    output.answer({"report": reference, "added": kind}) if as_json else output.show(f"Added to {reference}.")


@click.group("exit", short_help="Confirm or refuse that a report leaves the hub.")
def way_out() -> None:
    """Decide an exit that the machine proposed; nothing leaves before."""


@way_out.command("confirm", short_help="The report is for somebody else.")
@click.argument("reference", type=Reference())
@click.option("--reason", required=True)
@command("exit-confirm", permission=Permission.DECIDE_EXITS)
def exit_confirm(reference: str, *, reason: str, as_json: bool, by: Actor) -> None:
    """Confirm the exit that is proposed for a report."""
    pathway.confirm_exit(report=reference, reason=reason, by=by)
    output.answer({"report": reference, "exit": "confirmed"}) if as_json else output.show(
        f"Confirmed: {reference}."
    )


@way_out.command("refuse", short_help="The report stays with the hub.")
@click.argument("reference", type=Reference())
@click.option("--reason", required=True)
@command("exit-refuse", permission=Permission.DECIDE_EXITS)
def exit_refuse(reference: str, *, reason: str, as_json: bool, by: Actor) -> None:
    """Keep a report with the hub: it gets its case at once."""
    pathway.refuse_exit(report=reference, reason=reason, by=by)
    output.answer({"report": reference, "exit": "refused"}) if as_json else output.show(f"Kept: {reference}.")
