"""The rules of letters, over whatever is told: what is unsafe never goes, what is final stays so, nothing is left unsaid."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.letters import rules
from hub.letters.terms import About, Held, State
from hub.reports.terms import Safe

_CODES = st.integers(min_value=-1, max_value=999)
_WORDS = st.text(max_size=40)


@given(safe=st.sampled_from(["", *Safe.values]), has_address=st.booleans(), smtp=st.booleans())
def test_nothing_goes_to_whom_it_is_not_safe_to_write_and_the_reason_is_theirs_first(safe, has_address, smtp):
    held = rules.held_for(safe, has_address=has_address, smtp=smtp)
    if safe == Safe.NO:
        assert held == Held.UNSAFE
    elif safe == Safe.PHONE:
        assert held == Held.PHONE_ONLY
    else:
        assert (held is None) == (has_address and smtp)


@given(code=_CODES | st.sampled_from([250, 450, 530, 534, 535, 538, 550]), about=st.sampled_from(About))
def test_an_answer_leaves_a_letter_sent_refused_or_waiting_and_never_lost(code, about):
    found = rules.after(code, about)
    assert found in rules.MOVES[State.SENDING]
    assert (found == State.SENT) == (code == rules.TAKEN)
    final = about == About.LETTER and code >= 500 and code not in {530, 534, 535, 538}
    assert (found == State.REFUSED) == final, "5yz is final, but for what asks us who we are (RFC 4954)"


@given(state=st.sampled_from(State), steps=st.lists(st.integers(min_value=0), max_size=20))
def test_what_is_sent_or_refused_stays_so_and_everything_else_can_still_be_sent(state, steps):
    for each in steps:
        onward = sorted(rules.MOVES[state])
        if not onward:
            break
        state = onward[each % len(onward)]
    assert (not rules.MOVES[state]) == (state in {State.SENT, State.REFUSED})


@given(asked=_WORDS, known=st.dictionaries(st.sampled_from(["en", "ur", "bn", "cy"]), st.booleans()))
def test_whatever_language_is_asked_for_there_is_a_letter(asked, known):
    assert rules.language_of(asked, known) in {"en", *known}


@given(
    language=st.sampled_from(["ur", "pl"]), tail=st.sampled_from(["", "-GB", "-Latn-PK"]), shout=st.booleans()
)
def test_a_language_that_we_write_is_found_however_it_is_told(language, tail, shout):
    asked = f"{language}{tail}"
    assert rules.language_of(asked.upper() if shout else asked, {language: True}) == language


@given(facts=st.fixed_dictionaries({"a": _WORDS, "b": _WORDS}), lines=st.lists(_WORDS, max_size=4))
def test_a_letter_says_every_fact_as_it_was_told_and_leaves_no_gap(facts, lines):
    body = "\n".join(["Before $a and $b.", *(each.replace("$", "") for each in lines)])
    version, subject, text = rules.compose(f"version: 2\nsubject: About $a\n{body}", facts)
    assert (version, subject) == ("2", f"About {facts['a']}")
    assert f"Before {facts['a']} and {facts['b']}." in text
    assert text.endswith("\n")
    with pytest.raises(KeyError):
        rules.compose(f"version: 2\nsubject: About $a\n{body} $c", facts)
