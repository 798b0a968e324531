"""What answers suggest: each offence by some of them, none by silence, and none before it was law."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.common.refusals import Unanswerable
from hub.law import queries
from hub.law.terms import Mode

LAW = queries.law()
IDS = tuple(dict.fromkeys(each.id for each in LAW.offences))
ON = date(2026, 11, 25)
ANSWERS = {each.name: sorted(each.answers) for each in queries.questions()}


def suggested(on=ON, **answers):
    given_answers = {
        name.replace("_", "-"): {each} if isinstance(each, str) else each for name, each in answers.items()
    }
    return {each.offence: each for each in queries.suggest(given_answers, on)}


def narrowest(pattern):
    """One answer to each question that a pattern asks, and no other."""
    return {name: {min(wanted)} for name, wanted in pattern.when.items()}


def test_every_offence_of_the_catalogue_is_reached_by_some_answers():
    reached = {
        each.offence
        for pattern in LAW.patterns
        for each in queries.suggest(narrowest(pattern), pattern.standing.valid_to or ON)
    }
    assert reached == set(IDS)


@pytest.mark.parametrize("pattern", LAW.patterns, ids=lambda each: f"{each.offence}|{each.because}")
def test_each_row_is_reached_by_what_it_asks_and_by_nothing_less(pattern):
    on = pattern.standing.valid_to or ON
    asked = narrowest(pattern)
    found = {each.offence: each for each in queries.suggest(asked, on)}
    assert pattern.because in found[pattern.offence].because
    for less in combinations(asked, len(asked) - 1):
        left = {each.offence: each for each in queries.suggest({name: asked[name] for name in less}, on)}
        assert pattern.offence not in left or pattern.because not in left[pattern.offence].because


def test_silence_suggests_nothing():
    assert suggested() == {}
    assert queries.suggest(dict.fromkeys(ANSWERS, ()), ON) == ()
    assert all(each.when for each in LAW.patterns)


@pytest.mark.parametrize("name", ["hostility", "aimed-at", "repeated", "effect", "purpose", "channel"])
def test_one_answer_about_motive_or_setting_alone_suggests_nothing(name):
    assert queries.suggest({name: ANSWERS[name]}, ON) == ()


def test_saying_no_everywhere_suggests_nothing():
    assert queries.suggest({name: {"no"} for name, answers in ANSWERS.items() if "no" in answers}, ON) == ()


def test_every_row_asks_questions_and_answers_that_there_are():
    for pattern in LAW.patterns:
        for name, wanted in [*pattern.when.items(), *pattern.unless.items()]:
            assert wanted <= set(ANSWERS[name])


def test_each_suggestion_carries_what_to_prove_the_defences_and_free_speech():
    found = suggested(threat="death")["OAPA16"]
    assert found.because == ("A threat to kill.",)
    assert found.prove
    assert found.defences
    assert any("Chambers v DPP" in each for each in found.speech)


def test_a_dwelling_rules_out_what_its_section_says_it_does():
    answers = {
        "content": "abusive",
        "purpose": "distress",
        "effect": "alarm-or-distress",
        "channel": "in-person",
    }
    assert {"POA4A", "POA5"} <= set(suggested(**answers))
    assert not {"POA4A", "POA5", "POA4B"} & set(suggested(**answers, dwelling="both-inside"))
    assert {"POA4A", "POA5"} <= set(suggested(**answers, dwelling="elsewhere"))


def test_evidence_of_hostility_names_the_aggravated_form_only_where_it_is_in_force():
    answers = {"repeated": "yes", "aimed_at": "person", "effect": "alarm-or-distress"}
    assert suggested(**answers, hostility={"race", "disability"})["PHA2"].aggravated_by == ("race",)
    assert suggested(**answers)["PHA2"].aggravated_by == ()


def test_expert_check_10_an_act_is_judged_by_the_law_of_its_day():
    answers = {"content": "abusive", "purpose": "distress", "effect": "alarm-or-distress", "hostility": "sex"}
    assert "POA4B" not in suggested(date(2026, 3, 31), **answers)
    assert "POA4B" in suggested(date(2026, 4, 1), **answers)
    insulting = {"content": "insulting", "channel": "public-post"}
    assert "POA5" in suggested(date(2014, 1, 31), **insulting)
    assert "POA5" not in suggested(date(2014, 2, 1), **insulting)
    false = {"content": "knowingly-false", "purpose": {"distress", "harm"}}
    assert set(suggested(date(2024, 1, 30), **false)) == {"MCA1"}
    assert set(suggested(date(2024, 1, 31), **false)) == {"OSA179"}


def test_stirring_up_on_religion_asks_a_threat_and_intent():
    answers = {"how": "published", "hostility": "religion"}
    assert "POA29B-G" in suggested(**answers, content="threatening", purpose="stir-up-hatred")
    assert "POA29B-G" not in suggested(**answers, content="abusive", purpose="stir-up-hatred")
    assert "POA29B-G" not in suggested(**answers, content="threatening", purpose="likely-to-stir-up")
    race = {"how": "published", "hostility": "race", "content": "insulting", "purpose": "likely-to-stir-up"}
    assert "POA19" in suggested(**race)


@pytest.mark.parametrize(
    ("answers", "words"),
    [({"mood": {"bad"}}, "no such question"), ({"repeated": {"often"}}, "no answer to 'repeated'")],
)
def test_a_question_or_an_answer_that_is_not_in_the_table_is_refused(answers, words):
    with pytest.raises(Unanswerable, match=words):
        queries.suggest(answers, ON)


ANY = st.fixed_dictionaries(
    {}, optional={name: st.frozensets(st.sampled_from(each)) for name, each in ANSWERS.items()}
)


@given(ANY, st.dates(date(1990, 1, 1), date(2030, 1, 1)))
def test_only_offences_of_the_day_are_suggested_each_once_with_its_reason(answers, on):
    found = queries.suggest(answers, on)
    in_force = [each.offence.id for each in queries.page(on, limit=500)[0]]
    assert [each.offence for each in found] == [
        each for each in in_force if each in {one.offence for one in found}
    ]
    assert all(each.because and each.prove and each.defences and each.speech for each in found)


def test_an_indictable_offence_is_the_only_one_without_a_summary_sentence():
    assert {each.offence for each in LAW.forms if not each.summary} == {
        each.offence for each in LAW.forms if each.mode == Mode.INDICTABLE
    }
