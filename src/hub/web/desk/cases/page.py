"""Everything that the page of a case or report shows, read in a fixed number of questions to the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from hub.cases import rules as case_rules
from hub.cases.terms import Given, Happened, LiveDuty, Next, Situation, Stage, Step
from hub.common import clock
from hub.content import queries as content
from hub.content.terms import Item
from hub.disclosures import queries as disclosures
from hub.duties import queries as duties
from hub.duties.queries import Filed as Duty
from hub.duties.terms import Kind, State, Watch
from hub.letters import queries as letters
from hub.pathway import belonging, clusters, opening
from hub.pathway.opening import Opened
from hub.people import queries as people
from hub.people.permissions import Permission, may
from hub.people.terms import Actor, Role
from hub.queue import queries as queue
from hub.queue import rules as queue_rules
from hub.queue.terms import Facts
from hub.reports import queries as reports
from hub.reports import rules as report_rules
from hub.reports.queries import Filed as Report
from hub.reports.queries import Later
from hub.support import queries as support
from hub.triage import queries as triage
from hub.triage import rules as triage_rules
from hub.triage.queries import WayOut
from hub.triage.rules import NO_HATE_ELEMENT, NOT_ONLINE
from hub.triage.terms import ExitState
from hub.web.desk.cases import assessed, decided, keys, timeline, words
from hub.web.desk.cases import belonging as belonging_card
from hub.web.desk.cases.words import ages

SHOWN = 5  # reports on the page itself
LINES = 8  # of the timeline on the page itself
_SOON = timedelta(minutes=30)  # told and received within it, one time is enough
PAPER = 100  # of the timeline where the page is printed
# What a victim is owed by whoever took their report, wherever the report goes.
OWED = (Kind.NEEDS_ASSESSMENT, Kind.SUPPORT_REFERRAL, Kind.VICTIM_UPDATE)


@dataclass(frozen=True, slots=True)
class Note:
    """A note, with the ones whose place it took."""

    reference: str
    text: str
    by: str
    at: Any
    earlier: tuple[Happened, ...]


@dataclass(frozen=True, slots=True)
class Doing:
    """The panel of the next action."""

    title: str
    sentence: str
    button: str
    leads: str
    about: str
    duty: Duty | None


def build(opened: Opened, by: Actor) -> dict[str, Any]:
    """The facts of the page; nothing here is who anybody is."""
    ids = opened.reports[:SHOWN]
    filed = reports.filed(ids)
    told = [filed[each] for each in ids if each in filed]
    shown = content.items(list(dict.fromkeys(item for each in told for item in each.items))[:12])
    whose, watch = _whose(told, shown), duties.watch(_subjects(opened, told))
    later = sorted((came for each in told for came in each.later), key=lambda each: each.at)
    found = _sources(opened, told, ids, whose, watch, later)
    due = found.duties
    facts = opened.row.facts if opened.row else _facts(opened, due)
    lines, come_to = timeline.of(found), decided.of(opened, found.decisions, found.outcomes)
    shown_of = assessed.build(opened, facts, _subjects(opened, told))
    actors = _actors(found, lines) | come_to.actors | assessed.actors(shown_of)
    names, officers = people.named(actors, _ids(opened, lines))
    next_ = case_rules.next_step(_situation(opened, facts, due, by))
    left = _gone(opened, told, found.exits, due, names)
    borough, unit = words.place_words(facts.borough, facts.unit)
    return {
        "opened": opened, "case": opened.case, "subject": opened.reference, "kind": f"{opened.kind}s",
        "headline": facts.headline
        or case_rules.headline_for(strands=facts.strands, platform=words.platform_words(facts.platform), danger=False),
        "facts": facts, "why": queue_rules.why(facts, assessed.sentences(facts)), **shown_of, "borough": borough, "unit": unit, "told": told,
        "first": told[0] if told else None, "told_earlier": _told_earlier(told), "reports_in_all": facts.reports, "more_reports": facts.reports - len(told),
        "reported_by": words.ROLES.get(told[0].reporter_role, words.UNSAID) if told else "",
        "at_risk": at_risk(facts, told), "posts": shown, "reports": [report_line(each, found.later, names) for each in told],
        "belongs": belonging_card.lines(whose, names), "running": [each for each in due if each.live], "ended": [each for each in due if not each.live],
        "next": doing(next_, due, found) if left is None or next_.step == Step.DANGER or (opened.case and next_.duty) else left, "left": left,
        "owed": OWED if left else (), "offers": found.offers, "agreements": [each.agreement for each in found.agreements if not each.replaced],
        "letters": found.letters, "lines": [told_line(each, names, officers) for each in lines[:LINES]],
        "paper_lines": [told_line(each, names, officers) for each in lines[LINES:PAPER]], "cut_lines": len(lines) - PAPER,
        "more_lines": len(lines) - LINES, "names": names,
        "passing_by": names.get(shown_of["passing"].by, "") if shown_of["passing"] else "",
        "written": notes(found.history), "officers": officers,
        "officer": officers.get(opened.case.officer_id or 0, "") if opened.case else "",
        "given": str(Given(opened.case.given).label) if opened.case and opened.case.given else "",
        "handed": handed(opened.case.history, names) if opened.case else None,
        "holder": officers.get(opened.row.holder_id or 0, "") if opened.row else "",
        "mine": bool(opened.row and by.account and opened.row.holder_id == by.account),
        "beside": clusters.beside(case=opened.case, by=by),
        "restricted": any(each.account_id is None for each in opened.walls),
        "walls": [(each, officers.get(each.account_id or 0, "")) for each in opened.walls],
        "may": {each.name: may(by, each) for each in Permission}, "borough_officer": by.role == Role.BOROUGH_OFFICER,
        "keys": keys.keys(case=opened.case is not None, by=by), "watch": watch, "ages": ages(facts), "may_alarms": may(by, Permission.ACKNOWLEDGE_ALARMS),
        **come_to.shown, "is_officer": bool(opened.case and by.account and opened.case.officer_id == by.account),
    }  # fmt: skip


def _told_earlier(told: Sequence[Report]) -> bool:
    """Whether the first report was told at another hour than that in which the hub received it."""
    return bool(told) and told[0].received_at - told[0].reported_at > _SOON


def _whose(told: Sequence[Report], shown: Sequence[Item]) -> tuple[belonging.Whose, ...]:
    """Whose each of these reports is, from what the page has read already."""
    platforms = {each.id: each.platform for each in shown}
    return belonging.whose(
        [
            belonging.About(
                each.id, each.reference, each.for_the_public,
                next((platforms[item] for item in each.items if platforms.get(item)), ""),
            )
            for each in told
        ]
    )  # fmt: skip


def _sources(
    opened: Opened,
    told: Sequence[Report],
    ids: Sequence[int],
    whose: Sequence[belonging.Whose | triage.Belonging],
    watch: Watch,
    later: Sequence[Later],
) -> timeline.Sources:
    """Everything that happened, of the reports named; duties, letters and agreements of all of them."""
    subjects = _subjects(opened, told)
    decisions, outcomes = decided.come_to(opened)
    return timeline.Sources(
        arrivals=_arrivals(opened, told), history=opened.case.history if opened.case else (),
        duties=duties.filed(subjects), letters=letters.filed(subjects), later=later,
        offers=support.offered_on(ids), exits=[each.exit for each in whose if each.exit],
        moves=[move for each in whose for move in each.moves],
        agreements=disclosures.filed(subjects), alarms=watch.alarms, decisions=decisions, outcomes=outcomes,
    )  # fmt: skip


def _subjects(opened: Opened, told: Sequence[Report]) -> list[str]:
    """A case with every report in it, or the one report."""
    named = [each[1] for each in opened.case.reports] if opened.case else [each.reference for each in told]
    return list(dict.fromkeys([opened.reference, *named]))


def every_line(opened: Opened) -> tuple[timeline.Line, ...]:
    """The whole timeline, of every report."""
    filed = reports.filed(opened.reports) if opened.case is None else {}
    told, stands = list(filed.values()), triage.belongs(opened.reports)
    watch = duties.watch(_subjects(opened, told))
    later = reports.later(opened.reports)
    return timeline.of(_sources(opened, told, opened.reports, stands, watch, later))


def _facts(opened: Opened, due: Sequence[Duty]) -> Facts:
    """The facts of something that waits no more."""
    case = opened.kind == "case"
    found = queue.facts(
        cases_named=[opened.reference] if case else [],
        reports_named=[] if case else [opened.reference],
        left=case,
    ).get(opened.reference)
    if found:
        return found
    told = reports.gists(opened.reports)[opened.reports[0]]
    standing = triage.standing(opened.reports)[opened.reports[0]]
    danger = any(each.live and each.due.kind == Kind.ALARM for each in due)
    return Facts(
        "report", told.reference, told.received_at, danger=danger, under_18=told.under_18, earlier=0, reports=1,
        about="public" if told.for_the_public else "victim", scope="", exit_to="", historic=told.historic, borough=standing.borough,
        unit="", strands=told.strands, platform="", headline="", officer_id=None, duty="", due_at=None, paused=False,
        ask=False, changed=False, suspect_under_18=told.suspect_under_18,
    )  # fmt: skip


def _arrivals(opened: Opened, told: Sequence[Report]) -> list[tuple[Any, str, str]]:
    """When each report came."""
    if opened.case:
        return [(at, reference, how) for _, reference, how, at in opened.case.reports]
    return [(each.received_at, each.reference, "") for each in told]


def _actors(found: timeline.Sources, lines: Sequence[timeline.Line]) -> set[str]:
    """Everybody whom the page names by what is on record of them."""
    actors = (
        {each.by for each in lines}
        | {each.by for each in found.history}
        | {each.by for each in found.letters}
        | {each.by for each in found.moves}
        | {each.acknowledged_by for each in found.alarms}
    )
    return actors - {""}


def _ids(opened: Opened, lines: Sequence[timeline.Line]) -> set[int]:
    """Every colleague whom the page names by account."""
    ids = {each.about for each in lines} | {opened.row.holder_id if opened.row else None}
    ids |= {each.account_id for each in opened.walls}
    return {each for each in ids | {opened.case.officer_id if opened.case else None} if each}


def _situation(opened: Opened, facts: Facts, due: Sequence[Duty], by: Actor) -> Situation:
    """What the next step is chosen from."""
    case = opened.case
    return Situation(
        tuple(
            LiveDuty(each.due.reference, each.due.kind.value, each.due.due_at, each.due.state == State.PAUSED, each.due.overdue)
            for each in due
            if each.live
        ),
        facts.exit_to, facts.about, facts.unit if case else "", case.given if case else "",
        mine=bool(case and by.account and case.officer_id == by.account), borough=by.role == Role.BOROUGH_OFFICER,
        stage=case.stage if case else Stage.UNDECIDED.value,
    )  # fmt: skip


_ASKED = (Step.ASK, Step.ANSWER_BOROUGH)  # what is asked stands in the panel


def doing(found: Next, due: Sequence[Duty], sources: timeline.Sources) -> Doing:
    """The panel: what, why, which button, and the clock that runs."""
    to_pack = found.step == Step.TRANSFER and any(each.state == ExitState.CONFIRMED for each in sources.exits)
    acting = words.TO_PACK if to_pack else words.ACTING[found.step]
    duty = next((each for each in due if found.duty and each.due.reference == found.duty.reference), None)
    sentence = acting.sentence
    if found.step in _ASKED and duty:
        sentence = duty.due.detail or sentence
    if found.step == Step.DECIDE_EXIT and sources.exits:
        out = next((each for each in sources.exits if each.state == ExitState.PROPOSED), sources.exits[0])
        sentence = f"A way out is proposed: {out.reason} {sentence}"
    if found.step == Step.WAIT_CLOCK and duty:
        sentence = f"{duty.stopped.reason if duty.stopped else ''} {sentence}".strip()
    about = found.duty.reference if acting.duty and found.duty else ""
    return Doing(str(found.step.label), sentence, acting.button, acting.leads, about, duty)


def gone(exits: Sequence[WayOut], due: Sequence[Duty], names: Mapping[str, str]) -> Doing | None:
    """What stands in the place of the next action where a way out was confirmed: where to, by whom, when and why."""
    out = next((each for each in exits if triage_rules.left(each.to, each.state)), None)
    if out is None or out.decided_at is None:
        return None
    who, at = names.get(out.decided_by) or "an officer", clock.in_london(out.decided_at)
    sentence = f"{words.left_words(out.to)} Confirmed by {who}, {at}: {out.decided_reason}"
    if any(each.live and each.due.kind in OWED for each in due):
        sentence = f"{sentence} Something is still owed to the victim: see what is due."
    elsewhere = out.to not in {NOT_ONLINE, NO_HATE_ELEMENT}
    return Doing("Left the hub" if elsewhere else "Closed by a confirmed way out", sentence, "", "", "", None)


def _gone(
    opened: Opened,
    told: Sequence[Report],
    exits: Sequence[WayOut],
    due: Sequence[Duty],
    names: Mapping[str, str],
) -> Doing | None:
    """Where a report went, or every report of a case, each by its reference where they are several."""
    found = gone(exits, due, names)
    if opened.case is None or found is None:
        return found
    if opened.case.stage != Stage.LEFT:
        return None
    each = [(one.reference, gone([out], (), names)) for one in told for out in exits if out.report == one.id]
    if len(each) == 1:
        return found
    said = " ".join(f"{reference}: {one.sentence}" for reference, one in each if one)
    return replace(found, title="Every report has left the hub", sentence=said)


def before_deciding(subject: str) -> dict[str, Any]:
    """What was told, and whether danger is still to be acted on, beside the decision about a way out."""
    out = opening.proposed_exit(subject=subject)
    pk = out.report if out else opening.reports_of(subject)[0]
    live = duties.live([subject]).get(subject, ())
    return {"told": reports.filed([pk])[pk], "danger": any(each.kind == Kind.ALARM for each in live)}


def _age(facts: Facts, told: Sequence[Report]) -> str:
    """How old the victim is, as far as it was told."""
    band = next((each.age_band for each in told if each.age_band), "")
    if facts.under_18:
        return (
            f"Under 18 ({band})"
            if band in report_rules.BANDS_OF_CHILDREN - {report_rules.NO_ADULT}
            else "Under 18"
        )
    return f"Aged {band}" if band[:1].isdigit() else "Age not known"


def at_risk(facts: Facts, told: Sequence[Report]) -> list[tuple[str, str, str]]:
    """Who is at risk, as facts with a sign and where each is from; never a name."""
    found = []
    if facts.danger:
        found.append(("danger", "Immediate danger was reported", "as told"))
    if facts.about == "public":
        found.append(("person", "Nobody in particular is targeted: it is for the public", ""))
    else:
        found.append(("person", _age(facts, told), "as told"))
        if facts.earlier:
            found.append(("late", queue_rules.earlier_words(facts.earlier), "recognised by name and contact"))
    if facts.same_account:
        found.append(
            ("link", queue_rules.same_account_words(facts.same_account), "recognised by a keyed fingerprint")
        )
    if facts.suspect_under_18:
        found.append(("person", "The suspect is under 18", "a later fact"))
    first = told[0] if told else None
    if first:
        found.append(
            ("phone", words.safe_words(str(first.given.get("safe_to_contact", ""))), "whoever reported")
        )
        if first.language:
            found.append(("note", f"Asked for {words.language_words(first.language)}", "whoever reported"))
    return found


def report_line(each: Report, later: Sequence[reports.Later], names: Mapping[str, str]) -> dict[str, Any]:
    """A report in a line, with what came to it afterwards."""
    said: dict[str, list[str]] = {}
    for one in each.perceived:
        said.setdefault(words.ROLES.get(one.by, words.UNSAID), []).append(
            words.strand_words(one.strand, one.religion)
        )
    return {
        "report": each, "role": words.ROLES.get(each.reporter_role, words.UNSAID),
        "channel": words.CHANNELS.get(each.channel, each.channel),
        "perceived": [f"{', '.join(strands)}, perceived by {who}" for who, strands in said.items()],
        "later": [(one, later_words(one), names.get(one.by, one.by)) for one in later if one.report == each.id],
    }  # fmt: skip


def later_words(one: reports.Later) -> str:
    """What came to a report afterwards, in words."""
    if one.what == "resent":
        return "Sent again with a difference"
    if one.what == "disagreed":
        return f"Does not share “{words.strand_words(one.kind)}”: {one.text}"
    kinds = {
        "crime-reference": "Crime reference", "answer": "Answer", "victim-under-18": "The victim is under 18",
        "suspect-child": "The suspect is under 18", "suspect-adult": "The suspect is 18 or over",
    }  # fmt: skip
    return f"{kinds.get(one.kind, 'Added')}: {one.text}"


def told_line(each: timeline.Line, names: Mapping[str, str], officers: Mapping[int, str]) -> dict[str, Any]:
    """A line of the timeline with names in it."""
    who = officers.get(each.about or 0, "an officer")
    return {
        "at": each.at, "title": each.title.format(who) if each.about else each.title.replace(" {}", ""),
        "by": names.get(each.by, ""), "detail": each.detail[:1].upper() + each.detail[1:],
    }  # fmt: skip


def handed(history: Sequence[Happened], names: Mapping[str, str]) -> tuple[str, str, Any] | None:
    """Who handed the case over, what they wrote and when, while their colleague has not answered."""
    last = [each for each in history if each.kind == "allocation"][-2:]
    if [each.given for each in last] != [Given.HANDED_OVER, Given.OFFERED]:
        return None
    return names.get(last[0].by) or "A colleague", last[0].text, last[0].at


def notes(history: Sequence[Happened]) -> list[Note]:
    """The notes that nothing replaced, newest first, each with what it replaced folded in it."""
    by_reference = {each.reference: each for each in history if each.kind == "note"}
    replaced = {each.supersedes for each in by_reference.values()}
    found = []
    for each in by_reference.values():
        if each.reference in replaced:
            continue
        earlier, one = [], by_reference.get(each.supersedes)
        while one:
            earlier.append(one)
            one = by_reference.get(one.supersedes)
        found.append(Note(each.reference, each.text, each.by, each.at, tuple(earlier)))
    return found[::-1]
