"""The same thing again: the steps that join two cases, take one out again, or dismiss a suggestion."""

from collections.abc import Mapping
from typing import Any

from django import forms

from hub.cases import queries as cases
from hub.common import references
from hub.pathway import clusters as pathway
from hub.people.permissions import Permission
from hub.web.desk.cases.asking import Asked, Fields, Step, long

_HERE = "related"


def _suggested(asked: Asked) -> list[tuple[str, str]]:
    """The cases that may belong with this one, as choices."""
    found, _ = pathway.beside(case=cases.file(asked.subject), by=asked.by)
    return [(other, f"{other}: {why}") for other, why in found]


def _join_fields(_: Asked) -> Fields:
    return {
        "other": forms.CharField(
            label="Which case?", max_length=20, help_text="Its reference. Each case stays whole: who said what stays with its report.",
            error_messages={"required": "Write the reference of the other case."},
        ),
        "reason": long("Why do they belong together?", "Kept with your name and the time."),
    }  # fmt: skip


def _dismiss_fields(asked: Asked) -> Fields:
    return {
        "other": forms.ChoiceField(
            label="Which suggestion?", choices=_suggested(asked), error_messages={"required": "Choose a suggestion."}
        ),
        "reason": long("Why do they not belong together?", "It is suggested again only with something new."),
    }  # fmt: skip


def _join(asked: Asked, given: Mapping[str, Any]) -> str:
    other = given["other"].strip().upper()
    cluster = pathway.join(
        case=asked.subject, other=other if references.is_one(other) else references.UNKNOWN, reason=given["reason"],
        seen=asked.seen, by=asked.by,
    )  # fmt: skip
    return f"Joined, in cluster {cluster}. Each case stays whole."


def _dismiss(asked: Asked, given: Mapping[str, Any]) -> str:
    pathway.dismiss(
        case=asked.subject, other=given["other"], reason=given["reason"], seen=asked.seen, by=asked.by
    )
    return "Dismissed. It is suggested again only with something new."


def _leave(asked: Asked, given: Mapping[str, Any]) -> str:
    pathway.leave(case=asked.subject, reason=given["reason"], seen=asked.seen, by=asked.by)
    return "Taken out of the cluster. Nothing of the case was changed."


def _leave_lead(asked: Asked) -> str:
    """Which cluster, and how many cases are in it."""
    found = cases.clusters([asked.subject]).get(asked.subject)
    return (
        f"It is part of cluster {found.cluster}, of {found.size} cases." if found else "It is in no cluster."
    )


CLUSTERS: tuple[Step, ...] = (
    Step("join", Permission.JOIN_CASES, "Join with another case", "Join them", _join, _join_fields, back=_HERE),
    Step("dismiss", Permission.JOIN_CASES, "Dismiss a suggestion", "Dismiss it", _dismiss, _dismiss_fields, back=_HERE),
    Step("leave", Permission.JOIN_CASES, "Take this case out of its cluster", "Take it out", _leave,
         lambda _: {"reason": long("Why does it not belong there?", "Kept with your name and the time.")}, _leave_lead, back=_HERE),
)  # fmt: skip
