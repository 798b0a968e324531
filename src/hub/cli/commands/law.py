"""`hub law`: which offences stood on a day, until when one may be charged, and whether an outcome may stand."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from hub.cli import output
from hub.cli.frame import command
from hub.common import clock
from hub.common.refusals import Refusal, Unanswerable
from hub.law import queries
from hub.law.rules import counting, outcomes
from hub.law.terms import Counted, Form, InForce, Limit
from hub.people.permissions import Permission

_LARGEST = 100_000  # bytes of a file of facts


@click.group(short_help="Offences, time limits and outcomes, by their dates.")
def law() -> None:
    """The law that the hub knows, as it stood on a day; what is uncertain says so."""


def _on(text: str | None) -> date:
    """The day asked about; today in London where none is given."""
    if text is None:
        return clock.now().astimezone(clock.LONDON).date()
    return counting.read_day("--on", text)


@law.command("offences", short_help="The offences in force on a day.")
@click.option(
    "--on", "day", default=None, help="A day, 2026-04-01 or 01/04/2026; today where it is left out."
)
@click.option("--after", default="", help="Where the page begins, as `next` of the page before says.")
@click.option("--limit", default=50, type=click.IntRange(1, 500), show_default=True, help="How many to show.")
@command("law-offences", permission=Permission.READ_LAW)
def offences(*, day: str | None, after: str, limit: int, as_json: bool) -> None:
    """List the offences of the catalogue that are in force on a day, with what to prove and who must consent."""
    on = _on(day)
    try:
        found, following = queries.page(on, after=after, limit=limit)
    except ValueError:
        raise Refusal(
            "--after is not what an earlier page gave as next: leave it out to begin at the first."
        ) from None
    if as_json:
        shown = [_entry(each) for each in found]
        output.answer(
            {"on": on.isoformat(), "general_limit": queries.general_limit(on), "offences": shown, "next": following or None}
        )  # fmt: skip
        return
    output.table(
        ("Offence", "Section", "Title", "Tried", "Limit", "Consent", "How sure"),
        [
            (each.offence.id, f"{each.offence.statute} {each.offence.section}", each.offence.title, _of(each.forms, "mode"),
             _of(each.forms, "limit"), each.offence.consent, each.offence.standing.sure.value)
            for each in found
        ],
    )  # fmt: skip
    if following:
        output.say(f"There are more: --after {following}")


def _of(forms: tuple[Form, ...], name: str) -> str:
    """What the forms of an offence say, each once."""
    return ", ".join(dict.fromkeys(str(getattr(each, name)) or "none" for each in forms))


def _entry(entry: InForce) -> dict[str, Any]:
    """An offence as one JSON object."""
    offence, standing = entry.offence, entry.offence.standing
    return {
        "id": offence.id, "statute": offence.statute, "section": offence.section, "title": offence.title,
        "acts": offence.acts, "in_force_from": entry.since, "worded_so_from": standing.valid_from,
        "in_force_to": standing.valid_to,
        "forms": [_form(each) for each in entry.forms],
        "aggravated": [_form(each) for each in entry.aggravated],
        "aggravated_by": [
            {"strand": each.strand, "commenced": "yes" if each.commenced else "not verified"} for each in entry.strands
        ],
        "consent": offence.consent, "referral": offence.referral, "reach": offence.reach, "note": offence.note,
        "points_to_prove": entry.prove, "defences": entry.defences, "free_speech": entry.speech, "sentence": entry.sentence,
        "source": standing.source, "how_sure": standing.sure, "certainty": standing.certainty,
        "checked_at": standing.checked_at, "check_again_at": standing.check_again_at,
    }  # fmt: skip


def _form(form: Form) -> dict[str, str]:
    """How an offence or a limb of it is tried."""
    return {
        "limb": form.limb, "provision": form.provision, "mode": form.mode, "max_on_indictment": form.indictment,
        "max_summary": form.summary, "limit": form.limit or "none", "how_sure": form.standing.sure,
    }  # fmt: skip


def _day(name: str, text: str | None) -> date | None:
    """A day that may be left out."""
    return None if text is None else counting.read_day(name, text)


@law.command("limits", short_help="Until when an offence may be charged.")
@click.option("--offence", default=None, help="Its id, as `hub law offences` shows it.")
@click.option(
    "--first-sent", default=None, help="The day when the message was first sent, or of the first act."
)
@click.option("--last-act", default=None, help="The day of the last act, where there were several.")
@click.option(
    "--evidence-date", default=None, help="When sufficient evidence came to the prosecutor, where known."
)
@click.option("--on", "day", default=None, help="The day from which it is asked; today where it is left out.")
@click.option("--aggravated", multiple=True, help="A strand: race, religion, ... Give it again for another.")
@command("law-limits", permission=Permission.READ_LAW)
def limits(*, as_json: bool, **asked: Any) -> None:
    """Tell the last day to lay an information, with every bound and the days to warn on, by the law of that day.

    Exit code 0: answered, in time or not. 2: the question cannot be answered as it was asked.
    """
    if asked["offence"] is None or asked["first_sent"] is None:
        raise Unanswerable("Give --offence, an id that `hub law offences` shows, and --first-sent, a date.")
    first = counting.read_day("--first-sent", asked["first_sent"])
    found = queries.limit(
        offence=asked["offence"], first_sent=first, on=_on(asked["day"]),
        last_act=_day("--last-act", asked["last_act"]), evidence=_day("--evidence-date", asked["evidence_date"]),
        strands=[each.strip().casefold().replace("_", "-").replace(" ", "-") for each in asked["aggravated"]],
    )  # fmt: skip
    output.answer(_limit(found)) if as_json else _tell(found)


def _limit(found: Limit) -> dict[str, Any]:
    """A limit as one JSON object; a day that nobody knows is told as unknown, with its worst case."""
    return {
        "in_force": found.in_force, "last_day": found.last_day, "basis": found.basis,
        "bounds": [
            {
                "words": each.words, "limb": each.limb, "runs_from": each.runs_from if each.known else "unknown",
                "worst_case": not each.known, "last_day": each.last_day, "decides": each.decides,
            }
            for each in found.bounds
        ],
        "warnings": [asdict(each) for each in found.warnings],
    }  # fmt: skip


def _tell(found: Limit) -> None:
    """A limit as an officer reads it."""
    ends = counting.written(found.last_day) if found.last_day else "none"
    output.show(f"Last day: {ends}{'' if found.in_force else ' (NOT in force on the day of the offence)'}")
    output.pairs([
        ("Why", found.basis),
        *(("Bounds", _bound(each)) for each in found.bounds),
        *(("Warn", f"{counting.written(each.on)}{' (come)' if each.reached else ''}: {each.words}") for each in found.warnings),
    ])  # fmt: skip


def _bound(bound: Counted) -> str:
    """One bound in a line."""
    ends = counting.written(bound.last_day) if bound.last_day else "no last day"
    worst = "" if bound.known else "worst case, the day is unknown"
    return ": ".join(filter(None, [bound.limb, ends, worst, bound.words]))


@law.command(
    "outcome", short_help="Whether an outcome may stand.", context_settings={"ignore_unknown_options": True}
)
@click.argument("number", default="")
@click.option(
    "--facts", default=None, type=click.Path(path_type=Path), help="A file with one JSON object of facts."
)
@command("law-outcome", permission=Permission.READ_LAW)
def outcome(*, number: str, facts: Path | None, as_json: bool) -> None:
    """Judge outcome NUMBER, 1 to 22, on the facts of a case: may it stand, why, and what is to be done then.

    Exit code 0: judged, valid or not. 2: the question cannot be answered as it was asked.
    """
    found = queries.outcome(outcomes.numbered(number), _facts(facts))
    if as_json:
        output.answer(asdict(found))
        return
    output.show(found.why)
    for each in found.then:
        output.show(f"- {each}")


def _facts(path: Path | None) -> object:
    """What a file of facts holds; a name that stands in it twice says nothing."""
    if path is None:
        raise Unanswerable("Give --facts, a file with one JSON object; {} where nothing is known.")
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as problem:
        raise Unanswerable(f"The file of facts cannot be read: {problem.strerror}. Check --facts.") from None
    if len(content) > _LARGEST:
        raise Unanswerable("The file of facts is too large for one object of facts: check --facts.")
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise Unanswerable(
            'The file of facts is not JSON in UTF-8. Write one object, such as {"suspect_named": true}.'
        ) from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object whose names stand once."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Unanswerable("A fact stands twice in the file of facts: leave one of them out.")
    return found
