"""`hub demo`: the main job on invented reports, and what came of it."""

from pathlib import Path

import click
from django.conf import settings

from hub.audit import queries as audit
from hub.cases import queries as cases
from hub.cli import output
from hub.cli.commands.cases import tell
from hub.cli.commands.receiving import take
from hub.cli.demonstration import mail, reports
from hub.cli.frame import command
from hub.cli.importing.receiving import Summary
from hub.cli.story import story_of_case
from hub.common import clock
from hub.duties import queries as duties
from hub.letters import queries as letters
from hub.people.permissions import Permission
from hub.people.terms import Actor
from hub.places import queries as places
from hub.support import queries as support
from hub.triage import queries as triage
from hub.workers import runner


@click.command(short_help="Take invented reports through the whole pathway, and show what came of it.")
@command("demo", permission=Permission.RECEIVE_REPORTS)
def demo(*, as_json: bool, by: Actor) -> None:
    """Take invented reports through the whole pathway, send the letters into a folder, and show what came of it.

    A second run keeps what the first one made.
    """
    folder = Path(settings.HUB_HOME) / "demonstration"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / "invented-reports.csv"
    if not file.exists():
        reports.write(file, clock.now())
    with mail.local_sink(folder / "letters") as sink:
        summary = take(file, historic=False, by=by)
        output.say("Sending letters into a folder of this machine ...")
        runner.run(once=True)
    if as_json:
        output.answer({**summary.as_json(), "letters_sent": sink.count})
        return
    _show_summary(summary, sink.count, folder)
    _show_one_case(by)


def _show_summary(summary: Summary, sent: int, folder: Path) -> None:
    """What is on record now, in a page; a second run finds everything known and changes nothing."""
    counts, record, written = duties.counts(), audit.verify(), letters.counts()
    stand, (opened, by_unit) = triage.totals(), cases.totals()
    units = places.atlas().units
    reports_held = stand.in_scope + sum(stand.out_of_scope.values()) + stand.force_unknown
    exits = ", ".join(f"{name} {count}" for name, count in stand.out_of_scope.items())
    allocated = ", ".join(f"{units[code].name} {count}" for code, count in by_unit.items())
    this_run = (
        f"this run: {summary.read} rows, {summary.received} new, {summary.duplicates} known, {summary.changed} changed, "
        f"{summary.rejected} rejected, {summary.seconds:.1f} seconds"
    )
    sound = "sound" if record.sound else "NOT SOUND"
    lines = {
        "Received": f"{reports_held} reports ({this_run})",
        "In scope": f"{stand.in_scope} reports in {opened} cases",
        "Proposed exits": f"{sum(stand.out_of_scope.values())}, none leaves before an officer confirms: {exits}",
        "Force not known": f"{stand.force_unknown}; borough not known {stand.borough_unknown}: each with a duty to ask",
        "Offered support": f"on {support.reports_offered()} reports",
        "Immediate danger": f"{stand.immediate}, each with an alarm",
        "Command units": allocated,
        "Clocks": f"{counts['running']} running, {counts['overdue']} of them overdue; {counts['not-possible']} not possible",
        "Letters": f"{written['sent']} sent ({sent} now), {written['held']} held; see {folder / 'letters'}",
        "Record": f"{record.lines} lines in {record.blocks} sealed blocks, {record.unsealed} not sealed yet; {sound}",
    }
    output.show("\nWhat came of the invented reports\n")
    for name, words in lines.items():
        output.show(f"{name:>17}  {words or '-'}")


def _show_one_case(by: Actor) -> None:
    """One case told step by step: one with more than one report, where there is one."""
    found, _ = cases.page(limit=500)
    views = [view for each in found if (view := cases.case(each.reference))]
    if not views:
        return
    several = [each for each in views if each.about == "victim" and len(each.reports) > 1]
    chosen = (several or views)[0]
    output.show("\nOne case, step by step\n")
    tell(story_of_case(chosen, people=False, reason="", by=by), as_json=False)
    output.show(f"See it again: .venv/bin/hub case show {chosen.line.reference}")
