"""What of somebody's contacts goes to another force: only what is safe, and nothing of the rest wherever it stands."""

import pytest

from hub.triage import rules
from hub.triage.rules.handing import LEFT_OUT


@pytest.mark.parametrize(
    ("on_record", "told", "safe"),
    [
        ("", [], ""), ("yes", [], "yes"), ("", ["yes"], "yes"), ("yes", ["yes"], "yes"), ("no", ["yes"], "no"),
        ("yes", ["yes", "no"], "no"), ("yes", ["phone"], "phone"), ("phone", ["phone"], "phone"), ("phone", ["e-mail"], "no"),
        ("e-mail", [], "e-mail"), ("", ["not readable"], "no"), ("yes", ["no", "yes"], "yes"), ("e-mail", ["no"], "no"),
    ],
)  # fmt: skip
def test_the_narrower_of_what_is_on_record_and_what_was_last_told_counts(on_record, told, safe):
    assert rules.safe_for(on_record, [{"safe_to_contact": each} for each in told]) == safe
    assert rules.safe_for(on_record, [*({"safe_to_contact": each} for each in told), {}]) == safe


@pytest.mark.parametrize(
    ("safe", "out"),
    [("no", {"07700 900123", "a@example.org"}), ("phone", {"a@example.org"}), ("e-mail", {"07700 900123"}), ("yes", set()), ("", set())],
)  # fmt: skip
def test_what_is_left_out_is_what_is_not_safe(safe, out):
    assert rules.left_out(safe, ["07700 900123", ""], ["a@example.org", ""]) == out


@pytest.mark.parametrize(
    "written",
    [
        "07700 900123",
        "07700900123",
        "+44 7700 900123",
        "0044 7700900123",
        "+44 (0)7700 900-123",
        "A@Example.org",
    ],
)
def test_a_contact_is_left_out_however_it_is_written(written):
    told = {"words": f"Ring {written}, please.", "list": [{"again": written}], "number": 7}
    found = rules.without(told, ["07700 900123", "a@example.org"])
    assert found == {
        "words": f"Ring {LEFT_OUT}, please.",
        "list": [{"again": LEFT_OUT}],
        "number": 7,
    }


def test_nothing_else_is_left_out():
    told = "Ring 07700 900124 or b@example.org on 12.11.2026 about 107700 900123."
    assert rules.without(told, ["07700 900123", "a@example.org", "12"]) == told
