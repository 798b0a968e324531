"""What people are told in full, which no e-mail holds."""

import re

from hub.law import queries as law
from hub.letters import queries


def test_every_outcome_has_words_for_whom_it_is_about_and_no_letter_calls_them_a_victim():
    assert set(queries.outcome_words()) == {each.number for each in law.outcome_types() if each.applies}
    facts = {"reference": "R-1", "until": "1 May", "question": "Who?", "review_until": "1 May"}
    for key in (
        "decision-crime",
        "decision-not-a-crime",
        "decision-more-information",
        "outcome",
        "outcome-review",
    ):
        for outcome in queries.outcome_words().values():
            subject, body = queries.full(key, {**facts, "outcome": outcome})
            assert "R-1" in subject
            assert not {"victim", "suspect", "victims", "suspects"} & set(
                re.findall(r"[a-z]+", body.casefold())
            )
        assert queries.template(key, "ur") == queries.template("news", "ur")
        assert queries.version_of(key, "en") == "2026-11"
