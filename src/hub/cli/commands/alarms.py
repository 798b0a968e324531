"""`hub alarm`: which alarms there are, raising one, acknowledging one, and the daily test."""

from collections.abc import Sequence

import click

from hub import pathway
from hub.cli import output
from hub.cli.frame import command
from hub.cli.frame import reference as read_reference
from hub.common import clock
from hub.common.refusals import NotFound, Refusal
from hub.duties import queries
from hub.duties.terms import AlarmLine, CallLine, Danger
from hub.pathway import alarming
from hub.people import queries as people
from hub.people.permissions import Permission
from hub.people.terms import Actor
from hub.triage import queries as triage
from hub.triage import rules as triage_rules


@click.group(short_help="See, raise and acknowledge alarms, and test them.")
def alarm() -> None:
    """Somebody may be hurt if we wait: who is called, and who has it."""


def _as_json(each: AlarmLine) -> dict[str, object]:
    """An alarm as data."""
    return {
        "reference": each.reference, "subject_kind": each.subject_kind, "subject": each.subject,
        "state": each.state.value, "dangers": [danger.value for danger in each.dangers], "test": each.test,
        "raised_at": each.raised_at.isoformat(), "raised_by": each.raised_by,
        "acknowledged_at": each.acknowledged_at.isoformat() if each.acknowledged_at else None,
        "acknowledged_by": each.acknowledged_by or None,
        "ended_at": each.ended_at.isoformat() if each.ended_at else None, "ended_because": each.ended_because or None,
        "calls": [
            {
                "round": call.round, "called": call.called.value, "officer": call.officer or None,
                "channel": call.channel.value, "at": call.at.isoformat(), "accepted": call.accepted, "code": call.code,
            }
            for call in each.calls
        ],
    }  # fmt: skip


@alarm.command("list", short_help="Alarms, those that nobody has first.")
@click.option("--after", default="", help="Where the page begins, as `next` of the page before says.")
@click.option("--limit", default=50, type=click.IntRange(1, 500), show_default=True, help="How many to show.")
@command("alarm-list", permission=Permission.ACKNOWLEDGE_ALARMS)
def alarm_list(*, after: str, limit: int, as_json: bool) -> None:
    """List alarms, those that nobody has first."""
    try:
        found, following = queries.alarms(after=after, limit=limit)
    except ValueError:
        raise Refusal(
            "--after is not what an earlier page gave as next: leave it out to begin at the first."
        ) from None
    watch = queries.watch()
    if as_json:
        output.answer(
            {
                "alarms": [_as_json(each) for each in found], "next": following or None,
                "on_call": watch.cover.officers, "control_room": watch.cover.control_room,
            }
        )  # fmt: skip
        return
    names = _names(found)
    output.table(
        ("Alarm", "About", "Danger", "State", "Raised", "Acknowledged"),
        [
            (each.reference, each.subject, _danger(each), each.state.label, clock.in_london(each.raised_at),
             names.get(each.acknowledged_by, ""))
            for each in found
        ],
    )  # fmt: skip
    if not found:
        output.say("There is no alarm.")
    if watch.cover.nobody:
        output.say("Nobody is on call who can be reached: the inspector keeps the rota at the desk.")
    if following:
        output.say(f"There are more: --after {following}")


def _danger(each: AlarmLine) -> str:
    """Which danger an alarm is about."""
    return triage_rules.titles(triage.dangers(), each.dangers)


def _names(lines: Sequence[AlarmLine]) -> dict[str, str]:
    """What to call everybody these alarms name."""
    actors = {
        each for line in lines for each in (line.raised_by, line.acknowledged_by, line.ended_by) if each
    }
    return dict(people.names_of(actors))


@alarm.command("show", short_help="One alarm with every call.")
@click.argument("reference")
@command("alarm-show", permission=Permission.ACKNOWLEDGE_ALARMS)
def alarm_show(reference: str, *, as_json: bool, by: Actor) -> None:
    """Tell one alarm: what it is about, who has it, and every call that it made."""
    found = alarming.see_alarm(alarm=read_reference(reference, "W"), by=by)
    if as_json:
        output.answer(_as_json(found))
        return
    names = _names([found])
    output.pairs(
        [
            ("Alarm", f"{found.reference}, {found.state.label}"), ("About", found.subject),
            ("Danger", "None: it is the daily test" if found.test else _danger(found)),
            ("Raised", f"{clock.in_london(found.raised_at)} by {names[found.raised_by]}"),
            *((("Acknowledged", f"{clock.in_london(found.acknowledged_at)} by {names[found.acknowledged_by]}"),)
              if found.acknowledged_at else ()),
            *((("Ended", f"{clock.in_london(found.ended_at)} by {names[found.ended_by]}: {found.ended_because}"),)
              if found.ended_at else ()),
            *(("Called", _called(call)) for call in found.calls),
        ]
    )  # fmt: skip
    if not found.calls:
        output.say("Nobody was called.")


def _called(call: CallLine) -> str:
    """One call in words."""
    became = (
        "no answer yet" if call.accepted is None else "taken" if call.accepted else f"not taken ({call.code})"
    )
    whom = call.officer or call.called.label
    return f"{clock.in_london(call.at)} {whom} by {call.channel.label}: {became}"


@alarm.command("raise", short_help="Call whoever is on call about a case or report.")
@click.argument("subject")
@click.option(
    "--danger", "dangers", type=click.Choice(Danger.values), multiple=True,
    help="Which danger it is; may be given again. Without it, danger as told.",
)  # fmt: skip
@click.option("--reason", required=True, help="What you know; the control room may be told it.")
@command("alarm-raise", permission=Permission.RAISE_ALARMS)
def alarm_raise(subject: str, *, dangers: tuple[str, ...], reason: str, as_json: bool, by: Actor) -> None:
    """Raise an alarm on a case (C-...) or a report (R-...): whoever is on call is called until somebody has it."""
    subject = subject.strip().upper()
    if subject[:2] not in {"C-", "R-"}:
        raise NotFound(f"{subject} is neither a case nor a report: this command needs C-... or R-...")
    made = pathway.raise_alarm(
        subject=subject, dangers=[Danger(each) for each in dangers], reason=reason, by=by
    )
    output.answer({"alarm": made, "subject": subject}) if as_json else output.show(
        f"Alarm {made} is raised. `hub alarm show {made}` tells who was called."
    )


@alarm.command("acknowledge", short_help="Say that you have it: nobody else is called.")
@click.argument("reference")
@command("alarm-acknowledge", permission=Permission.ACKNOWLEDGE_ALARMS)
def alarm_acknowledge(reference: str, *, as_json: bool, by: Actor) -> None:
    """Acknowledge an alarm: nobody else is called, and the duty to act on the danger runs on."""
    found = pathway.acknowledge_alarm(alarm=read_reference(reference, "W"), by=by)
    output.answer(
        {"alarm": found.reference, "acknowledged_by": found.acknowledged_by}
    ) if as_json else output.show(
        f"You have alarm {found.reference}. Act on {found.subject}, then complete the duty (`hub due` names it)."
    )


@alarm.command("test", short_help="Raise the test alarm now.")
@command("alarm-test", permission=Permission.RUN_SYSTEM)
def alarm_test(*, as_json: bool, by: Actor) -> None:
    """Raise the test alarm, which calls the recipient of tests by every way; call it here, and say what came of it.

    Exit code 0: every way took it. 1: one did not.
    """
    made = pathway.raise_test_alarm(by=by)
    found = queries.alarm(made)
    if found is not None:
        pathway.call_alarm(alarm=found.id, by=by)
    found = queries.alarm(made)
    passed = found is not None and bool(found.passed)
    if as_json:
        output.answer({"passed": passed, **(_as_json(found) if found else {})})
    elif passed:
        output.show(f"Test alarm {made} went through.")
    if not passed:
        raise Refusal(
            f"Test alarm {made} did not go through: `hub alarm show {made}` tells which way failed."
        )
