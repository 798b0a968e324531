"""What a crime decision must hold, who looks at it again, and what may not be done before Article 10 is written down."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from hub.common import dated
from hub.triage.terms.deciding import (
    Answers,
    CheckRule,
    CrimeAnswer,
    Decided,
    Fact,
    LaterStep,
    NewDecision,
    Point,
    Policy,
)

# Every step for which Article 10 is written down first; only what is illegal in itself may be asked to go without.
GATED: Mapping[LaterStep, bool] = {
    LaterStep.ARREST: True,
    LaterStep.CHARGE: True,
    LaterStep.REMOVAL_OF_LAWFUL: True,
    LaterStep.REMOVAL_OF_ILLEGAL: False,
}
_LONGEST = 4_000  # characters of a reason, a question or an answer
_MOST = 20  # things that were considered


def missing(answers: Answers) -> tuple[Point, ...]:
    """The questions of the worksheet that have no answer, in the order in which they are asked."""
    return tuple(each for each in Point if each not in answers or not answers[each].words.strip())


def gate(
    step: LaterStep, answers: Answers | None, offences: Iterable[str] = (), written_for: Collection[str] = ()
) -> str:
    """Why a step may not be taken yet, blank where it may: a worksheet that was written for one offence opens no other."""
    if not GATED[step]:
        return ""
    left = missing(answers or {})
    if not left:
        return _of_another(step, [each for each in offences if each not in written_for])
    named = ", ".join(_question(each) for each in left)
    if len(left) == len(Point):
        return f"Not yet. Before {step}, fill in the free expression worksheet: {named}"
    said = "One worksheet answer is" if len(left) == 1 else f"{len(left)} worksheet answers are"
    return f"Not yet. {said} missing before {step}: {named}"


def _of_another(step: LaterStep, offences: Sequence[str]) -> str:
    """What is said where a whole worksheet was written for other offences, blank where it was not."""
    if not offences:
        return ""
    named = " and ".join(offences)
    return (
        f"Not yet. The free expression worksheet was not written for {named}. "
        f"Before {step}, write one on the page of the decision."
    )


def _question(point: Point) -> str:
    """A question inside a sentence."""
    return f"{point.label[:1].lower()}{point.label[1:]}"


def against(new: NewDecision, standing: CrimeAnswer | None) -> str:
    """What is missing from a decision, blank where it is whole; `standing` is the decision in force."""
    wanted = (
        (not new.reason.strip(), "Give your reason: the victim's officer reads it, and so may a court."),
        (not _said(new.considered), "Say what you considered, and what you weighed against it."),
        (
            new.answer == CrimeAnswer.MORE and not new.question.strip(),
            "Write the question that is still to be answered.",
        ),
        (
            new.answer == CrimeAnswer.MORE and standing == CrimeAnswer.CRIME,
            "It is a crime already. Ask what you need by a note or a question; the decision stands.",
        ),
        (
            new.answer == CrimeAnswer.NOT_A_CRIME and standing == CrimeAnswer.CRIME and not new.verified.strip(),
            "It is recorded as a crime. Say what further, verified information shows that it was none.",
        ),
        (_too_long(new), f"Shorten what you wrote to {_LONGEST:,} characters, and to {_MOST} things considered."),
    )  # fmt: skip
    return next((words for wrong, words in wanted if wrong), "")


def _said(considered: Sequence[str]) -> bool:
    """Whether something was considered."""
    return any(each.strip() for each in considered)


def _too_long(new: NewDecision) -> bool:
    """Whether somebody wrote more than is read."""
    texts = (new.reason, new.question, new.verified, *new.considered)
    return len(new.considered) > _MOST or any(len(each) > _LONGEST for each in texts)


def second_checks(
    rules: Iterable[CheckRule], answer: CrimeAnswer, facts: Collection[Fact], on: date
) -> tuple[str, ...]:
    """Why a second person looks at a decision, by the rules in force on its day."""
    return tuple(
        each.words
        for each in rules
        if each.answer == answer and each.fact in facts and dated.stands(each.valid_from, each.valid_to, on)
    )


def policies(every: Iterable[Policy], answer: CrimeAnswer, on: date) -> tuple[str, ...]:
    """The policies under which a decision is made on a day, in their words."""
    return tuple(
        each.words
        for each in every
        if each.answer == answer and dated.stands(each.valid_from, each.valid_to, on)
    )


def charged_on(newest_first: Sequence[Decided]) -> Decided | None:
    """The decision that an offence would be charged on: a crime that waits for a second person, or that is in force."""
    waiting = [each for each in newest_first[:1] if each.waits]
    standing = in_force(newest_first)
    of_a_crime = (each for each in (*waiting, standing) if each and each.answer == CrimeAnswer.CRIME)
    return next(of_a_crime, None)


def in_force(newest_first: Iterable[Decided]) -> Decided | None:
    """The decision that holds: the newest that nobody has to check, or that a second person shares."""
    return next((each for each in newest_first if each.holds), None)
