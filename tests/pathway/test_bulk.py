"""Several records at once: only what was opened, seen before it is done, for a reason where one alone needs it, and undone for a while."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from hub import pathway
from hub.audit.models import Line as Recorded
from hub.cases import queries as cases_known
from hub.cases.models import Allocation, Case, Membership, Seen
from hub.common import clock
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.pathway import bulk, casework
from hub.pathway.bulk import Asked
from hub.people.terms import Role
from hub.queue import actions as queue_actions
from hub.queue import queries
from hub.queue.models import Bulk, BulkLine, Passed, Waiting
from hub.queue.terms import NEEDS_REASON, NOTHING_DUE, Act, LineState
from hub.reports.models import Report
from hub.triage.models import Exit
from tests.walks import BO, arrive, telling
from tests.web.accounts import account, actor
from tests.whole import changed, everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases() -> list[str]:
    """Three cases of Central East, of which Bo has opened two."""
    found = [arrive(telling(number))[0].placed.case for number in (1, 2, 3)]
    for each in found[:2]:
        pathway.open_case(case=each, by=actor("bo"))
    return found


@pytest.fixture
def leaving() -> list[str]:
    """Two reports whose way out waits, both opened by Bo."""
    found = arrive(telling(11, online="no"), telling(12, borough="Kent"))
    reports = [Report.objects.get(pk=each.report_id).reference for each in found]
    for each in reports:
        pathway.open_report(report=each, by=actor("bo"))
    return reports


def asked(act: Act, subjects: list[str], target: str = "") -> Asked:
    return Asked(act, tuple(subjects), target, clock.now() - timedelta(hours=1))


def do(act: Act, subjects: list[str], target: str = "", who: str = "bo"):
    reference = bulk.act(asked=asked(act, subjects, target), reason="One campaign.", by=actor(who))
    found = queries.bulk(reference)
    assert found is not None
    return found


def states(found) -> dict[str, LineState]:
    return {each.subject: each.state for each in found.lines}


def holder(subject: str) -> int | None:
    return queries.rows_of([subject])[subject].holder_id


def test_only_what_this_officer_opened_since_they_sat_down_is_acted_on_and_the_rest_is_named(cases):
    found = do(Act.CLAIM, cases)
    assert states(found) == dict(zip(cases, ["done", "done", "refused"], strict=True))
    (refused,) = [each for each in found.lines if each.state == "refused"]
    assert "You have not opened it" in refused.sentence
    assert [holder(each) for each in cases] == [account("bo").pk, account("bo").pk, None]
    assert set(states(do(Act.CLAIM, cases, who="ruth")).values()) == {"refused"}


def test_what_was_opened_before_this_sitting_does_not_count(cases):
    Seen.objects.update(at=clock.now() - timedelta(hours=2))
    assert set(states(do(Act.CLAIM, cases)).values()) == {"refused"}


def test_the_preview_names_each_record_and_what_becomes_of_it_and_changes_nothing(cases):
    pathway.claim(subject=cases[1], by=actor("ruth"))
    actor("bo")
    before = everything()
    found = {each.subject: each for each in bulk.preview(asked=asked(Act.CLAIM, cases), by=actor("bo"))}
    assert not changed(before)
    assert [found[each].state for each in cases] == ["done", "refused", "refused"]
    assert "Ruth Invented has" in found[cases[1]].sentence
    waits = bulk.preview(asked=asked(Act.JOIN, cases), by=actor("bo"))
    assert [each.state for each in waits].count("refused") == 1


@pytest.mark.parametrize("reason", ["", "  "])
@pytest.mark.parametrize("act", sorted(NEEDS_REASON))
def test_one_typed_reason_is_needed_where_one_record_alone_needs_it(cases, act, reason):
    with pytest.raises(Refusal, match="one reason is kept"):
        bulk.act(asked=asked(act, cases, cases[0]), reason=reason, by=actor("bo"))
    with pytest.raises(Refusal, match="one reason is kept"):
        queue_actions.keep_bulk(act=act, target="", reason=reason, done=[], by=actor("bo"))
    assert not Bulk.objects.exists()


@pytest.mark.parametrize("act", sorted(NEEDS_REASON))
def test_the_database_keeps_none_of_these_without_a_reason(act):
    with pytest.raises(IntegrityError, match="bulk_for_a_reason"):
        Bulk.objects.create(reference="B-X", account=account("bo"), act=act, reason="", at=clock.now())


def test_claiming_several_asks_no_reason_as_claiming_one_asks_none_and_is_on_the_record(cases):
    assert {"join", "confirm-exit", "refuse-exit"} == NEEDS_REASON
    reference = bulk.act(asked=asked(Act.CLAIM, cases), reason="", by=actor("bo"))
    found = queries.bulk(reference)
    assert list(states(found).values()).count("done") == 2
    (line,) = Recorded.objects.filter(action="queue.bulk", subject=reference)
    assert line.codes == {"act": "claim", "done": 2, "asked": 3}
    assert set(states(undo(found)).values()) == {"undone", "refused"}


def test_offers_without_a_reason_are_taken_back_with_one_that_says_so(cases):
    target = account("chandra").reference
    reference = bulk.act(asked=asked(Act.OFFER, cases[:2], target), reason="", by=actor("bo"))
    assert set(states(undo(queries.bulk(reference))).values()) == {"undone"}
    said = set(Allocation.objects.values_list("reason", flat=True))
    assert "Undone by whoever did it." in said


def test_nothing_too_many_and_nobody_are_refused(cases):
    with pytest.raises(Refusal, match="at least one"):
        do(Act.CLAIM, [])
    with pytest.raises(Refusal, match="At most 50"):
        do(Act.CLAIM, [f"C-{number}" for number in range(51)])
    with pytest.raises(Refusal, match="Choose with whom"):
        do(Act.HAND_OVER, cases)
    with pytest.raises(Refusal, match="Sign in at the desk"):
        bulk.act(asked=asked(Act.CLAIM, cases), reason="x", by=BO)
    with pytest.raises(NotPermitted):
        bulk.preview(asked=asked(Act.CLAIM, cases), by=actor("aud"))


def test_one_line_stands_for_the_whole_and_one_for_each_record(cases):
    found = do(Act.CLAIM, cases)
    line = Recorded.objects.get(action="queue.bulk", refused=False)
    assert (line.subject, line.codes) == (found.reference, {"act": "claim", "done": 2, "asked": 3})
    assert Recorded.objects.filter(action="queue.claim", refused=False).count() == 2


def undo(found, who: str = "bo"):
    bulk.undo(bulk=found.reference, by=actor(who))
    again = queries.bulk(found.reference)
    assert again is not None
    return again


def test_claims_are_undone_but_for_what_changed_since(cases):
    found = do(Act.CLAIM, cases)
    pathway.release(subject=cases[0], by=actor("bo"))
    pathway.claim(subject=cases[0], by=actor("ruth"))
    again = undo(found)
    assert states(again) == dict(zip(cases, ["changed", "undone", "refused"], strict=True))
    assert [holder(each) for each in cases[:2]] == [account("ruth").pk, None]


def test_what_is_released_or_handed_over_comes_back_to_whoever_had_it(cases):
    for each in cases[:2]:
        pathway.claim(subject=each, by=actor("bo"))
    until = Waiting.objects.get(subject=cases[0]).held_until
    undo(do(Act.RELEASE, cases[:2]))
    assert Waiting.objects.get(subject=cases[0]).held_until == until
    found = do(Act.HAND_OVER, cases[:2], account("ruth").reference)
    assert [holder(each) for each in cases[:2]] == [account("ruth").pk] * 2
    undo(found)
    assert [holder(each) for each in cases[:2]] == [account("bo").pk] * 2


def test_what_was_kept_or_passed_on_comes_back_for_the_same_reason_and_as_long(cases):
    kept = pathway.hold(
        subject=cases[0], until=today() + timedelta(days=3), reason="She calls back.", by=actor("bo")
    )
    pathway.pass_on(
        subject=cases[1], queue_named="", to=account("bo").reference, reason="Knows them.", by=actor("gita")
    )
    found = do(Act.RELEASE, cases[:2])
    assert [holder(each) for each in cases[:2]] == [None, None]
    assert not queries.passed(cases[:2])
    assert states(undo(found))[cases[1]] == "undone"
    rows = queries.rows_of(cases[:2])
    assert (rows[cases[0]].held_until, rows[cases[0]].kept) == (kept, "She calls back.")
    assert (rows[cases[1]].held_until, rows[cases[1]].kept) == (NOTHING_DUE, "Knows them.")
    assert rows[cases[1]].place.by_hand
    assert queries.passed(cases[:2])[cases[1]].person_id == account("bo").pk
    assert not queries.astray()


def test_what_a_hand_put_into_a_queue_stays_there_while_it_comes_back(cases):
    pathway.pass_on(
        subject=cases[0],
        queue_named="hub",
        to=account("bo").reference,
        reason="Knows them.",
        by=actor("gita"),
    )
    undo(do(Act.RELEASE, cases[:1]))
    assert Passed.objects.filter(subject=cases[0]).count() == 1
    assert queries.rows_of(cases[:1])[cases[0]].held_until == NOTHING_DUE


def test_what_stands_in_a_queue_that_a_role_does_not_see_is_named_and_refused(cases):
    slug = pathway.save_queue(
        slug="", name="Invented", what="", roles=[Role.INSPECTOR.value], by=actor("gita")
    )
    pathway.pass_on(subject=cases[0], queue_named=slug, to="", reason="because", by=actor("gita"))
    found = do(Act.CLAIM, cases[:2])
    assert states(found) == {cases[0]: "refused", cases[1]: "done"}
    (refused,) = [each for each in found.lines if each.state == "refused"]
    assert "does not see" in refused.sentence


def today() -> date:
    return clock.now().astimezone(clock.LONDON).date()


def test_offers_go_to_an_officer_of_the_unit_and_are_taken_back(cases):
    elsewhere = arrive(telling(4, borough="Barnet"))[0].placed.case
    pathway.open_case(case=elsewhere, by=actor("bo"))
    (report,) = arrive(telling(5, borough="Kent"))
    alone = Report.objects.get(pk=report.report_id).reference
    pathway.open_report(report=alone, by=actor("bo"))
    found = do(Act.OFFER, [*cases[:2], elsewhere, alone], account("chandra").reference)
    assert states(found) == {cases[0]: "done", cases[1]: "done", elsewhere: "refused", alone: "refused"}
    casework.accept_case(case=cases[0], seen=_version(cases[0]), by=actor("chandra"))
    again = undo(found)
    assert (states(again)[cases[0]], states(again)[cases[1]]) == ("changed", "undone")
    assert Allocation.objects.get(case__reference=cases[1], ended_at__isnull=True).given == "to-unit"


def _version(case: str) -> int:
    return Case.objects.get(reference=case).version


def test_a_cluster_made_at_once_is_taken_apart_at_once(cases):
    other = arrive(telling(4))[0].placed.case
    found = do(Act.JOIN, cases[:2], other)
    assert set(cases_known.clusters([*cases, other])) == {*cases[:2], other}
    undo(found)
    assert not Membership.objects.filter(to_at__isnull=True).exists()
    assert "Undone: One campaign." in set(Membership.objects.values_list("ended_reason", flat=True))


def test_what_cannot_be_undone_any_more_says_so(cases, monkeypatch):
    other = arrive(telling(4))[0].placed.case
    found = do(Act.JOIN, cases[:2], other)
    monkeypatch.setattr(bulk, "_marks", lambda subjects: dict.fromkeys(subjects, "x"))
    BulkLine.objects.update(mark="x")
    Membership.objects.filter(case__reference=cases[0]).update(
        to_at=clock.now(), ended_by="x", ended_reason="x"
    )
    assert states(undo(found))[cases[0]] == "changed"


def test_ways_out_are_decided_at_once_and_that_is_not_undone(cases, leaving):
    found = do(Act.CONFIRM, [*leaving, cases[0]])
    assert states(found) == {leaving[0]: "done", leaving[1]: "done", cases[0]: "refused"}
    assert set(Exit.objects.values_list("state", flat=True)) == {"confirmed"}
    assert found.undo_until is None
    with pytest.raises(NotNow, match="cannot be undone"):
        undo(found)


def test_what_stays_gets_its_case_and_what_is_in_one_keeps_it(leaving):
    found = do(Act.REFUSE, leaving)
    assert set(states(found).values()) == {"done"}
    assert Case.objects.count() == 2


def test_it_is_undone_once_in_time_and_by_whoever_did_it(cases, monkeypatch):
    found = do(Act.CLAIM, cases)
    with pytest.raises(NotPermitted, match="Somebody else"):
        undo(found, who="ruth")
    with pytest.raises(NotPermitted, match="Somebody else"):
        bulk.read(bulk=found.reference, by=actor("ruth"))
    with pytest.raises(NotFound):
        bulk.undo(bulk="B-00000-00000", by=actor("bo"))
    with pytest.raises(NotFound):
        bulk.read(bulk="B-00000-00000", by=actor("bo"))
    later = clock.now() + timedelta(minutes=11)
    with monkeypatch.context() as moved:
        moved.setattr(clock, "now", lambda: later)
        with pytest.raises(NotNow, match="its time is over"):
            undo(found)
    undo(found)
    with pytest.raises(NotNow, match="undone already"):
        undo(found)
    assert bulk.read(bulk=found.reference, by=actor("bo")).undone_at is not None


def test_undoing_what_was_never_done_changes_nothing(cases):
    found = do(Act.CLAIM, cases[2:])
    assert states(undo(found)) == {cases[2]: "refused"}
