"""What an assessment must hold before it is kept, and what it grounds."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from hub.common import dated
from hub.triage.terms import Box, Grade, Limb, NewRisk, NewVictim, Said, VictimQuestion

_ORDER = list(Grade)
# Every victim of a hate crime has the enhanced rights of the Code; what else grounds them is said beside it.
HATE_CRIME = "Victim of a hate crime"
_NEEDED = (Box.INFORMATION, Box.STRATEGY, Box.POWERS, Box.OPTIONS, Box.REJECTED, Box.ACTION, Box.ETHICS)


def missing_in_risk(new: NewRisk, *, replaces: bool) -> str:
    """What is still to be written, as a sentence; blank where it is whole."""
    for limb in Limb:
        graded = new.limbs.get(limb)
        if graded is None or not graded.text.strip():
            return f"Write what is known about {limb.label.lower()}: each limb has its words and its grade."
    for box in _NEEDED:
        if not new.boxes.get(box, "").strip():
            return f"Write something under \u201c{box.label}\u201d: a decision is kept with every box of the model."
    return _missing_reason(new.reason, replaces=replaces) or _too_light(new)


def _too_light(new: NewRisk) -> str:
    """The whole is never graded nothing where a limb is high."""
    grave = [limb for limb, each in new.limbs.items() if each.grade == Grade.HIGH]
    if grave and new.overall == Grade.NONE:
        return f"{grave[0].label} is high, and the whole is graded none. Grade one of them otherwise, and say why."
    return ""


def missing_in_victim(
    new: NewVictim, questions: Iterable[VictimQuestion], *, replaces: bool
) -> str:  # fmt: skip
    """What is still to be answered, as a sentence; blank where it is whole."""
    known = {each.id: each for each in questions}
    strange = sorted(set(new.answers) - set(known))
    if strange:
        return f"There is no question {strange[0]} in the table of today. Load the page again."
    for each in known.values():
        if each.id not in new.answers:
            return f"Answer \u201c{each.question}\u201d: where it is not known, say so."
    return _missing_reason(new.reason, replaces=replaces)


def _missing_reason(reason: str, *, replaces: bool) -> str:
    if replaces and not reason.strip():
        return "Say why this takes the place of the earlier assessment: both are kept."
    return ""


def questions_on(questions: Iterable[VictimQuestion], on: date) -> tuple[VictimQuestion, ...]:
    """The questions of a day, in the order of the table."""
    return tuple(each for each in questions if dated.stands(each.valid_from, each.valid_to, on))


def gravest(found: Sequence[Mapping[str, Grade]]) -> dict[str, Grade]:
    """Of several assessments that stand, the gravest grade of each limb: none of them is passed over."""
    together: dict[str, Grade] = {}
    for each in found:
        for limb, grade in each.items():
            together[limb] = max(together.get(limb, Grade.NONE), grade, key=_ORDER.index)
    return together


def enhanced(answers: Mapping[str, Said], questions: Iterable[VictimQuestion]) -> tuple[str, ...]:
    """What the enhanced rights of a victim are grounded on."""
    more = (each.ground for each in questions if each.ground and answers.get(each.id) == Said.YES)
    return (HATE_CRIME, *dict.fromkeys(more))
