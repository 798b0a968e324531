"""`hub case`, `hub report` and `hub exit`: reading what is on record, adding to it, deciding an exit."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from hub import pathway
from hub.cases import queries as cases
from hub.cases.terms import State
from hub.cli import deciding_files, output, words
from hub.cli.frame import command
from hub.cli.frame import reference as read_reference
from hub.cli.story import story_of_case, story_of_report
from hub.cli.telling import tell
from hub.common import clock
from hub.common.refusals import NotFound, Refusal
from hub.pathway import deciding, opening
from hub.people.permissions import Permission
from hub.people.terms import Actor
from hub.places import queries as places
from hub.reports import queries as reports
from hub.reports import rules
from hub.reports.terms import AdditionKind
from hub.triage import queries as triage
from hub.triage.terms.deciding import CrimeAnswer, Decided


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
@click.option("--limit", default=50, type=click.IntRange(1, 500), show_default=True, help="How many to show.")
@click.option("--unit", default="", help="Only the cases of a command unit, by its two letters, such as CE.")
@command("case-list", permission=Permission.READ_CASES)
def case_list(*, after: str, limit: int, unit: str, as_json: bool) -> None:
    """List cases, newest first."""
    unit, units = unit.strip().upper(), places.atlas().units
    if unit and unit not in units:
        raise NotFound(f"There is no command unit {unit}. There are: {', '.join(sorted(units))}.")
    try:
        found, following = cases.page(after, limit, unit)
    except ValueError:
        raise Refusal(
            "--after is not what an earlier page gave as next: leave it out to begin at the first."
        ) from None
    if as_json:
        shown = [
            {
                "reference": each.reference, "state": each.state, "borough": words.borough(each.borough),
                "unit": each.unit, "received_at": each.received_at.isoformat(),
            }
            for each in found
        ]  # fmt: skip
        output.answer({"cases": shown, "next": following or None})
        return
    output.table(
        ("Case", "State", "Borough", "Held by", "Received"),
        [
            (each.reference, words.of(State, each.state), words.borough(each.borough) or "not known", words.unit(each.unit),
             clock.in_london(each.received_at))
            for each in found
        ],
    )  # fmt: skip
    if following:
        output.say(f"There are more: --after {following}")


@case.command("show", short_help="One case, step by step.")
@click.argument("reference")
@seeing_people
@command("case-show", permission=Permission.READ_CASES)
def case_show(reference: str, *, people: bool, reason: str, as_json: bool, by: Actor) -> None:
    """Tell one case step by step: what was told, what was decided and why, what is due."""
    _may_see(people=people, reason=reason)
    opening.refuse_set_aside(read_reference(reference, "C"))
    found = cases.case(read_reference(reference, "C"))
    if found is None:
        raise NotFound(f"There is no case {reference}. `hub case list` shows the ones there are.")
    tell(story_of_case(found, people=people, reason=reason, by=by), as_json=as_json)


@case.command("decide", short_help="Crime, not a crime, or more information.")
@click.argument("reference")
@click.option("--decision", required=True, type=click.Choice(CrimeAnswer.values), help="What it is in law.")
@click.option("--reason", required=True, help="Why; it is kept with the decision.")
@click.option(
    "--considered", required=True, multiple=True, help="What was weighed; give it again for another."
)
@click.option("--question", default="", help="What is still to be asked, where more information is needed.")
@click.option("--verified", default="", help="What shows that a recorded crime was none.")
@click.option(
    "--offence",
    "offences",
    multiple=True,
    help="Its id, as `hub law offences` shows it; the first is the principal crime.",
)
@click.option(
    "--aggravated", multiple=True, help="A strand of the aggravated form, for every offence that has one."
)
@click.option(
    "--first-sent", default=None, help="The day when the message was first sent, or of the first act."
)
@click.option("--last-act", default=None, help="The day of the last act, where there were several.")
@click.option(
    "--evidence-date", default=None, help="When sufficient evidence came to the prosecutor, where known."
)
@click.option(
    "--worksheet", default=None, type=click.Path(path_type=Path),
    help='A JSON file of the free expression worksheet: {"speech": {"words": "...", "mark": "view"}, ...}.',
)  # fmt: skip
@command("case-decide", permission=Permission.DECIDE_CRIME)
def case_decide(reference: str, *, as_json: bool, by: Actor, **given: Any) -> None:
    """Decide whether CASE is a crime; where a second person has to look at it, nobody is told until then."""
    reference = read_reference(reference, "C")
    decided = deciding.decide(case=reference, given=deciding_files.given_of(given), seen=None, by=by)
    _tell_decided(decided, as_json=as_json)


@case.command("check", short_help="The second check of a decision.")
@click.argument("reference")
@click.option(
    "--agree/--disagree", "agrees", required=True, default=None, help="Whether you share the decision."
)
@click.option("--reason", required=True, help="Why; it is kept with the check.")
@command("case-check", permission=Permission.DECIDE_CRIME)
def case_check(reference: str, *, agrees: bool, reason: str, as_json: bool, by: Actor) -> None:
    """Give the second check of the decision on CASE; never by the one who decided."""
    reference = read_reference(reference, "C")
    _tell_decided(
        deciding.check(case=reference, agrees=agrees, reason=reason, seen=None, by=by), as_json=as_json
    )


def _tell_decided(decided: Decided, *, as_json: bool) -> None:
    """A decision as it stands, and what follows."""
    until = triage.another_look_until(decided) if decided.holds else None
    if as_json:
        output.answer({
            "case": decided.subject, "decision": decided.answer.value, "reference": decided.reference,
            "waits_for_second_check": decided.waits, "because": decided.check, "holds": decided.holds,
            "another_look_until": until,
        })  # fmt: skip
        return
    output.show(f"{decided.subject}: {decided.answer.label} ({decided.reference}).")
    if decided.waits:
        because = " and ".join(decided.check)
        output.show(f"It waits for a second check, because {because}. Nobody is told until then.")
    elif decided.holds:
        output.show("Whoever reported is told. `hub due` shows by when.")
    else:
        output.show("The second person does not share it. What was in force before goes on.")
    if until:
        output.show(f"They may ask for another look until {until:%-d %B %Y}.")


def _may_see(*, people: bool, reason: str) -> None:
    """Refuse to show who people are for no reason, also where nobody is named."""
    if people and not reason.strip():
        raise Refusal(
            "Say why you need to see who people are: give --reason TEXT, which is kept with every look (DPA 2018 s.62)."
        )
    mark = rules.higher_mark(reason)
    if mark:
        raise Refusal(rules.refused_mark(mark))


@click.group(short_help="See a report, or add a later fact.")
def report() -> None:
    """See a report, or add a later fact beside what was told."""


@report.command("show", short_help="One report.")
@click.argument("reference")
@seeing_people
@command("report-show", permission=Permission.READ_CASES)
def report_show(reference: str, *, people: bool, reason: str, as_json: bool, by: Actor) -> None:
    """Tell one report: what was told, what was decided and why."""
    _may_see(people=people, reason=reason)
    named = read_reference(reference, "R")
    placed = cases.of_reports(list(reports.ids_of([named]).values())).values()
    opening.refuse_set_aside(named, *(each.case for each in placed))
    story = story_of_report(named, people=people, reason=reason, by=by)
    tell(story, as_json=as_json)


@report.command("add", short_help="Add a later fact.")
@click.argument("reference")
@click.option(
    "--kind", type=click.Choice(AdditionKind.values), default="note", show_default=True, help="What it is."
)
@click.option("--text", required=True, help="The fact.")
@command("report-add", permission=Permission.ADD_FACTS)
def report_add(reference: str, *, kind: str, text: str, as_json: bool, by: Actor) -> None:
    """Add a later fact to a report; a crime reference ends the duty to record."""
    reference = read_reference(reference, "R")
    pathway.add_fact(report=reference, kind=AdditionKind(kind), text=text, by=by)
    output.answer({"report": reference, "added": kind}) if as_json else output.show(f"Added to {reference}.")


@click.group("exit", short_help="See, confirm or refuse that a report leaves the hub.")
def way_out() -> None:
    """See and decide the exits that the machine proposed; nothing leaves before."""


@way_out.command("list", short_help="The exits that wait for an officer.")
@click.option(
    "--after", default=None, type=int, help="Where the page begins, as `next` of the page before says."
)
@click.option("--limit", default=50, type=click.IntRange(1, 500), show_default=True, help="How many to show.")
@command("exit-list", permission=Permission.READ_CASES)
def exit_list(*, after: int | None, limit: int, as_json: bool) -> None:
    """List the exits that were proposed and that no officer has decided yet, the oldest first."""
    found, following = triage.waiting_exits(after=after, limit=limit)
    told = reports.summaries([each.report_id for each in found])
    if as_json:
        shown = [
            {
                "report": told[each.report_id].reference, "to": each.to, "reason": each.reason,
                "proposed_at": each.proposed_at.isoformat(),
            }
            for each in found
        ]  # fmt: skip
        output.answer({"exits": shown, "next": following})
        return
    output.table(
        ("Report", "To", "Why", "Proposed"),
        [
            (told[each.report_id].reference, words.way_out(each.to), each.reason, clock.in_london(each.proposed_at))
            for each in found
        ],
    )  # fmt: skip
    if following:
        output.say(f"There are more: --after {following}")
    if found:
        output.say(
            'Decide one: hub exit confirm R-... --reason "...", or hub exit refuse R-... --reason "..."'
        )


@way_out.command("confirm", short_help="The report is for somebody else.")
@click.argument("reference")
@click.option("--reason", required=True, help="Why; it is kept with the decision.")
@command("exit-confirm", permission=Permission.DECIDE_EXITS)
def exit_confirm(reference: str, *, reason: str, as_json: bool, by: Actor) -> None:
    """Confirm the exit that is proposed for a report, and that it may leave the hub."""
    reference = read_reference(reference, "R")
    pathway.confirm_exit(report=reference, reason=reason, by=by)
    output.answer({"report": reference, "exit": "confirmed"}) if as_json else output.show(
        f"The exit of {reference} is confirmed. `hub exit list` shows what is still to decide."
    )


@way_out.command("refuse", short_help="The report stays with the hub.")
@click.argument("reference")
@click.option("--reason", required=True, help="Why; it is kept with the decision.")
@command("exit-refuse", permission=Permission.DECIDE_EXITS)
def exit_refuse(reference: str, *, reason: str, as_json: bool, by: Actor) -> None:
    """Keep a report with the hub: it gets its case at once."""
    reference = read_reference(reference, "R")
    pathway.refuse_exit(report=reference, reason=reason, by=by)
    output.answer({"report": reference, "exit": "refused"}) if as_json else output.show(
        f"{reference} stays with the hub. `hub report show {reference}` names its case."
    )
