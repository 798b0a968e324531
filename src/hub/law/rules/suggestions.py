"""Which offences the answers to named questions suggest; never a score, never a text, and silence suggests nothing."""

from collections.abc import Mapping
from datetime import date

from hub.common.refusals import Unanswerable
from hub.law.rules import offences
from hub.law.rules.counting import stands
from hub.law.terms import InForce, Law, Pattern, Suggestion

HOSTILITY = "hostility"  # the question whose answers are strands

Answers = Mapping[str, frozenset[str]]


def suggest(law: Law, answers: Answers, on: date) -> tuple[Suggestion, ...]:
    """The offences in force on the day of the act that the answers suggest, in the order of the catalogue."""
    _known(law, answers)
    reached = [each for each in law.patterns if stands(each, on) and fits(each, answers)]
    return tuple(
        _suggestion(entry, reached, answers)
        for entry in offences.in_force(law, on)
        if any(each.offence == entry.offence.id for each in reached)
    )


def fits(pattern: Pattern, answers: Answers) -> bool:
    """Whether every question a pattern asks is answered as it asks, and nothing rules it out."""
    met = all(answers.get(name, frozenset()) & wanted for name, wanted in pattern.when.items())
    return met and not any(
        answers.get(name, frozenset()) & against for name, against in pattern.unless.items()
    )


def _known(law: Law, answers: Answers) -> None:
    """Refuse a question or an answer that is not in the table."""
    there_are = {each.name: each for each in law.questions}
    for name, given in answers.items():
        question = there_are.get(name)
        if question is None:
            raise Unanswerable(f"There is no such question. There are: {', '.join(there_are)}.")
        if not given <= set(question.answers):
            raise Unanswerable(
                f"That is no answer to {question.name!r}. There are: {', '.join(question.answers)}."
            )


def _suggestion(entry: InForce, reached: list[Pattern], answers: Answers) -> Suggestion:
    """An offence with why it is suggested, and everything an officer weighs beside it."""
    hostility = answers.get(HOSTILITY, frozenset())
    return Suggestion(
        offence=entry.offence.id, title=entry.offence.title,
        because=tuple(each.because for each in reached if each.offence == entry.offence.id),
        aggravated_by=tuple(each.strand for each in entry.strands if each.commenced and each.strand in hostility),
        prove=entry.prove, defences=entry.defences, speech=entry.speech, consent=entry.offence.consent,
        certainty=entry.offence.standing.certainty,
    )  # fmt: skip
