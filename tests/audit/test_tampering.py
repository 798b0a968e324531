"""Whoever holds the database alone cannot change the record unseen."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from hub.audit import actions, heads, queries
from hub.audit.models import Block, Line, Reason
from hub.audit.terms import Entry, Fault, Kind
from hub.common import clock
from hub.common.refusals import Refusal
from tests import database


def write(count: int, reason: str = "") -> None:
    with transaction.atomic():
        actions.record(
            [
                Entry(Kind.CONSULTATION, "test.read", "case", f"C-{each}", "operator:olu", reason=reason)
                for each in range(count)
            ]
        )


@contextmanager
def tampering() -> Iterator["psycopg.Connection[Any]"]:
    """Somebody who rules the server and silences the triggers."""
    given = database._admin_settings()
    with psycopg.connect(
        host=given["HOST"], port=given["PORT"] or None, user=given["USER"], password=given["PASSWORD"],
        dbname=settings.DATABASES["default"]["NAME"], autocommit=True,
    ) as admin:  # fmt: skip
        admin.execute("ALTER TABLE audit_line DISABLE TRIGGER ALL")
        admin.execute("ALTER TABLE audit_leaf DISABLE TRIGGER ALL")
        admin.execute("ALTER TABLE audit_block DISABLE TRIGGER ALL")
        yield admin


@pytest.fixture
def sealed(own_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(settings, "HUB_AUDIT_HEADS", tmp_path / "heads.log")
    write(20, reason="to answer a letter")
    assert actions.seal() == 20
    write(5)
    return


def faults() -> set[tuple[Fault, int | None]]:
    return {(each.fault, each.line) for each in queries.verify().findings}


def test_a_record_nobody_touched_is_sound_and_tells_its_tail(sealed):
    found = queries.verify()
    assert found.sound
    assert (found.lines, found.blocks, found.unsealed) == (25, 1, 5)
    assert found.oldest_unsealed is not None


def test_a_changed_line_is_named(sealed):
    with tampering() as admin:
        admin.execute("UPDATE audit_line SET actor = 'operator:other' WHERE id = 7")
    assert faults() == {(Fault.CHANGED, 7)}


def test_a_deleted_line_is_named(sealed):
    with tampering() as admin:
        admin.execute("DELETE FROM audit_line WHERE id = 9")
    assert faults() == {(Fault.DELETED, 9)}


@pytest.mark.parametrize("copy", ["transaction", "(pg_current_xact_id()::text)::bigint"])
def test_an_inserted_line_is_named(sealed, copy):
    columns = "at, kind, action, actor, subject_kind, subject, recipient, codes, refused, commitment, key_version, mac"
    with tampering() as admin:
        admin.execute(
            f"INSERT INTO audit_line (id, transaction, token, {columns}) "
            f"SELECT 900, {copy}, gen_random_uuid(), {columns} FROM audit_line WHERE id = 3"
        )
    assert faults() == {(Fault.INSERTED, 900)}


def test_reordered_lines_are_named(sealed):
    with tampering() as admin:
        admin.execute("UPDATE audit_line SET id = 1000 WHERE id = 4")
        admin.execute("UPDATE audit_line SET id = 4 WHERE id = 5")
        admin.execute("UPDATE audit_line SET id = 5 WHERE id = 1000")
    assert faults() >= {(Fault.REORDERED, 4), (Fault.REORDERED, 5)}


def test_a_changed_line_in_the_unsealed_tail_is_named(sealed):
    with tampering() as admin:
        admin.execute("UPDATE audit_line SET subject = 'C-other' WHERE id = 23")
    assert faults() == {(Fault.INSERTED, 23)}


def test_a_line_and_its_leaf_changed_together_break_the_seal(sealed):
    with tampering() as admin:
        admin.execute("UPDATE audit_leaf SET hash = sha256('x') WHERE line = 3")
    assert (Fault.BLOCK, None) in faults()


def test_a_changed_reason_is_named_and_an_erased_one_is_no_fault(sealed):
    with tampering() as admin:
        admin.execute("UPDATE audit_reason SET text = 'another' WHERE line = 2")
        admin.execute("DELETE FROM audit_reason WHERE line = 3")
    assert faults() == {(Fault.REASON_CHANGED, 2)}


def test_a_chain_cut_short_is_told_by_the_heads_outside(sealed):
    actions.seal()
    with tampering() as admin:
        admin.execute("DELETE FROM audit_leaf WHERE block = 2")
        admin.execute("DELETE FROM audit_block WHERE number = 2")
    assert (Fault.HEADS, None) in faults()


def test_a_chain_made_anew_is_told_by_the_heads_outside(sealed):
    with tampering() as admin:
        admin.execute("DELETE FROM audit_leaf")
        admin.execute("DELETE FROM audit_block")
        admin.execute("DELETE FROM audit_line WHERE id = 4")
    with pytest.raises(Refusal, match="a backup was restored"):
        actions.seal()
    assert (Fault.HEADS, None) in faults()


def test_a_restored_backup_is_said_on_the_record_before_sealing_goes_on(sealed):
    with tampering() as admin:
        admin.execute("UPDATE audit_block SET horizon = 900000000")
    with pytest.raises(Exception, match="a backup was restored"):
        actions.seal()
    actions.begin_epoch(reason="restored last night's backup", by="operator:olu")
    assert actions.seal() == 6
    assert Block.objects.order_by("-number").values_list("epoch", flat=True)[0] == 2


@pytest.mark.parametrize(
    "words",
    [
        "UPDATE audit_line SET actor = 'x'", "DELETE FROM audit_line", "TRUNCATE audit_line",
        "TRUNCATE audit_line, audit_leaf, audit_block CASCADE", "UPDATE audit_block SET size = 1",
        "ALTER TABLE audit_line DISABLE TRIGGER ALL", "DROP TABLE audit_line",
        "SET session_replication_role = replica",
    ],
)  # fmt: skip
def test_the_application_may_only_add(sealed, words):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(words)


def test_the_orm_may_only_add(sealed):
    for step in (lambda: Line.objects.all().delete(), lambda: Line.objects.update(actor="x")):
        with pytest.raises(DatabaseError), transaction.atomic():
            step()


def test_even_the_owner_is_stopped_by_the_triggers(sealed):
    given = {**settings.DATABASES["owner"]}
    with psycopg.connect(
        host=given["HOST"], port=given["PORT"] or None, user=given["USER"], password=given["PASSWORD"],
        dbname=given["NAME"], autocommit=True,
    ) as owner:  # fmt: skip
        for words in ("DELETE FROM audit_line", "TRUNCATE audit_line", "UPDATE audit_line SET actor = 'x'"):
            with pytest.raises(psycopg.Error, match="append-only"):
                owner.execute(words)


def test_a_slow_transaction_and_a_rollback_lose_no_line(sealed):
    given = settings.DATABASES["default"]
    slow = psycopg.connect(
        host=given["HOST"],
        port=given["PORT"] or None,
        user=given["USER"],
        password=given["PASSWORD"],
        dbname=given["NAME"],
    )
    slow.execute("SELECT nextval('audit_line_id_seq')")
    slow.execute(
        "INSERT INTO audit_line (token, at, kind, action, actor, subject_kind, subject, recipient, codes, refused, "
        "commitment, key_version, mac) SELECT gen_random_uuid(), at, kind, action, actor, subject_kind, subject, "
        "recipient, codes, refused, commitment, key_version, mac FROM audit_line WHERE id = 1"
    )
    write(3)
    assert actions.seal() == 8
    slow.commit()
    slow.close()
    assert actions.seal() == 1, "the line of the slow transaction, whose number is lower, is sealed now"


def test_a_reason_is_kept_apart_from_its_line(sealed):
    assert Reason.objects.get(line=1).text == "to answer a letter"
    assert not any("to answer" in str(each) for each in Line.objects.values_list("codes", "action"))


def test_a_line_forged_before_a_seal_is_still_named_after_it(sealed):
    columns = (
        "at, kind, action, subject_kind, subject, recipient, codes, refused, commitment, key_version, mac"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO audit_line (token, actor, {columns}) "
            f"SELECT gen_random_uuid(), 'operator:framed', {columns} FROM audit_line WHERE id = 1 RETURNING id"
        )
        (forged,) = cursor.fetchone()
    actions.seal()
    assert faults() == {(Fault.INSERTED, forged)}


def test_a_line_changed_before_a_seal_is_still_named_after_it(sealed):
    with tampering() as admin:
        admin.execute("UPDATE audit_line SET actor = 'operator:framed' WHERE id = 23")
    actions.seal()
    assert faults() == {(Fault.INSERTED, 23)}


@pytest.mark.parametrize("change", ["horizon = 0", "sealed_at = sealed_at - interval '1 year'"])
def test_a_changed_block_is_told_by_its_seal(sealed, change):
    with tampering() as admin:
        admin.execute(f"UPDATE audit_block SET {change}")
    assert faults() == {(Fault.BLOCK, None)}


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_head_torn_by_a_power_cut_is_written_again(sealed, cut):
    path = settings.HUB_AUDIT_HEADS
    write(2)
    actions.seal()
    path.write_text(path.read_text("ascii")[:-cut], "ascii")
    for _ in range(2):
        write(2)
        actions.seal()
    assert queries.verify().findings == ()
    assert sorted(heads.read()) == [1, 2, 3, 4]


def test_a_backup_older_than_the_heads_is_not_sealed_over_until_somebody_says_so(sealed):
    heads.append([(2, b"x" * 32), (3, b"y" * 32)])
    with pytest.raises(Refusal, match="a backup was restored"):
        actions.seal()
    actions.begin_epoch(reason="restored last night's backup", by="operator:olu")
    assert actions.seal() == 6
    found = queries.verify()
    assert (found.findings, found.epoch) == ((), 2)
    written = heads.read()
    assert all(written[each.number] == bytes(each.head).hex() for each in Block.objects.all())


def test_an_epoch_begun_without_the_hubs_keys_is_told(sealed):
    with tampering() as admin:
        admin.execute(
            "INSERT INTO audit_block SELECT 2, 2, 0, root, head, head, 0, sealed_at FROM audit_block WHERE number = 1"
        )
    words = {each.words for each in queries.verify().findings}
    assert "Epoch 2 was begun without a line that says why." in words


def test_more_changed_lines_than_are_compared_are_each_named(sealed, monkeypatch):
    monkeypatch.setattr(queries.examining, "_COMPARED", 10)
    with tampering() as admin:
        admin.execute("UPDATE audit_line SET actor = 'operator:other' WHERE id <= 20")
    assert faults() == {(Fault.CHANGED, each) for each in range(1, 21)}


@pytest.mark.parametrize("words", ["UPDATE audit_reason SET text = 'x'", "DELETE FROM audit_reason"])
def test_the_application_may_not_touch_reasons(sealed, words):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(words)


def test_the_owner_may_erase_a_reason(sealed):
    given = {**settings.DATABASES["owner"]}
    with psycopg.connect(
        host=given["HOST"], port=given["PORT"] or None, user=given["USER"], password=given["PASSWORD"],
        dbname=given["NAME"], autocommit=True,
    ) as owner:  # fmt: skip
        owner.execute("DELETE FROM audit_reason WHERE line = 1")
    assert queries.verify().sound


_COLUMNS = sorted(each.name for each in Line._meta.concrete_fields)
_ANOTHER = {
    "id": "id + 5000", "transaction": "transaction + 1", "token": "gen_random_uuid()", "at": "at + interval '1 second'",
    "kind": "'erasure'", "codes": """'{"a": 1}'""", "refused": "NOT refused", "commitment": "'x'", "key_version": "7",
    "mac": "sha256('x')",
}  # fmt: skip


@pytest.mark.parametrize("column", _COLUMNS)
def test_no_column_of_a_sealed_line_can_be_changed_unseen(sealed, column):
    with tampering() as admin:
        admin.execute(f"UPDATE audit_line SET {column} = {_ANOTHER.get(column, repr('other'))} WHERE id = 7")
    assert {each.line for each in queries.verify().findings} >= {7}


@pytest.mark.parametrize("column", sorted(set(_COLUMNS) - {"id", "transaction"}))
def test_no_words_of_a_line_can_be_changed_unseen_before_it_is_sealed(sealed, column):
    with tampering() as admin:
        admin.execute(f"UPDATE audit_line SET {column} = {_ANOTHER.get(column, repr('other'))} WHERE id = 23")
    assert faults() == {(Fault.INSERTED, 23)}


@pytest.mark.parametrize("table", ["audit_line", "audit_leaf", "audit_block"])
def test_not_even_who_rules_the_server_silences_the_guards_by_replication_mode(sealed, table):
    given = database._admin_settings()
    with psycopg.connect(
        host=given["HOST"], port=given["PORT"] or None, user=given["USER"], password=given["PASSWORD"],
        dbname=settings.DATABASES["default"]["NAME"], autocommit=True,
    ) as admin:  # fmt: skip
        admin.execute("SET session_replication_role = replica")
        for words in (f"DELETE FROM {table}", f"TRUNCATE {table}"):
            with pytest.raises(psycopg.Error, match="append-only"):
                admin.execute(words)


def test_a_file_of_heads_that_is_gone_is_told(sealed, monkeypatch):
    settings.HUB_AUDIT_HEADS.unlink()
    assert queries.verify().sound, "a block sealed this moment may not have reached it"
    later = clock.now() + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert faults() == {(Fault.HEADS, None)}


def test_a_file_of_heads_that_cannot_be_written_is_told_and_mended_by_the_next_seal(
    sealed, monkeypatch, tmp_path
):
    monkeypatch.setattr(settings, "HUB_AUDIT_HEADS", Path("/dev/null/heads.log"))
    with pytest.raises(Refusal, match="HUB_AUDIT_HEADS cannot be"):
        actions.seal()
    monkeypatch.setattr(settings, "HUB_AUDIT_HEADS", tmp_path / "mended.log")
    actions.seal()
    assert sorted(heads.read()) == [each.number for each in Block.objects.order_by("number")]
    assert queries.verify().sound


@pytest.mark.parametrize("text", ["[]", "7", '{"block": null, "head": 1}', '{"head": "x"}', "\u00e4"])
def test_a_line_of_the_heads_that_is_none_is_passed_over(sealed, text):
    with settings.HUB_AUDIT_HEADS.open("a", encoding="utf-8") as file:
        file.write(f"{text}\n")
    assert queries.verify().sound


def test_a_line_that_the_database_refuses_is_a_database_error_also_by_copy(sealed):
    with pytest.raises(DatabaseError), transaction.atomic():
        actions.record([Entry(Kind.CONSULTATION, "test.read", "case", "x" * 500, "operator:olu")])
