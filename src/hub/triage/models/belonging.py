"""The life of an exit, step by step; rows are only added."""

from django.db import models

from hub.common.privacy import Retention
from hub.triage.terms import ExitState


class ExitMove(models.Model):
    """One step of an exit: to where, what it became, by whom and why; at the end the receiving force's own reference."""

    exit = models.ForeignKey("triage.Exit", on_delete=models.PROTECT, related_name="+")
    to = models.CharField(max_length=60)
    state = models.CharField(max_length=12, choices=ExitState)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    reason = models.TextField()
    force_reference = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ExitState.values), name="exit_move_state_known"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="exit_move_for_a_reason"),
            models.CheckConstraint(
                condition=(models.Q(state="acknowledged") & ~models.Q(force_reference=""))
                | (~models.Q(state="acknowledged") & models.Q(force_reference="")),
                name="exit_closed_by_the_forces_own_reference",
            ),
        ]

    class Privacy:
        identifying = frozenset[str]()
        sensitive = frozenset({"reason", "force_reference"})  # as somebody typed it
        plain = frozenset({"id", "exit", "to", "state", "at", "by"})
        retention = Retention.CASE
