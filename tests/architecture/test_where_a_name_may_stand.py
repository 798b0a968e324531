"""Every column that could hold the name of whoever was reported is masked, goes with its row, or says why it cannot."""

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BinaryField, CharField, JSONField, TextField

from hub.aside import erasure
from hub.aside.rules import CANNOT_HOLD, COLUMNS, FUNCTION, TAKEN
from tests.architecture.test_house import MODELS

_TEXTS = (CharField, TextField, JSONField, BinaryField, ArrayField)
MASKED = {f"{each.table}.{each.name}" for each in COLUMNS}


def columns(*labels):
    """The columns of these labels that hold words, however they are kept."""
    return {
        f"{model._meta.db_table}.{field.column}"
        for model in MODELS
        for field in model._meta.concrete_fields
        if isinstance(field, _TEXTS)
        and not field.is_relation
        and any(field.name in getattr(model.Privacy, label) for label in labels)
    }


@pytest.mark.parametrize("column", sorted(columns("identifying", "sensitive")))
def test_a_column_about_somebody_is_sorted_into_one_list(column):
    sorted_into = [column in each for each in (MASKED, TAKEN, CANNOT_HOLD)]
    assert sum(sorted_into) == 1, (
        f"say in hub.aside.rules.columns whether {column} could name whoever was reported"
    )


def test_the_lists_name_only_columns_that_are_there_and_every_reason_says_something():
    there = columns("identifying", "sensitive", "plain")
    assert not (MASKED | TAKEN.keys() | CANNOT_HOLD.keys()) - there
    assert all(len(why) > 10 for why in (*TAKEN.values(), *CANNOT_HOLD.values()))


@pytest.mark.django_db
def test_the_function_of_the_database_allows_what_the_list_allows():
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [FUNCTION])
        (body,) = cursor.fetchone()
    source = erasure.functions().sql
    assert body in source, "the list changed: add a migration that runs erasure.functions() again"


@pytest.mark.django_db
def test_the_functions_belong_to_the_owner_and_find_nothing_outside_their_schema():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, prosecdef, proconfig, pg_get_userbyid(proowner) <> current_user FROM pg_proc "
            "WHERE proname LIKE 'aside\\_%'"
        )
        found = cursor.fetchall()
    assert len(found) == 4
    assert all(
        definer and config == ["search_path=public, pg_temp"] and other for _, definer, config, other in found
    )


@pytest.mark.django_db
def test_the_planner_samples_no_value_of_them():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE attstattarget = 0"
        )
        silent = set(cursor.fetchall())
    assert set(erasure.SAMPLED_NOT) <= silent
    assert {name for name, _ in silent} >= {"words_of_a_telling", "words_of_a_post", "words_of_a_headline"}
