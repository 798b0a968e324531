"""`hub demo`: the main job on invented reports, and what came of it."""

from collections.abc import Sequence
from pathlib import Path

import click
from django.conf import settings

from hub import pathway
from hub.audit import queries as audit
from hub.cases import queries as cases
from hub.cli import output, serving, words
from hub.cli.commands.receiving import take
from hub.cli.commands.serving import HOST
from hub.cli.demonstration import accounts, mail, reports, visiting
from hub.cli.frame import command
from hub.cli.importing.receiving import Summary
from hub.cli.story import story_of_case
from hub.cli.telling import tell
from hub.common import clock
from hub.common.refusals import Refusal
from hub.duties import queries as duties
from hub.letters import queries as letters
from hub.pathway import entering
from hub.people.permissions import Permission
from hub.people.terms import Actor
from hub.places import queries as places
from hub.reports import queries as told
from hub.support import queries as support
from hub.triage import queries as triage
from hub.triage.terms import AtRisk
from hub.workers import runner

_TOLD_UNIT = "AS"


@click.command(short_help="Take invented reports through the whole pathway, and serve the desk.")
@click.option(
    "--port", default=8000, type=click.IntRange(1, 65535), show_default=True, help="Where the desk is."
)
@click.option("--exit", "leave", is_flag=True, help="Sign in as each role, say what each sees, and stop.")
@click.option(
    "--code", "who", default="", metavar="NAME", help="Only say the code that NAME's app would show now."
)
@command("demo", permission=Permission.RECEIVE_REPORTS)
def demo(*, port: int, leave: bool, who: str, as_json: bool, by: Actor) -> None:
    """Take invented reports through the whole pathway, send the letters into a folder, show what came of it, and serve.

    A second run keeps what the first one made. It is refused in a hub that sends real letters or holds real reports.
    With --json it answers with the figures and serves nothing.
    """
    if who:
        _say_code(who, as_json=as_json)
        return
    if not as_json:  # before anything is taken in, so that nobody waits to hear it
        serving.free_or_refused(HOST, port)
    folder = Path(settings.HUB_HOME) / "demonstration"
    file = folder / "invented-reports.csv"
    others = told.sources() - reports.SOURCES - {entering.SOURCE}
    _refuse_where_it_would_harm(others, first=not file.exists())
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _give_one_unit_a_mailbox(by)
        reports.write(file, clock.now())
    with mail.local_sink(folder / "letters") as sink:
        summary = take(file, historic=False, by=by)
        if others:
            output.say(
                "No letters go into the folder: this hub holds reports that are not the demonstration's."
            )
        else:
            output.say("Sending letters into a folder of this machine ...")
            runner.run(once=True)
    if as_json:
        output.answer({**summary.as_json(), "letters_sent": sink.count})
        return
    _show_summary(summary, sink.count, folder)
    shown = _show_one_case(by)
    _show_what_next(shown, folder)
    _serve(folder, port, by, leave=leave)


def _say_code(who: str, *, as_json: bool) -> None:
    """The code of an invented colleague's app."""
    found = accounts.code(accounts.named(Path(settings.HUB_HOME) / "demonstration", who))
    output.answer({"code": found}) if as_json else output.show(found)


def _serve(folder: Path, port: int, by: Actor, *, leave: bool) -> None:
    """The desk, with an account for each role; until somebody stops it, or only until each role was answered."""
    people = accounts.make(folder, by)
    serving.free_or_refused(HOST, port)
    served = serving.Served(serving.commands(host=HOST, port=port, processes=1))
    site = f"http://{HOST}:{port}"
    try:
        serving.until_it_answers(served, HOST, port)
        if served.stopping:
            return
        show_accounts(people, site, port)
        if leave:
            for each in people:
                output.show(f"  {each.who} is shown: {visiting.visit(site, each)}")
            return
        output.show("Stop with Ctrl-C. `make clean-demo` forgets everything.")
        ended = served.wait()
    finally:
        served.stop()
    if ended:
        raise Refusal(f"The {ended} ended by itself: the lines above say why. Run `make demo` again.")


def show_accounts(people: Sequence[accounts.Account], site: str, port: int) -> None:
    """Where the desk is, and how to enter it in each role."""
    output.show(f"\nThe desk: {site}\n")
    for each in people:
        output.show(f"  {each.role.label:<17}{each.email:<27}{each.password}")
    output.show(
        f"\nThe code of each, good for half a minute: .venv/bin/hub demo --code {people[0].who}"
        "\n(or the name before the @ of another)."
        f"\nTo try a passkey, use http://localhost:{port}: it belongs to a name.\n"
    )


def _refuse_where_it_would_harm(others: frozenset[str], *, first: bool) -> None:
    """Refuse where real letters would go into the folder, or invented reports would stand among real ones."""
    elsewhere = (
        "Name an empty folder as HUB_HOME, and an empty database if DATABASE_URL is set, and try again."
    )
    if settings.EMAIL_HOST:
        raise Refusal(
            "SMTP_HOST is set, so this hub sends real letters: a demonstration would take them into a folder. "
            f"Unset it. {elsewhere}"
        )
    if others and first:
        raise Refusal(
            f"This hub holds reports that are not invented: a demonstration has no place in it. {elsewhere}"
        )


def _give_one_unit_a_mailbox(by: Actor) -> None:
    """Let one command unit be told of its cases, and those who safeguard there; the others show what waits for a mailbox."""
    if not places.mailbox(_TOLD_UNIT):
        pathway.set_mailbox(unit=_TOLD_UNIT, address=f"unit-{_TOLD_UNIT.lower()}@example.org", by=by)
    for borough in (each.slug for each in places.atlas().boroughs.values() if each.unit == _TOLD_UNIT):
        for kind in AtRisk:
            if not places.safeguarding_mailbox(borough, kind.value):
                address = f"safeguarding-{kind.value}-{borough}@example.org"
                pathway.set_safeguarding_mailbox(borough=borough, kind=kind.value, address=address, by=by)


def _show_summary(summary: Summary, sent: int, folder: Path) -> None:
    """What is on record now, in a page; a second run finds everything known and changes nothing."""
    counts, record, written = duties.counts(), audit.verify(), letters.counts()
    stand, (opened, by_unit) = triage.totals(), cases.totals()
    exits = output.counted({words.way_out(name): count for name, count in stand.out_of_scope.items()})
    this_run = (
        f"this run: {summary.read} rows, {summary.received} new, {summary.duplicates} known, {summary.changed} changed, "
        f"{summary.rejected} rejected, {summary.seconds:.1f} seconds"
    )
    sound = "sound" if record.sound else "NOT SOUND"
    clocks = (
        f"{counts['running']} running, {counts['overdue']} of them overdue; {counts['not-possible']} duties not possible, "
        "such as where nobody may be contacted"
    )
    post = (
        f"{written['sent']} sent ({sent} now) into {folder / 'letters'}; {written['held']} held, where it is not safe to "
        "write or a command unit has no mailbox yet"
    )
    output.show("\nWhat came of the invented reports\n")
    output.pairs(
        [
            ("Received", f"{told.count()} reports ({this_run})"),
            ("In scope", f"{stand.in_scope} reports in {opened} cases; {stand.borough_unknown} without a borough yet"),
            ("Proposed exits", f"{sum(stand.out_of_scope.values())}; none leaves before an officer confirms. {exits}"),
            ("Force not known", f"{stand.force_unknown}, each with a duty to ask"),
            ("Offered support", f"on {support.reports_offered()} reports"),
            ("Immediate danger", f"{stand.immediate}, each with an alarm"),
            ("Command units", output.counted({words.unit(code): count for code, count in by_unit.items()}) or "none"),
            ("Clocks", clocks),
            ("Letters", post),
            ("Record", f"{record.lines} lines in {record.blocks} sealed blocks, {record.unsealed} not sealed yet; {sound}"),
        ]
    )  # fmt: skip


def _show_one_case(by: Actor) -> str:
    """One case told step by step: one with more than one report, where there is one; tells its reference."""
    found, _ = cases.page(limit=500)
    views = [view for each in found if (view := cases.case(each.reference))]
    if not views:
        return "C-..."
    several = [each for each in views if each.about == "victim" and len(each.reports) > 1]
    chosen = (several or views)[0]
    output.show("\nOne case, step by step\n")
    tell(story_of_case(chosen, people=False, reason="", by=by), as_json=False)
    return chosen.line.reference


def _show_what_next(case: str, folder: Path) -> None:
    """What a person may try now."""
    output.show("What next\n")
    output.pairs(
        [
            (f".venv/bin/hub case show {case}", "this case again"),
            (".venv/bin/hub case list", "every case"),
            (".venv/bin/hub exit list", "the reports that may leave once an officer says so"),
            (".venv/bin/hub due", "what must be done, the next first"),
            (".venv/bin/hub letters", "what waits to go, what went, and why some are held"),
            (".venv/bin/hub audit verify", "whether the record is whole"),
            (".venv/bin/hub --help", "everything else"),
        ]
    )
    output.show(
        f"\nEach row's receipt, and why some rows were rejected: {folder}\n`make clean-demo` forgets all of it."
    )
