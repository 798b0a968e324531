"""What the machine may say of a report by itself: pure answers, each with its reason; an exit is only ever proposed.

Nothing here weighs a person, and nothing closes: a doubtful answer keeps the report with the hub and asks.
"""

from collections.abc import Mapping

from hub.triage.terms import Answer, Assessment, ExitState, Facts, Question, Scope

VERSION = "2026-11"

METROPOLITAN = "metropolitan-police"
NOT_ONLINE = "not-online"
NO_HATE_ELEMENT = "no-hate-element"
NOT_UK = "not-uk"
OTHER_FORCE = "other-force"

# An officer decides; a force that is handed something closes it by its own reference, or disputes it; what an inspector
# settled is appealed against once; and what stayed may be proposed anew by an officer who decides whose it is.
EXIT_MOVES: Mapping[ExitState, frozenset[ExitState]] = {
    ExitState.PROPOSED: frozenset({ExitState.CONFIRMED, ExitState.REFUSED}),
    ExitState.CONFIRMED: frozenset({ExitState.SENT, ExitState.DISPUTED, ExitState.APPEALED}),
    ExitState.REFUSED: frozenset({ExitState.PROPOSED}),
    ExitState.SENT: frozenset({ExitState.ACKNOWLEDGED, ExitState.DISPUTED, ExitState.APPEALED}),
    ExitState.ACKNOWLEDGED: frozenset(),
    ExitState.DISPUTED: frozenset({ExitState.CONFIRMED, ExitState.SETTLED}),
    ExitState.SETTLED: frozenset({ExitState.PROPOSED, ExitState.APPEALED}),
    ExitState.APPEALED: frozenset({ExitState.CONFIRMED, ExitState.SETTLED}),
}


def danger(facts: Facts) -> Answer:
    """Immediate danger, as told; not said is not no."""
    words = {
        True: ("yes", "The report says that somebody is in immediate danger."),
        False: ("no", "The report says that nobody is in immediate danger."),
        None: ("unknown", "The report does not say whether somebody is in danger."),
    }
    answer, reason = words[facts.immediate]
    return Answer(Question.DANGER, answer, reason, "danger-as-told", {"immediate": facts.immediate})


def online(facts: Facts) -> Answer:
    """Online or not, as told; not said stays with the hub and is asked."""
    words = {
        True: ("yes", "The report says that it happened online."),
        False: ("no", "The report says that it did not happen online."),
        None: (
            "unknown",
            "The report does not say whether it happened online; it stays in scope until we ask.",
        ),
    }
    answer, reason = words[facts.online]
    return Answer(Question.ONLINE, answer, reason, "online-as-told", {"online": facts.online})


def hate(facts: Facts) -> Answer:
    """A perceived strand is enough; only the plain word none proposes an exit."""
    strands = ", ".join(facts.strands)
    if facts.strands:
        return Answer(Question.HATE, "yes", f"Perceived: {strands}.", "perception", {"strands": strands})
    if facts.no_hate_element:
        reason = "The report says that no protected characteristic was perceived."
        return Answer(Question.HATE, "no", reason, "none-said", {"strands": "none"})
    reason = "The report does not say which characteristic was perceived; it stays in scope until we ask."
    return Answer(Question.HATE, "unknown", reason, "not-said", {"strands": ""})


def force(facts: Facts) -> Answer:
    """The force of the victim's home, kept apart from the hub's scope; to be named where the table cannot say."""
    place = facts.place
    answer = place.outside if place.outside == NOT_UK else place.force or place.outside or "unknown"
    return Answer(
        Question.FORCE, answer, place.reason, place.rule, {"candidates": ", ".join(place.candidates)}
    )


def borough(facts: Facts) -> Answer:
    """The borough, or that it is not known; never a guess among candidates."""
    place = facts.place
    answer = place.borough or ("none" if place.outside else "unknown")
    return Answer(
        Question.BOROUGH, answer, place.reason, place.rule, {"candidates": ", ".join(place.candidates)}
    )


def proposed_exit(facts: Facts) -> tuple[str, str]:
    """The one exit to propose, and why; place comes first, because it names who should help instead."""
    place = facts.place
    if place.outside == NOT_UK:
        return NOT_UK, place.reason
    if place.outside or (place.force and place.force != METROPOLITAN):
        named = place.force or OTHER_FORCE
        ending = "" if place.force else " The force is to be named: the table cannot say which one."
        return named, f"{place.reason}{ending}"
    if facts.online is False:
        return NOT_ONLINE, online(facts).reason
    if facts.no_hate_element and not facts.strands:
        return NO_HATE_ELEMENT, hate(facts).reason
    return "", ""


def asks(facts: Facts) -> tuple[str, ...]:
    """What to ask the person who reported, in the order that matters."""
    found = []
    if facts.place.ask:
        found.append(facts.place.ask)
    if facts.online is None:
        found.append("Ask whether it happened online.")
    if not facts.strands and not facts.no_hate_element:
        found.append("Ask which characteristic they think it was about.")
    if facts.religion_without_strand:
        found.append(
            "A targeted religion was named but not the strand religion: ask whether religion was meant."
        )
    return tuple(found)


def assess(facts: Facts) -> Assessment:
    """Every answer, and where the report stands: in scope, with an exit proposed, or waiting for its force."""
    way_out, reason = proposed_exit(facts)
    if way_out:
        scope = Scope.OUT
    elif facts.place.force == METROPOLITAN:
        scope = Scope.IN
    else:
        scope = Scope.FORCE_UNKNOWN
    return Assessment(
        answers=(danger(facts), online(facts), hate(facts), force(facts), borough(facts)),
        scope=scope,
        exit=way_out,
        exit_reason=reason,
        force=facts.place.force,
        borough=facts.place.borough,
        unit=facts.place.unit if facts.place.force == METROPOLITAN else "",
        immediate=facts.immediate is True,
        asks=asks(facts),
    )
