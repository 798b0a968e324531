"""Counting several lists in one question to the database."""

from django.db.models import IntegerField, Subquery


class Counted(Subquery):
    """How many rows there are."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()
