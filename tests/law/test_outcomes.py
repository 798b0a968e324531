"""Whether an outcome may stand: a table that a lawyer can read, and what holds for any facts."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.common.refusals import Unanswerable
from hub.law import queries
from hub.law.rules import outcomes
from hub.law.terms import BOOLEAN, DECIDERS, FACTS, WHOLE_NUMBER

with (Path(__file__).parent / "outcomes.csv").open(encoding="utf-8", newline="") as file:
    EXPECTED = list(csv.DictReader(file))
WORDS = {"yes": True, "no": False}


def facts(text):
    """`suspect_named yes; suspect_age 9; body_named the school`."""
    found = {}
    for part in filter(None, text.split(";")):
        name, _, value = part.strip(" ").partition(" ")
        found[name] = WORDS.get(value, int(value) if value.isdigit() else value)
    return found


@pytest.mark.parametrize(
    "row", EXPECTED, ids=lambda row: f"{row['outcome']}|{row['facts']}|{row['then_says']}"
)
def test_an_outcome_is_judged_as_the_table_says(row):
    found = queries.outcome(int(row["outcome"]), facts(row["facts"]))
    assert found.valid == (row["valid"] == "yes"), found.why
    assert row["why_says"].casefold() in found.why.casefold()
    then = " ".join(found.then)
    assert row["then_says"] in then
    assert not row["then_never"] or row["then_never"] not in then
    assert bool(found.then) == found.valid
    assert row["source"]


def test_every_outcome_stands_in_the_table():
    assert {int(row["outcome"]) for row in EXPECTED} == set(range(1, 23))
    assert {each.number for each in queries.outcome_types()} == set(range(1, 23))
    assert len({(row["outcome"], row["facts"]) for row in EXPECTED}) >= 40


def test_what_is_not_known_stands_in_the_way_only_where_it_is_the_outcomes_own_condition():
    refused = {each for each in range(1, 23) if not queries.outcome(each, {}).valid}
    assert refused == {5, 7, 8, 10, 11, 14, 15, 16, 17, 18, 19, 20, 21, 22}


def test_what_a_body_or_an_activity_is_called_is_not_said_again():
    assert "Invented" not in queries.outcome(20, {"body_named": "Invented School"}).why


def test_expert_check_3_no_further_action_offers_a_review_only_where_one_is_due():
    known = {"suspect_named": True, "victim_supports": True, "evidential_difficulty": True}

    def offered(number, **more):
        return "Right to Review" in " ".join(queries.outcome(number, more).then)

    assert offered(15, **known, decided_by="police", suspect_interviewed=True)
    assert offered(15, **known, decided_by="cps")
    assert not offered(15, **known, decided_by="police", suspect_interviewed=False)
    assert not offered(18, suspect_named=False, investigation_complete=True, decided_by="police")
    assert not offered(1, suspect_named=True, decided_by="cps", suspect_interviewed=True)


@pytest.mark.parametrize(
    ("given_facts", "words"),
    [
        ([], "not one JSON object"),
        ("suspect_named", "not one JSON object"),
        (None, "not one JSON object"),
        ({"suspect": True}, "no fact named 'suspect'"),
        ({"x" * 99: True}, f"no fact named '{'x' * 40}'"),
        ({"suspect_named": "yes"}, "suspect_named must be true or false"),
        ({"suspect_named": 1}, "suspect_named must be true or false"),
        ({"suspect_named": None}, "leave it out where it is not known"),
        ({"suspect_age": "9"}, "suspect_age must be a whole number"),
        ({"suspect_age": 9.5}, "suspect_age must be a whole number"),
        ({"suspect_age": True}, "suspect_age must be a whole number"),
        ({"suspect_age": -1}, "from 0 to 125"),
        ({"suspect_age": 126}, "from 0 to 125"),
        ({"decided_by": "court"}, "one of: police, cps"),
        ({"decided_by": True}, "decided_by must be text"),
        ({"body_named": False}, "body_named must be text"),
        ({"activity_named": 3}, "activity_named must be text"),
    ],
)
def test_facts_of_the_wrong_kind_cannot_be_judged(given_facts, words):
    with pytest.raises(Unanswerable, match=words):
        queries.outcome(15, given_facts)


@pytest.mark.parametrize("typed", ["0", "23", "-1", "1A", "", "x", "1.0", "100", "\u0663", " "])
def test_there_is_no_outcome_but_1_to_22(typed):
    with pytest.raises(Unanswerable, match="from 1 to 22"):
        queries.outcome(outcomes.numbered(typed), {})


def test_a_number_is_read_however_it_is_spaced():
    assert outcomes.numbered(" 07 ") == 7


def test_who_decided_is_read_in_any_letters():
    assert queries.outcome(9, {"decided_by": " CPS "}).valid


KINDS = {BOOLEAN: st.booleans(), WHOLE_NUMBER: st.integers(0, 125)}
ANY = st.fixed_dictionaries(
    {},
    optional={
        name: KINDS.get(
            kind, st.sampled_from(["", *DECIDERS]) if name == "decided_by" else st.text(max_size=9)
        )
        for name, kind in FACTS.items()
    },
)
NUMBERS = st.integers(1, 22)


@given(NUMBERS, ANY)
def test_any_facts_are_judged_with_words_and_only_a_valid_outcome_leads_on(number, known):
    found = queries.outcome(number, known)
    assert found.why.startswith(f"Outcome {number} (")
    assert bool(found.then) == found.valid
    assert len(set(found.then)) == len(found.then)


@given(ANY)
def test_no_two_outcomes_that_contradict_each_other_are_valid_on_the_same_facts(known):
    valid = {each for each in range(1, 23) if queries.outcome(each, known).valid}
    named, nobody = {10, 15, 16, 17}, {14, 18}
    assert not (valid & named and valid & nobody)
    assert not {15, 16} <= valid
    assert not valid & {7, 19}
    if "suspect_named" not in known:
        assert not valid & (named | nobody)


@given(NUMBERS, ANY, st.sampled_from(sorted(FACTS)))
def test_forgetting_a_fact_never_reaches_a_review_that_none_was_due_for_certain(number, known, forgotten):
    """What is not known is asked about; it is never told as due."""
    then = " ".join(
        queries.outcome(number, {k: v for k, v in known.items() if k not in {forgotten, "decided_by"}}).then
    )
    assert "which is the police's" not in then
    assert "which is the CPS's" not in then


@given(NUMBERS, ANY)
def test_a_review_is_never_offered_where_no_suspect_is_named(number, known):
    assert "Right to Review" not in " ".join(queries.outcome(number, {**known, "suspect_named": False}).then)


@pytest.mark.parametrize("number", range(1, 23))
def test_a_sanction_and_what_the_cps_decides_are_for_a_named_offence(number):
    of_the_cps = number in {1, 9}
    sanction = number in {1, 2, 3, 4, 6, 7}
    assert queries.names_offence(number, {}) == (of_the_cps or sanction)
    assert queries.names_offence(number, {"decided_by": "cps"})
    assert queries.names_offence(number, {"decided_by": "police"}) == sanction
