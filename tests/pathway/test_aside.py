"""Not a crime: what leaves, what is masked, what is still seen, and what nobody can do on it any more."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from hub import pathway
from hub.aside import queries as known
from hub.aside.models import Original
from hub.aside.terms import IsSetAside, State
from hub.audit.models import Line
from hub.cases.models import Case, PublicItem, Shared, Suggestion
from hub.cases.terms import Alike
from hub.common.refusals import NotFound, NotNow, NotPermitted
from hub.content.models import Account, Handle, Item
from hub.duties.models import Duty
from hub.duties.terms import Kind
from hub.pathway import aside, casework, opening
from hub.queue import queries as queue
from hub.queue import rules as queue_rules
from hub.queue.models import Waiting
from hub.reports.models import (
    Appearance,
    Conduct,
    Perception,
    Report,
    Words,
)
from hub.reports.terms import AdditionKind
from hub.web.desk.queue import rows
from tests.pathway.aside_world import (
    ADA,
    HANDLE,
    LINK,
    NAME,
    POSTED,
    a_case,
    case_of,
    case_with_the_name_everywhere,
    finish,
    found,
    later,
    set_aside,
    version,
)
from tests.pathway.deciding_world import CRIME, decide, outcome
from tests.walks import AMINA, BO, MACHINE, OPERATOR, arrive, telling
from tests.web.accounts import actor

pytestmark = pytest.mark.django_db


# -- what leaves


def test_the_day_until_which_the_original_is_kept_is_told():
    case = a_case()
    done = set_aside(case)
    assert done.kept_until == known.today() + timedelta(days=60)
    row = Original.objects.get()
    assert (done.reference, row.dispose_on, row.state, row.rule) == (
        row.reference,
        done.kept_until,
        State.KEPT,
        "local-2026",
    )


def test_expert_check_1_whoever_was_reported_cannot_be_found_any_more_by_handle_link_or_words():
    case = a_case(what_happened=f"In my garden {NAME} shouted")
    report = Report.objects.get().reference
    casework.set_headline(case=case, words=f"Shouting by {NAME}", seen=version(case), by=actor("bo"))
    for words in (HANDLE, LINK, "Quarkwright", "garden", "Shouting", "X"):
        assert found(words) == [report], words
    set_aside(case)
    for words in (HANDLE, LINK, "Quarkwright", "garden", "Shouting", "X"):
        assert found(words) == [], words
    assert found(case) == [report], "by its own reference it is found still"


def test_what_is_structured_stays_for_the_figures_and_no_perception_is_lost():
    case = a_case(strands="race; disability", borough="Hackney")
    before = list(Perception.objects.values_list())
    set_aside(case)
    assert list(Perception.objects.values_list()) == before
    assert Words.objects.get().given["strands"] == "race; disability"
    assert Case.objects.get().borough == "hackney"
    assert Words.objects.get().given["platform"] == "X"


def test_danger_is_acted_on_before_anything_is_set_aside():
    danger = case_of(arrive(telling(9, **ADA, immediate_danger="yes"))[0])
    with pytest.raises(NotNow, match="may be in danger"):
        set_aside(danger)
    assert Waiting.objects.get(subject=danger).live


def test_what_is_owed_to_somebody_goes_on_and_then_it_leaves_the_queue():
    case = a_case(victim_under_18="yes")
    set_aside(case)
    report = Report.objects.get().reference
    live = Duty.objects.filter(subject__in=[case, report], state__in=["running", "paused"])
    assert Kind.SUPPORT_REFERRAL in {each.kind for each in live}, (
        "help is offered even when no crime is found"
    )
    assert Kind.RECORDED not in {each.kind for each in live}
    facts = queue.rows_of([case])[case].facts
    shown = " ".join((*queue_rules.why(facts), rows.next_duty(facts), facts.headline)).lower()
    assert "not a crime" in shown
    assert "victim" not in shown
    with pytest.raises(NotFound):
        aside.end_duty(subject=case, duty="D-AAAAA-BBBBB", done=True, reason="x", by=BO)
    last = live.last()
    aside.end_duty(subject=case, duty=last.reference, done=False, reason="They did not answer.", by=BO)
    finish(case)
    assert not Waiting.objects.get(subject=case).live


def test_with_nothing_owed_it_leaves_the_queue_at_once():
    report = arrive(telling(1, reporter_role="witness", consent_support="no", **POSTED))[0]
    case = case_of(report)
    set_aside(case)
    assert not Waiting.objects.get(subject=case).live


def test_a_post_that_nobody_else_holds_is_blanked_and_comes_again_as_a_new_one():
    case = a_case()
    item = Item.objects.get()
    set_aside(case)
    item.refresh_from_db()
    assert (item.url, item.text, item.post_id, item.account_id) == ("", "", "", None)
    assert item.key == f"aside:{item.reference}"
    assert [model.objects.count() for model in (Account, Handle, Appearance)] == [0, 0, 0]
    arrive(telling(2, **{**ADA, **POSTED}))
    assert Item.objects.count() == 2


def test_a_post_that_a_live_case_holds_stays_until_that_is_set_aside_as_well():
    one = a_case(1)
    two = a_case(2, **ADA)
    set_aside(one)
    assert Item.objects.get().url == LINK
    assert found(HANDLE) == [Report.objects.latest("pk").reference], "only the live case shows it"
    set_aside(two)
    assert Item.objects.get().url == ""
    assert found(HANDLE) == []


@pytest.mark.parametrize(("given", "lets_go"), [({"online": "no"}, True), ({"borough": "Kent"}, False)])
def test_a_report_that_left_holds_no_post_and_one_that_is_not_handed_over_yet_does(given, lets_go):
    (other,) = arrive(telling(2, **{**ADA, **POSTED, **given}))
    report = Report.objects.get(pk=other.report_id).reference
    case = a_case()
    pathway.confirm_exit(report=report, reason="It is not ours.", by=BO)
    set_aside(case)
    assert (Item.objects.get().url == "") == lets_go
    assert found(HANDLE) == ([] if lets_go else [report])


def test_a_case_whose_every_report_left_holds_no_post():
    one, two = a_case(1), a_case(2, **ADA)
    Case.objects.filter(reference=two).update(stage="left")
    set_aside(one)
    assert Item.objects.get().url == ""
    assert found(HANDLE) == []


def test_a_case_that_has_its_outcome_was_a_crime_and_holds_its_post():
    one, two = a_case(1), a_case(2, **ADA)
    decide(two, CRIME)
    outcome(two)
    set_aside(one)
    assert Item.objects.get().url == LINK


def test_a_public_case_gives_up_its_post_and_the_next_report_of_it_opens_a_case_of_its_own():
    public = {"reporter_role": "witness", **POSTED, "consent_support": "no"}
    one = case_of(arrive(telling(1, **public))[0])
    assert PublicItem.objects.exists()
    set_aside(one)
    assert not PublicItem.objects.exists()
    two = case_of(arrive(telling(2, **public))[0])
    assert two != one


def test_a_later_report_of_the_same_victim_and_post_joins_nothing_that_is_set_aside():
    one = a_case(1)
    set_aside(one)
    two = a_case(2)
    assert two != one
    assert list(Shared.objects.values_list("alike", flat=True)) == [Alike.CONDUCT]


# -- a course of conduct


def test_a_course_of_conduct_against_one_person_is_still_seen_and_by_nobody_else():
    one = a_case(1)
    a_case(2, content_urls="https://x.com/another/status/77", account_handle="@another")
    set_aside(one)
    assert not Suggestion.objects.exists()
    a_case(3, **ADA, content_urls="https://x.com/quark_zeb_1/status/88")
    assert not Suggestion.objects.exists(), "somebody else reports the same account"
    a_case(4, content_urls="https://x.com/third/status/99", account_handle="@third")
    assert not Shared.objects.filter(alike=Alike.CONDUCT).exists(), "she reports another account"
    again = a_case(5, content_urls="https://x.com/quark_zeb_1/status/100")
    pair = Shared.objects.select_related("suggestion").get(alike=Alike.CONDUCT).suggestion
    assert (pair.case.reference, pair.other.reference) == (again, one)
    lines = Line.objects.filter(action="cases.suggest-conduct")
    assert [each.subject for each in lines] == [again]


def test_the_fingerprint_goes_with_its_report_and_not_with_the_original(monkeypatch):
    case = a_case()
    set_aside(case)
    finish(case)
    later(monkeypatch, days=70)
    assert pathway.dispose_of_originals(by=MACHINE) == 1
    assert Conduct.objects.get().report == Report.objects.get(), (
        "the report is kept, masked, and so is its fingerprint"
    )
    again = a_case(2, content_urls="https://x.com/quark_zeb_1/status/5551119992")
    pair = Shared.objects.select_related("suggestion").get(alike=Alike.CONDUCT).suggestion
    assert (pair.case.reference, pair.other.reference) == (again, case)


def test_the_fingerprint_goes_when_everything_comes_back():
    case = a_case()
    set_aside(case)
    assert Conduct.objects.count() == 1
    pathway.restore(subject=case, reason="They asked.", by=BO)
    assert not Conduct.objects.exists()
    assert Line.objects.filter(action="reports.forget-conduct").count() == 1


def test_an_arrival_asks_once_for_all_its_conduct():
    set_aside(a_case(1))
    counting = _Counting()
    with connection.execute_wrapper(counting):
        arrive(*(telling(each, **{**AMINA, **POSTED}) for each in range(2, 12)))
    assert counting.asked == 1


class _Counting:
    """Counts the questions about conduct."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        self.asked += "reports_conduct" in sql and sql.startswith("SELECT")
        return execute(sql, params, many, context)


# -- nothing is done on it


def test_nothing_is_shown_printed_exported_or_written_of_it():
    case = case_with_the_name_everywhere()
    report = Report.objects.get().reference
    item = Item.objects.get().reference
    set_aside(case)
    gita, bo = actor("gita"), actor("bo")
    steps = (
        lambda: opening.open_case(case=case, by=gita),
        lambda: opening.enter(subject=case, reading=True, by=gita),
        lambda: opening.why_here(subject=case, by=gita),
        lambda: opening.show_content(subject=case, item=item, by=gita),
        lambda: opening.show_people(subject=case, reason="x", by=gita),
        lambda: opening.show_original(subject=case, report=report, reason="x", by=gita),
        lambda: casework.write_note(case=case, text="x", seen=version(case), by=bo),
        lambda: casework.set_headline(case=case, words="x", seen=version(case), by=bo),
        lambda: pathway.add_fact(report=report, kind=AdditionKind.NOTE, text="x", by=bo),
        lambda: pathway.ask_hub(case=case, text="x", by=actor("chandra")),
    )
    for step in steps:
        with pytest.raises(IsSetAside, match="is not a crime and was set aside"):
            step()


def test_a_report_without_a_case_is_set_aside_by_itself_and_one_in_a_case_is_not():
    report = Report.objects.get(pk=arrive(telling(1, **AMINA, borough="Kent"))[0].report_id).reference
    set_aside(report)
    for step in (
        lambda: opening.open_report(report=report, by=BO),
        lambda: pathway.confirm_exit(report=report, reason="x", by=BO),
        lambda: pathway.refuse_exit(report=report, reason="x", by=BO),
    ):
        with pytest.raises(IsSetAside):
            step()
    a_case(2)
    with pytest.raises(NotNow, match="is in case C-"):
        set_aside(Report.objects.latest("pk").reference)
    with pytest.raises(NotFound, match="There is no report R-AAAAA-BBBBB"):
        set_aside("R-AAAAA-BBBBB")


def test_it_is_set_aside_once_and_only_by_those_who_may():
    case = a_case()
    with pytest.raises(NotPermitted):
        set_aside(case, by=actor("chandra"))
    set_aside(case)
    with pytest.raises(NotNow, match="is set aside already"):
        set_aside(case)
    assert Original.objects.count() == 1


def test_the_same_telling_sent_again_with_a_difference_stands_in_the_queue():
    case = a_case()
    set_aside(case)
    finish(case)
    assert not Waiting.objects.get(subject=case).live
    arrive(telling(1, **{**AMINA, **POSTED, "wants": "Stop them"}))
    assert Waiting.objects.get(subject=case).live
    aside.hold_original(subject=case, until=None, reason="Invented.", by=OPERATOR)
    pathway.refuse_another_look(subject=case, reason="It changes nothing.", by=OPERATOR)
    assert not Waiting.objects.get(subject=case).live
