"""Sentences that hold for any sequence of tellings, however it is cut into batches; everybody in it is invented."""

from collections import Counter, defaultdict
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.cases.models import Case, CaseReport
from hub.duties.models import Duty
from hub.reports.models import Report
from hub.reports.terms import Disposition
from hub.triage import queries as triage
from hub.triage.models import Exit
from tests.walks import arrive, telling
from tests.whole import undone

pytestmark = pytest.mark.django_db

NAMES = ("", "Ada Invented", "Ben Invented", "Cem Invented")
ADDRESSES = ("", "shared@example.org", "other@example.org")
# Each example is undone before the next, so one database is enough for all of them.
ANY = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

one = st.fixed_dictionaries(
    {
        "reporter_name": st.sampled_from(NAMES),
        "reporter_email": st.sampled_from(ADDRESSES),
        "reporter_phone": st.sampled_from(("", "020 7946 0001")),
        "reporter_role": st.sampled_from(("victim", "witness", "on behalf", "")),
        "victim_name": st.sampled_from(("", "", *NAMES)),
        "content_urls": st.sampled_from([f"https://x.com/invented/status/{each}" for each in (1, 2)]),
        "borough": st.sampled_from(("Hackney", "Hackney", "Camden", "Kent", "outside UK", "")),
        "online": st.sampled_from(("yes", "yes", "no", "")),
        "strands": st.sampled_from(("race", "race", "none", "")),
        "immediate_danger": st.sampled_from(("", "no", "yes")),
    }
)
sequences = st.lists(one, min_size=1, max_size=7)
# Everybody shares one address and one post, and everything is in scope: as many chances to be mistaken as there are.
alike = st.lists(
    st.fixed_dictionaries(
        {
            "reporter_name": st.sampled_from(NAMES),
            "reporter_email": st.just("shared@example.org"),
            "reporter_role": st.sampled_from(("victim", "victim", "on behalf")),
            "victim_name": st.sampled_from(("", "", "", "Ben Invented")),
            "content_urls": st.just("https://x.com/invented/status/1"),
        }
    ),
    min_size=2,
    max_size=6,
)


def tellings(rows: Sequence[dict[str, str]]):
    return [telling(number, **row) for number, row in enumerate(rows)]


def victim_named(row: dict[str, str]) -> str:
    """The name of whoever a row says was targeted."""
    own = row["reporter_role"] in {"victim", ""}
    return (row["reporter_name"] or row["victim_name"]) if own else row["victim_name"]


def whose(rows: Sequence[dict[str, str]]) -> dict[int, set[str]]:
    """The names of the victims in each case."""
    found: dict[int, set[str]] = defaultdict(set)
    for case, source in CaseReport.objects.values_list("case", "report__source_reference"):
        row = rows[int(source.removeprefix("T-"))]
        # A row by a victim that names another person as the victim is about that other person.
        names = {row["victim_name"] or victim_named(row)} - {""}
        found[case] |= names
    return found


@ANY
@given(st.one_of(alike, sequences))
def test_a_case_never_joins_two_victims_and_a_public_one_has_none(rows):
    with undone():
        for each in tellings(rows):
            arrive(each)
        for case, names in whose(rows).items():
            assert len(names) <= 1, names
            if Case.objects.get(pk=case).about == "public":
                assert not CaseReport.objects.filter(case=case, victim__isnull=False).exists()


@ANY
@given(st.one_of(alike, sequences), st.integers(1, 6))
def test_however_a_sequence_is_cut_into_batches_the_same_reports_share_a_case(rows, size):
    def together(step: int):
        told = tellings(rows)
        for start in range(0, len(told), step):
            arrive(*told[start : start + step])
        placed = CaseReport.objects.values_list("case", "report__source_reference", "how")
        cases: dict[int, set[tuple[str, str]]] = defaultdict(set)
        for case, report, how in placed:
            cases[case].add((report, how))
        return sorted(map(sorted, cases.values()))

    with undone():
        one_by_one = together(1)
    with undone():
        assert together(size) == one_by_one


@ANY
@given(sequences, st.lists(st.integers(0, 6), max_size=4))
def test_the_figures_add_up_and_every_report_stands_in_exactly_one_place(rows, again):
    with undone():
        told = tellings(rows)
        resent = [told[each % len(told)] for each in again]
        arrivals = arrive(*told, *resent)
        counted = Counter(each.disposition for each in arrivals)
        assert counted[Disposition.NEW] == len(told) == Report.objects.count()
        assert counted[Disposition.SAME] == len(resent)
        totals = triage.totals()
        assert totals.in_scope + sum(totals.out_of_scope.values()) + totals.force_unknown == len(told)
        assert totals.in_scope == CaseReport.objects.count()
        assert sum(totals.out_of_scope.values()) == Exit.objects.filter(state="proposed").count()
        assert totals.borough_unknown <= totals.in_scope


@ANY
@given(sequences)
def test_whoever_is_in_danger_has_an_alarm_whatever_else_is_true_and_nobody_else_has(rows):
    with undone():
        arrivals = arrive(*tellings(rows))
        alarms = Counter(Duty.objects.filter(kind="alarm", state="running").values_list("subject", flat=True))
        for row, each in zip(rows, arrivals, strict=True):
            reference = Report.objects.get(pk=each.report_id).reference
            assert alarms[reference] == (row["immediate_danger"] == "yes")
