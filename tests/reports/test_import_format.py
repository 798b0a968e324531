"""The page about the import file says what the rules do."""

import re
from pathlib import Path

import pytest

from hub.cli.importing import results
from hub.cli.importing.receiving import Summary
from hub.reports import rules
from hub.reports.rules.values import in_words
from hub.reports.terms import Channel, Religion, ReporterRole, Strand

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "import-format.md").read_text(encoding="utf-8")
VALUES = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \| [^|]+ \|$", PAGE, re.MULTILINE))
MEANING = dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", PAGE, re.MULTILINE))
KEYS = re.findall(r"^\| `(\w+)` \| [^|]+ \|$", PAGE, re.MULTILINE)


def test_every_column_is_on_the_page_in_order_and_no_other():
    assert tuple(VALUES) == rules.COLUMNS


@pytest.mark.parametrize("column", rules.COLUMNS)
def test_the_page_says_which_columns_are_required(column):
    assert MEANING[column].startswith("required:") is (column in rules.REQUIRED)


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("channel", in_words(Channel.values)),
        ("reporter_role", in_words(ReporterRole.values)),
        ("safe_to_contact", "yes, no, true, false, 1, 0, e-mail, phone"),
        ("strands", f"a list of {in_words(Strand.values)}; or none"),
        ("targeted_religion", f"a list of {in_words(Religion.values)}"),
    ],
)
def test_the_page_names_the_values_of_the_terms(column, values):
    assert VALUES[column] == values


@pytest.mark.parametrize("column", sorted(rules.LONGEST))
def test_the_page_tells_the_limits_of_texts(column):
    told = re.search(r"at most ([\d,]+) characters", VALUES[column])
    assert told is None or told[1] == f"{rules.LONGEST[column]:,}"
    assert told or not VALUES[column].startswith("text")


def test_the_page_tells_the_limit_of_other_cells():
    assert f"Other cells may hold at most {rules.LONGEST_OTHER:,}" in PAGE.replace("\n", " ")


def test_the_page_names_every_key_of_the_summary():
    assert list(Summary().as_json()) == KEYS


def test_the_page_names_the_columns_of_the_receipts():
    listed = ", ".join(f"`{each}`" for each in results.RECEIPTS)
    assert listed in re.sub(r"\s+", " ", PAGE)
