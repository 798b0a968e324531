"""Why something is here: its place in the queue, and the rules that answered, as a person says it."""

import csv
import re
from datetime import timedelta
from pathlib import Path

import pytest

from hub import pathway
from hub.cases.models import Case
from hub.common import clock
from hub.places import rules as place_rules
from hub.queue import queries
from hub.queue.models import Waiting
from hub.queue.terms import Band, Filter
from hub.triage import rules as triage_rules
from hub.triage.actions import belonging
from hub.triage.models import Decision
from hub.triage.queries import ledger
from hub.triage.rules import referring
from hub.web.desk.cases import rule_words
from hub.web.desk.cases.standing import ordinal, standing
from tests.walks import arrive, telling
from tests.web.accounts import account, actor, client_of

pytestmark = pytest.mark.django_db


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def why(subject: str, who: str = "bo") -> str:
    kind = "cases" if subject.startswith("C-") else "reports"
    return text(client_of(who).get(f"/desk/{kind}/{subject}/why/"))


def in_order() -> list[str]:
    return [each.facts.subject for each in queries.page(Filter())[0]]


@pytest.fixture
def queue() -> list[str]:
    """Six that wait, one of them with danger and one whose clock is over, in their order."""
    arrive(*(telling(each) for each in range(5)), telling(9, immediate_danger="yes"))
    late = Waiting.objects.filter(urgency=2).first()
    past = clock.now() - timedelta(hours=1)
    Waiting.objects.filter(pk=late.pk).update(due_at=past, order_at=past)
    return in_order()


def test_the_place_is_said_as_the_queue_shows_it(queue):
    for number, subject in enumerate(queue, start=1):
        assert f"<b>{ordinal(number)} of 6 waiting, under “" in why(subject)
    assert "1st of 6 waiting, under “Danger now”." in why(queue[0])
    assert "2nd of 6 waiting, under “Late”." in why(queue[1])


def test_only_what_this_person_sees_is_counted(queue):
    pathway.save_queue(slug="", name="Quiet", what="", roles=("inspector",), by=actor("gita"))
    Waiting.objects.filter(subject__in=queue[1:3]).update(queue="quiet")
    assert "1st of 4 waiting" in why(queue[0])
    assert "2nd of 4 waiting" in why(queue[3])
    assert "4th of 6 waiting" in why(queue[3], "gita")


def test_a_borough_officer_is_told_the_place_among_the_cases_of_their_unit(queue):
    for subject in queue[:2]:
        Waiting.objects.filter(subject=subject).update(unit="NE")
    (case,) = [each for each in queue if each.startswith("C-")][-1:]
    Waiting.objects.filter(subject=case).update(unit="CE", officer=account("chandra"))
    row = queries.rows_of([case])[case]
    mine = Waiting.objects.filter(unit="CE", subject_kind="case", live=True).count()
    assert f"of {mine} waiting" in standing(row, actor("chandra"))


def test_what_cannot_be_counted_says_how_many_stand_before_at_least(queue, monkeypatch):
    monkeypatch.setattr("hub.queue.queries.order.LIMIT", 3)
    assert "2nd of 3 or more waiting, under “Late”." in why(queue[1])
    band = queries.rows_of(queue[-1:])[queue[-1]].band.label
    assert f"3 or more wait before it; of those that stand under “{band}” too, 3 or more." in why(queue[-1])


def test_before_it_under_its_heading_are_only_those_that_stand_under_it(queue):
    for subject in queue:
        row = queries.rows_of([subject])[subject]
        shown = [each for each in queries.page(Filter())[0] if each.band == row.band]
        expected = [each.facts.subject for each in shown].index(subject)
        assert queries.standing(row, Filter()).before_in_band == expected, (subject, row.band)
    assert {queries.rows_of([each])[each].band for each in queue} >= {Band.DANGER, Band.LATE}


def test_a_place_takes_one_question(queue, django_assert_num_queries):
    row = queries.rows_of(queue[:1])[queue[0]]
    with django_assert_num_queries(1):
        queries.standing(row, Filter(role="hub-officer"))


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"), (21, "21st"),
     (112, "112th"), (1_003, "1,003rd")],
)  # fmt: skip
def test_places_are_said_as_ordinals(number, said):
    assert ordinal(number) == said


def test_what_waits_no_more_has_no_place(queue):
    subject = Case.objects.order_by("pk")[0].reference
    Waiting.objects.filter(subject=subject).update(live=False)
    assert "waiting, under" not in why(subject)


# -- the rules


def slugs() -> set[str]:
    """Every name of a rule that is written into a ledger."""
    sources = [
        Path(each.__file__).read_text(encoding="utf-8") for each in (place_rules, referring, belonging)
    ]
    named = set()
    for each in sources:
        named |= set(re.findall(r'rule(?::[^=]*)?="([a-z-]+)"', each))
        named |= set(re.findall(r'_in\(\w+, "([a-z-]+)"', each))
        named |= set(re.findall(r'"([a-z]+(?:-[a-z]+)+|perception)"[,)]', each) if each != sources[0] else ())
        named |= set(
            re.findall(
                r'^_(?:MET_CANDIDATES|SEVERAL_FORCES|PARTLY_OUTSIDE|UNLISTED) = "([a-z-]+)"',
                each,
                re.MULTILINE,
            )
        )
    table = Path(triage_rules.__file__).parents[1] / "data" / "force_rules.csv"
    with table.open(encoding="utf-8", newline="") as rows:
        named |= {each["rule"] for each in csv.DictReader(rows)}
    return named


def test_every_rule_has_a_title_that_a_person_wrote():
    named = slugs()
    assert {"danger-as-told", "candidates", "victim-home", "as-found-out", "postcode-area"} <= named
    assert named - set(rule_words.TITLES) == set()


def test_a_rule_that_is_gone_is_still_said_in_plain_letters():
    assert rule_words.title("first-letter-of-all") == "First letter of all"


def test_each_answer_names_its_rule_by_title_version_and_what_it_looked_at(queue):
    page = why(queue[0])
    assert (
        "By the rule “Danger, as the report tells it”, version 2026-11. It looked at: Immediate danger: yes."
        in page
    )
    assert (
        "By the rule “What somebody perceived is enough”, version 2026-11. It looked at: Characteristics: race."
        in page
    )
    assert "By the rule “The borough that the report gives”" in page
    assert "Boroughs it could be: Hackney." in page
    for slug in slugs() - {"perception", "candidates", "contradiction"}:
        assert slug not in page


def test_what_was_not_said_is_said_to_be_so():
    found = {"immediate": None, "online": False, "strands": "", "platform": "x", "victim": "not-uk"}
    assert rule_words.inputs(found) == (
        "Immediate danger: not said; Online: no; Characteristics: not said; Platform: X; "
        "Where the victim lives: Outside the United Kingdom"
    )
    assert rule_words.inputs({"strands": "none"}) == "Characteristics: none"


def test_the_ledger_tells_what_was_looked_at(queue):
    row = Decision.objects.order_by("pk").first()
    assert ledger(row.report_id)[0].inputs == row.inputs
