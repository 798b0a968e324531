"""Two actors of a row held apart by the database, whatever part each of them plays."""

from django.db.models import CharField, F, Func, Q, Value
from django.db.models.lookups import Exact


def _person(field: str) -> Func:
    """Who an actor is, without their part: `U-7K3M9-QXT4H` of `hub-officer:U-7K3M9-QXT4H`."""
    return Func(F(field), Value(":"), Value(2), function="split_part", output_field=CharField())


def names_one_person(one: str, other: str) -> Q:
    """The condition that two fields, each an actor as the audit names them, are one person."""
    return Q(Exact(_person(one), _person(other)))
