"""What only grows is guarded, and a guard that somebody switched off is found."""

from django.db import connections

from hub.pathway import examining


def test_a_guard_that_somebody_switched_off_is_found(own_database):
    assert not examining.of_guards().pop().wrong
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'audit_line'::regclass AND tgname LIKE 'append_only%'"
        )
        (name,) = cursor.fetchone()
        cursor.execute(f"ALTER TABLE audit_line DISABLE TRIGGER {name}")
    found = examining.of_guards().pop()
    assert found.wrong
    assert "audit_line" in found.words
