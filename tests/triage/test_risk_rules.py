"""What an assessment must hold, what it grounds, and what is never asked."""

from dataclasses import replace
from datetime import date

import pytest

from hub.triage import queries, rules
from hub.triage.terms import (
    Box,
    Grade,
    Graded,
    Limb,
    Looked,
    NewRisk,
    NewVictim,
    Said,
    Share,
    VictimQuestion,
)

WHOLE = NewRisk(
    {limb: Graded(Grade.LOW, f"Invented words about {limb.value}.") for limb in Limb}, Grade.LOW,
    {box: f"Invented words about {box.value}." for box in Box}, None,
)  # fmt: skip
QUESTIONS = queries.victim_questions()
ASKED = NewVictim({each.id: Said.NO for each in QUESTIONS})


def test_a_whole_assessment_lacks_nothing():
    assert rules.missing_in_risk(WHOLE, replaces=False) == ""
    assert rules.missing_in_risk(replace(WHOLE, reason="because"), replaces=True) == ""


@pytest.mark.parametrize("limb", Limb)
@pytest.mark.parametrize("words", ["", "  "])
def test_each_limb_has_its_words(limb, words):
    limbs = {**WHOLE.limbs, limb: Graded(Grade.LOW, words)}
    assert limb.label.lower() in rules.missing_in_risk(replace(WHOLE, limbs=limbs), replaces=False)
    del limbs[limb]
    assert limb.label.lower() in rules.missing_in_risk(replace(WHOLE, limbs=limbs), replaces=False)


@pytest.mark.parametrize("box", Box)
def test_each_box_of_the_decision_model_is_filled(box):
    boxes = {**WHOLE.boxes, box: " "}
    assert box.label in rules.missing_in_risk(replace(WHOLE, boxes=boxes), replaces=False)


def test_an_assessment_in_the_place_of_another_says_why():
    assert "Say why" in rules.missing_in_risk(WHOLE, replaces=True)
    assert "Say why" in rules.missing_in_victim(ASKED, QUESTIONS, replaces=True)


def test_the_whole_is_not_nothing_where_a_limb_is_high():
    limbs = {**WHOLE.limbs, Limb.HARM: Graded(Grade.HIGH, "Invented.")}
    assert "Harm is high" in rules.missing_in_risk(
        replace(WHOLE, limbs=limbs, overall=Grade.NONE), replaces=False
    )


def test_the_limbs_are_said_the_gravest_first():
    limbs = {limb: Graded(Grade.NONE, "Invented.") for limb in Limb}
    assert replace(WHOLE, limbs=limbs).limbs_in_words() == "Every limb is graded none."
    limbs |= {Limb.HARM: Graded(Grade.LOW, "A."), Limb.RISK: Graded(Grade.HIGH, "B.")}
    assert replace(WHOLE, limbs=limbs).limbs_in_words() == "Risk high: B. Harm low: A."


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.id)
def test_each_question_is_answered_where_only_with_not_known(question):
    assert rules.missing_in_victim(ASKED, QUESTIONS, replaces=False) == ""
    answers = {name: said for name, said in ASKED.answers.items() if name != question.id}
    assert question.question in rules.missing_in_victim(NewVictim(answers), QUESTIONS, replaces=False)


def test_a_question_that_is_not_in_the_table_is_refused():
    strange = NewVictim({**ASKED.answers, "invented": Said.YES})
    assert "no question invented" in rules.missing_in_victim(strange, QUESTIONS, replaces=False)


def test_immigration_status_is_never_asked():
    for each in QUESTIONS:
        text = f"{each.id} {each.question} {each.hint} {each.ground}".casefold()
        for word in ("immigra", "visa", "asylum", "national", "refugee", "passport", "papers", "country"):
            assert word not in text, each.id


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.id)
def test_a_yes_grounds_enhanced_rights_as_the_table_says_and_nothing_else_does(question):
    yes = {**ASKED.answers, question.id: Said.YES}
    more = (question.ground,) if question.ground else ()
    assert rules.enhanced(yes, QUESTIONS) == (rules.HATE_CRIME, *more)
    unknown = {**ASKED.answers, question.id: Said.NOT_KNOWN}
    assert rules.enhanced(unknown, QUESTIONS) == (rules.HATE_CRIME,)


def test_persistently_targeted_vulnerable_and_intimidated_victims_are_known():
    grounds = " ".join(each.ground for each in QUESTIONS)
    for word in ("Persistently targeted", "Vulnerable", "Intimidated"):
        assert word in grounds


def test_the_questions_of_a_day_are_asked():
    def question(name, valid_from, valid_to=None):
        return VictimQuestion(name, f"{name}?", "", "", valid_from, valid_to, "invented", "invented")

    table = (question("old", date(2020, 1, 1), date(2024, 12, 31)), question("new", date(2025, 1, 1)))
    assert [each.id for each in rules.questions_on(table, date(2024, 12, 31))] == ["old"]
    assert [each.id for each in rules.questions_on(table, date(2025, 1, 1))] == ["new"]


def test_of_several_assessments_the_gravest_grade_counts():
    found = rules.gravest([{"threat": Grade.LOW, "harm": Grade.HIGH}, {"threat": Grade.MEDIUM}])
    assert found == {"threat": Grade.MEDIUM, "harm": Grade.HIGH}
    assert rules.gravest([]) == {}


# -- the second look


def test_the_share_of_the_day_counts_and_none_where_the_table_is_silent():
    rows = [
        Share(Looked.EXIT, 10, date(2020, 1, 1), date(2024, 12, 31)), Share(Looked.EXIT, 30, date(2025, 1, 1), None),
    ]  # fmt: skip
    assert [rules.per_cent(rows, Looked.EXIT, date(year, 1, 1)) for year in (2019, 2020, 2025)] == [0, 10, 30]
    assert rules.per_cent(rows, Looked.RISK, date(2025, 1, 1)) == 0


@pytest.mark.parametrize(
    ("first_bytes", "per_cent", "drawn"),
    [
        (bytes(8), 0, False), (bytes(8), 1, True), ((999).to_bytes(8, "big"), 10, True), ((1000).to_bytes(8, "big"), 10, False),
        ((9999).to_bytes(8, "big"), 99, False), ((9999).to_bytes(8, "big"), 100, True), ((10_000).to_bytes(8, "big"), 1, True),
    ],
)  # fmt: skip
def test_the_draw_goes_by_the_fingerprint_alone(first_bytes, per_cent, drawn):
    assert rules.drawn(first_bytes + b"anything", per_cent) is drawn


def test_every_sort_of_decision_has_answers_and_a_share():
    for what in Looked:
        assert len(rules.ANSWERS[what]) > 1
        assert any(each.what == what for each in queries.shares())
    assert rules.answer_words(Looked.EXIT, "leaves") == "It leaves the hub"
    assert rules.answer_words(Looked.RISK, "strange") == "strange"
