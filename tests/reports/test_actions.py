"""What was told is kept, known again, and only ever added to."""

from datetime import timedelta

import pytest

from hub.audit.models import Line, Reason
from hub.common import clock
from hub.common.refusals import NotFound, Refusal
from hub.reports import actions, queries
from hub.reports.models import Addition, Disagreement, Perception, Report, Words
from hub.reports.terms import AdditionKind, Disposition, Strand
from tests.walks import BO, MACHINE, arrive, telling

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noise():
    """A report of somebody else."""
    arrive(telling(99, strands="race;disability", what_happened="Invented: of somebody else"))


@pytest.fixture
def report() -> str:
    (found,) = arrive(telling(1, strands="race;religion", targeted_religion="jewish;muslim"))
    return Report.objects.get(pk=found.report_id).reference


def test_a_telling_is_new_once_and_known_again_in_one_sequence_and_in_the_next():
    one, other = telling(1), telling(1, wants="to be heard")
    found = actions.recognise(tellings=[one, one, other, other], by=MACHINE)
    new, same, changed = Disposition.NEW, Disposition.SAME, Disposition.CHANGED
    assert [each.disposition for each in found] == [new, same, changed, same]
    assert found[2].columns == ("wants",)
    arrive(one)
    later = actions.recognise(tellings=[one, other, other], by=MACHINE)
    assert [each.disposition for each in later] == [same, changed, same]


def test_the_same_reference_of_another_source_is_another_telling():
    arrive(telling(1), telling(1, source="Partner"))
    assert Report.objects.filter(source_reference="T-1").count() == 2


def test_a_later_fact_stands_beside_what_was_told_dated_and_signed(report, monkeypatch):
    later = clock.now() + timedelta(days=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    told = Words.objects.get(report__reference=report).what_happened
    actions.add(report=report, kind=AdditionKind.ANSWER, text="It was online.", by=BO)
    found = Addition.objects.get()
    assert (found.kind, found.text, found.by, found.at) == (
        "answer", "It was online.", "hub-officer:bo", later,
    )  # fmt: skip
    assert Words.objects.get(report__reference=report).what_happened == told


@pytest.mark.parametrize("text", ["", " \n"])
def test_nothing_is_not_a_fact(report, text):
    with pytest.raises(Refusal, match="There is nothing to add"):
        actions.add(report=report, kind=AdditionKind.NOTE, text=text, by=BO)
    assert not Addition.objects.exists()


def test_an_officer_who_disagrees_leaves_every_perception_as_it_was(report):
    before = list(Perception.objects.order_by("pk").values())
    actions.disagree(report=report, strand=Strand.RELIGION, reason="The post names no religion.", by=BO)
    assert list(Perception.objects.order_by("pk").values()) == before
    disagreed = Disagreement.objects.values_list("perception__targeted_religion", "by", "reason")
    assert set(disagreed) == {
        (religion, "hub-officer:bo", "The post names no religion.") for religion in ("jewish", "muslim")
    }
    told = queries.told(report)
    assert told is not None
    assert told.disagreements == 2
    line = Line.objects.get(action="reports.disagree")
    assert (line.subject, line.codes) == (report, {"strand": "religion"})
    assert Reason.objects.get(line=line.pk).text == "The post names no religion."


def test_nobody_disagrees_without_a_reason_or_with_what_nobody_perceived(report):
    with pytest.raises(Refusal, match="the person's own perception stays"):
        actions.disagree(report=report, strand=Strand.RACE, reason=" ", by=BO)
    with pytest.raises(NotFound, match="Nobody perceived disability"):
        actions.disagree(report=report, strand=Strand.DISABILITY, reason="because", by=BO)
    assert not Disagreement.objects.exists()


def test_a_report_that_is_not_there_is_said_and_named():
    with pytest.raises(NotFound, match="There is no report R-NOBODY"):
        actions.add(report="R-NOBODY", kind=AdditionKind.NOTE, text="x", by=BO)
    with pytest.raises(NotFound, match="There is no report R-NOBODY"):
        actions.disagree(report="R-NOBODY", strand=Strand.RACE, reason="because", by=BO)
    assert queries.told("R-NOBODY") is None
