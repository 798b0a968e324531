"""Rows added by COPY are the rows that the ORM would have added."""

import pytest
from django.db import DataError, IntegrityError, transaction

from hub.cases.models import Allocation, Case
from hub.common import clock, copying
from hub.identities.models import Contact, Person
from hub.reports.models import Words
from tests import walks

pytestmark = pytest.mark.django_db


def case():
    return Case(reference="C-1", about="victim", state="with-unit", unit="CE", opened_at=clock.now())


def person():
    return Person(wrapped_key=b"k", key_version=1, sealed=b"\\x00\t\n\xff", named=True, kept_at=clock.now())


def test_text_bytes_times_and_nothing_at_all_come_back_as_they_went():
    held, at = person(), clock.now()
    held.save()
    awkward = "tab\t back\\slash \\N \\. new\nline \u202e \U0001f600 'quote'"
    copying.add([Contact(person=held, kind="email", sealed=b"\\x00\t\n\xff\\N", safe="")])
    assert bytes(Contact.objects.get(person=held).sealed) == b"\\x00\t\n\xff\\N"
    opened = case()
    opened.save()
    copying.add([Allocation(case=opened, unit="CE", at=at, by=awkward)])
    found = Allocation.objects.get(case=opened)
    assert (found.by, found.at, found.ended_at) == (awkward, at, None)


def test_a_row_made_before_its_case_was_saved_learns_the_case_s_number():
    opened = case()
    row = Allocation(case=opened, unit="CE", at=clock.now(), by="x")
    opened.save()
    copying.add([row])
    assert Allocation.objects.get().case == opened


def test_a_row_that_the_database_refuses_is_refused_as_anywhere_else():
    opened = case()
    opened.save()
    twice = [Allocation(case=opened, unit="CE", at=clock.now(), by="x") for _ in range(2)]
    with pytest.raises(IntegrityError), transaction.atomic():
        copying.add(twice)
    with pytest.raises(DataError), transaction.atomic():
        copying.add([Allocation(case=opened, unit="CE", at=clock.now(), by="x" * 81)])
    assert not Allocation.objects.exists()


def test_no_rows_are_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        copying.add([])


def test_facts_in_json_come_back_as_they_went():
    awkward = "tab\t back\\slash \\N \\. new\nline \u202e \U0001f600 \"quoted\" 'quote'"
    walks.arrive(walks.telling(wants=awkward, what_happened=awkward))
    words = Words.objects.get()
    assert (words.what_happened, words.given["wants"]) == (awkward, awkward)
