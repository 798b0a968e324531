"""A report that is being entered: its officer's own, sealed, never overwritten unseen, and erased when it ends."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from hub.audit.models import Line
from hub.common import clock
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.keys.keyring import keyring
from hub.keys.terms import DataKey, Destroyed
from hub.reports import actions as reports
from hub.reports import queries
from hub.reports.models import Draft
from hub.reports.terms import ChangedElsewhere, DraftState
from tests import walks
from tests.web.accounts import actor

pytestmark = pytest.mark.django_db

WORDS = {
    "what_happened": "Invented: they know our door",
    "reporter_name": "Noor Invented",
    "reporter_phone": "07700 900456",
}


@pytest.fixture
def bo():
    return actor("bo")


@pytest.fixture
def draft(bo):
    return reports.begin_draft(words=WORDS, by=bo)


def lines(action):
    return list(Line.objects.filter(action=action).values_list("kind", "subject"))


def save(draft, by, version=1, **words):
    return reports.save_draft(draft=draft, words={**WORDS, **words}, version=version, by=by)


def test_a_draft_opens_as_it_was_left_and_each_step_is_one_line(draft, bo):
    assert reports.open_draft(draft=draft, by=bo).words == WORDS
    saved = save(draft, bo, platform="X")
    assert (saved.version, saved.words["platform"]) == (2, "X")
    assert lines("reports.begin-draft") == [("collection", draft)]
    assert lines("reports.open-draft") == [("consultation", draft)]
    assert lines("reports.save-draft") == [("alteration", draft)]


def test_saving_with_every_pause_is_told_to_the_record_once_in_ten_minutes(draft, bo, monkeypatch):
    for version in (1, 2, 3):
        save(draft, bo, version, wants=str(version))
    assert len(lines("reports.save-draft")) == 1
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    save(draft, bo, 4, wants="4")
    assert len(lines("reports.save-draft")) == 2


def test_nothing_that_was_typed_stands_in_the_row(draft, bo):
    save(draft, bo, content_text="Invented words")
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(reports_draft)::text, sealed, wrapped_key FROM reports_draft")
        whole = b"".join(
            str(each).encode() if isinstance(each, str) else bytes(each) for each in cursor.fetchone()
        )
    for each in ("Noor", "900456", "our door", "Invented"):
        assert each.encode() not in whole
        assert each.encode().hex().encode() not in whole


def test_danger_is_known_without_opening_a_draft(draft, bo):
    save(draft, bo, immediate_danger="yes")
    ((line,), older) = queries.open_drafts(bo.account)
    assert line.danger
    assert line.reference == draft
    assert older == ""


def test_a_colleague_finds_no_such_draft(draft):
    for step in (
        lambda by: reports.open_draft(draft=draft, by=by),
        lambda by: save(draft, by),
        lambda by: reports.discard_draft(draft=draft, by=by),
        lambda by: reports.draft_sent(draft=draft, report="R-1", by=by),
    ):
        with pytest.raises(NotFound):
            step(actor("ruth"))
    assert queries.open_drafts(actor("ruth").account) == ((), "")


def test_a_role_that_takes_no_reports_is_refused(draft):
    for step in (
        lambda by: reports.begin_draft(words={}, by=by),
        lambda by: reports.open_draft(draft=draft, by=by),
        lambda by: save(draft, by),
        lambda by: reports.discard_draft(draft=draft, by=by),
        lambda by: reports.draft_sent(draft=draft, report="R-1", by=by),
        lambda by: reports.expire_drafts(by=by),
    ):
        with pytest.raises(NotPermitted):
            step(actor("aud"))


def test_somebody_without_an_account_enters_nothing():
    with pytest.raises(NotPermitted):
        reports.begin_draft(words={}, by=walks.BO)
    with pytest.raises(NotFound):
        reports.open_draft(draft="E-1", by=walks.BO)


def test_what_another_tab_saved_is_not_overwritten(draft, bo):
    save(draft, bo, wants="be left alone")
    with pytest.raises(ChangedElsewhere) as refused:
        save(draft, bo, 1, wants="something else")
    assert refused.value.version == 2
    assert reports.open_draft(draft=draft, by=bo).words["wants"] == "be left alone"
    assert save(draft, bo, refused.value.version, wants="something else").version == 3


def test_the_same_words_again_change_nothing_whatever_the_version(draft, bo):
    save(draft, bo, wants="be left alone")
    assert save(draft, bo, 1, wants="be left alone").version == 2


def test_a_higher_mark_is_not_kept_even_in_a_draft(draft, bo):
    with pytest.raises(Refusal, match="OFFICIAL-SENSITIVE"):
        save(draft, bo, wants="SECRET")
    assert "wants" not in reports.open_draft(draft=draft, by=bo).words


def erased(draft):
    row = Draft.objects.get(reference=draft)
    with pytest.raises(Destroyed):
        keyring().unwrap(DataKey(bytes(row.wrapped_key), row.key_version))
    return bytes(row.sealed) == b""


def test_a_discarded_draft_is_erased_and_stays_ended(draft, bo):
    reports.discard_draft(draft=draft, by=bo)
    assert erased(draft)
    assert lines("reports.end-draft") == [("erasure", draft)]
    assert reports.open_draft(draft=draft, by=bo).words == {}
    for step in (save, lambda *_: reports.discard_draft(draft=draft, by=bo)):
        with pytest.raises(NotNow):
            step(draft, bo)


def test_a_sent_draft_is_erased_once_and_names_its_report(draft, bo):
    reports.draft_sent(draft=draft, report="R-1", by=bo)
    reports.draft_sent(draft=draft, report="R-2", by=bo)
    assert erased(draft)
    assert len(lines("reports.end-draft")) == 1
    found = reports.open_draft(draft=draft, by=bo)
    assert (found.state, found.report) == (DraftState.SENT, "R-1")
    with pytest.raises(NotNow, match="R-1"):
        save(draft, bo)


def test_an_unsent_draft_expires_seven_days_after_it_was_saved(draft, bo, monkeypatch):
    begun = clock.now()
    monkeypatch.setattr(clock, "now", lambda: begun + timedelta(days=3))
    save(draft, bo, wants="be left alone")
    monkeypatch.setattr(clock, "now", lambda: begun + timedelta(days=9))
    assert reports.expire_drafts(by=walks.MACHINE) == 0
    monkeypatch.setattr(clock, "now", lambda: begun + timedelta(days=11))
    assert reports.expire_drafts(by=walks.MACHINE) == 1
    assert erased(draft)
    assert lines("reports.end-draft") == [("erasure", draft)]
    assert queries.count_open_drafts(bo.account) == 0


def test_an_ended_draft_can_hold_no_words(draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.filter(reference=draft).update(state=DraftState.SENT)


def test_a_save_that_fails_leaves_the_draft_as_it_was(draft, bo):
    with transaction.atomic():
        save(draft, bo, wants="be left alone")
        transaction.set_rollback(True)
    assert "wants" not in reports.open_draft(draft=draft, by=bo).words
    assert not lines("reports.save-draft")


def test_many_drafts_come_in_pages(bo):
    made = [reports.begin_draft(words={}, by=bo) for _ in range(3)]
    first, after = queries.open_drafts(bo.account, limit=2)
    second, end = queries.open_drafts(bo.account, after=after, limit=2)
    assert [each.reference for each in (*first, *second)] == made[::-1]
    assert end == ""
