"""What the facts come to: a table that an inspector and a lawyer can read, row by row (expected.csv)."""

import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hub.places import queries as places
from hub.queue import rules as queue_rules
from hub.queue.terms import Band, Rule
from hub.triage import queries, rules
from hub.triage.terms import Assessed, Grade, Level, Limb, Override, PriorityFacts
from tests.queue.test_rules import PLAIN

HERE = Path(__file__).parent
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
DUE = {
    "-2h": NOON - timedelta(hours=2), "today": NOON + timedelta(hours=3), "3d": NOON + timedelta(days=3),
    "20d": NOON + timedelta(days=20), "none": None,
}  # fmt: skip
LIMBS = {*(limb.value for limb in Limb), "overall"}


def table(name):
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = table("expected.csv")


def routing():
    """The rules that the table is made with."""
    return tuple(
        Rule(
            f"F-{row['position']}", 1, row["name"],
            {fact: tuple(values.split("|")) for fact, _, values in (each.partition("=") for each in row["conditions"].split())},
            row["queue"], int(row["position"]), True, "because", "", NOON,
        )
        for row in table("expected_rules.csv")
    )  # fmt: skip


def told(text):
    """The facts of a row: those that the record holds, and what officers assessed."""
    words = dict(each.partition("=")[::2] for each in text.split("; "))
    facts = replace(
        PLAIN, received_at=NOON, danger="danger" in words, under_18="under 18" in words,
        earlier=int(words.get("earlier", 0)), same_account=int(words.get("same account", 0)), reports=int(words.get("reports", 1)), about=words.get("about", "victim"),
        scope=words.get("scope", "in-scope"), borough=words.get("borough", "camden"), changed="changed" in words,
        strands=tuple(words.get("strand", "race").split("+")), platform=words.get("platform", ""),
        languages=(words["language"],) if "language" in words else (), due_at=DUE[words["due"]],
    )  # fmt: skip
    said = frozenset(each.removeprefix("said ") for each in words if each.startswith("said "))
    override = None
    if "override" in words:
        until = NOON - timedelta(hours=1) if words["override"] == "over" else NOON + timedelta(days=7)
        level = Level.HIGH if words["override"] == "high" else Level.STANDARD
        override = Override(level, "because", "inspector:U-1", NOON - timedelta(days=1), until)
    grades = {limb: Grade(words[limb]) for limb in LIMBS & set(words)}
    return facts, Assessed(grades, said, override)


def counted(facts, assessed):
    return rules.priority(
        PriorityFacts(
            facts.received_at.date(), danger=facts.danger, under_18=facts.under_18, earlier=facts.earlier, same_account=facts.same_account,
            reports=facts.reports, changed=facts.changed, force_unknown=facts.scope == "force-unknown", assessed=assessed,
        ),
        queries.factors(), queries.thresholds(), NOON,
    )  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['number']}: {row['facts']}")
def test_each_row_comes_to_its_sentences_its_heading_and_its_queue(row):
    facts, assessed = told(row["facts"])
    found = counted(facts, assessed)
    factors = queries.factors_on(NOON)
    assert "; ".join(factors[each].sentence for each in found.factors) == row["priority"]
    assert found.points == int(row["points"])
    facts = replace(facts, factors=found.factors, points=found.points, high=found.level == Level.HIGH)
    band = queue_rules.band(danger=facts.danger, high=facts.high, due_at=facts.due_at, now=NOON)
    assert band == Band(row["band"])
    names = {each["queue"]: each["queue"] for each in table("expected_rules.csv")}
    assert names.get(queue_rules.place(facts, routing()).queue, "hub") == row["queue"]


def test_the_table_is_long_enough_and_each_row_names_its_source():
    assert len(ROWS) >= 80
    assert all(row["source"].strip() for row in ROWS)


def test_every_rule_of_the_table_can_fire_and_does():
    unit_of = {each.slug: each.unit for each in places.atlas().boroughs.values()}
    ordered = routing()
    for at, each in enumerate(ordered):
        assert queue_rules.never_fires(each, ordered[:at], unit_of) == ""
    assert {each.queue for each in ordered} <= {row["queue"] for row in ROWS}


def test_every_factor_is_in_some_row_and_every_queue_and_heading_too():
    said = {sentence for row in ROWS for sentence in row["priority"].split("; ")}
    assert {row["band"] for row in ROWS} == {each.value for each in Band}
    missing = {each.id for each in queries.factors() if each.sentence not in said}
    # The middle grades of what is graded by the same three words are in the rule's own test.
    assert missing <= {
        "investigation-medium", "engagement-medium", "prevention-medium",
    }, missing  # fmt: skip
