"""A queue for children's cases, rules that are kept, and where what arrives stands."""

from hub import pathway
from hub.cases.models import Case
from hub.queue import queries
from hub.queue.terms import NewRule
from tests.walks import arrive, telling

BOTH = ("hub-officer", "inspector")


def keep(by, name="Children first", queue="children", position=1, rule="", seen=0, **more):
    """A rule that is kept: what is under 18 goes to the children's queue, unless told otherwise."""
    given = {"conditions": {"under-18": ("yes",)}, "reason": "because", **more}
    return pathway.save_rule(
        rule=rule, new=NewRule(name, queue=queue, position=position, **given), seen=seen, by=by
    )


def arrived(number=1, **given):
    """The case of a report that arrived."""
    arrive(telling(number, **given))
    return Case.objects.order_by("-pk")[0].reference


def stands(subject):
    """Where something stands."""
    return queries.rows_of([subject])[subject].place


def childrens_queue(by):
    """A queue for children's cases."""
    return pathway.save_queue(slug="", name="Children", what="", roles=BOTH, by=by)
