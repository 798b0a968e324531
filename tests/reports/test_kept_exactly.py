"""What was told is kept exactly: the hub's own role can change or remove neither part of it."""

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from hub.reports.models import Report, Words
from tests.walks import AMINA, arrive, telling

TABLES = ["identities_telling", "reports_words", "reports_report", "reports_perception", "reports_addition",
          "reports_resend", "triage_decision", "support_offer", "audit_line", "audit_leaf", "audit_block"]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("words", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}", "DROP TABLE {}",
    "ALTER TABLE {} DISABLE TRIGGER ALL"])  # fmt: skip
def test_the_hubs_own_role_cannot_touch_what_is_kept(table, words):
    arrive(telling(**AMINA))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position LIMIT 1",
            [table],
        )
        (column,) = cursor.fetchone()
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(words.format(table, column, column))


@pytest.mark.django_db
def test_it_cannot_be_changed_through_the_tables_of_the_hub_either():
    arrive(telling(**AMINA))
    for rows in (Words.objects.all(), Report.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Words.objects.update(what_happened="another")


def test_the_owner_may_erase_words_as_the_law_wants(own_database):
    arrive(telling(**AMINA))
    given = settings.DATABASES["owner"]
    with psycopg.connect(
        host=given["HOST"], port=given["PORT"] or None, user=given["USER"], password=given["PASSWORD"],
        dbname=own_database, autocommit=True,
    ) as owner:  # fmt: skip
        assert owner.execute("UPDATE reports_words SET what_happened = ''").rowcount == 1
