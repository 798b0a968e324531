"""The files of a case at the desk: how each stands, who held it, and taking one out."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.template.defaultfilters import filesizeformat

from hub.evidence.terms import Custody, Exhibit, State
from hub.pathway import evidence, quarantine
from hub.people.permissions import Permission
from hub.web.desk.cases.asking import Asked, Fields, Step, long
from hub.web.desk.handing import Handed, as_it_came

_STANDS: Mapping[State, str] = {
    State.WAITING: "Not looked through for malware yet. It can be saved once it was.",
    State.CLEAN: "Looked through: nothing was found.",
    State.INFECTED: "Malware was found in it. It is opened on a machine made for that: ask whoever runs the hub.",
    State.QUARANTINED: "In quarantine: nobody opens it here. The dedicated unit has been told and decides about it.",
    State.DESTROYED: "Destroyed. Nobody can bring it back.",
}
_KINDS = {"image": "Picture", "video": "Video", "audio": "Sound", "text": "Text"}


def listed(found: Sequence[Exhibit], custody: Mapping[int, Sequence[Custody]]) -> list[dict[str, Any]]:
    """The files of a case as its page lists them."""
    return [
        {
            "file": each, "kind": _kind(each), "size": filesizeformat(each.size), "stands": _STANDS[each.state],
            "clean": each.state == State.CLEAN, "open": each.state not in {State.QUARANTINED, State.DESTROYED}, "custody": custody.get(each.id, ()),
        }
        for each in found
    ]  # fmt: skip


def _kind(file: Exhibit) -> str:
    """What a file is, in a word; its name is sealed and may name somebody."""
    return _KINDS.get(file.media_type.partition("/")[0], "File")


def _take_out(asked: Asked, given: Mapping[str, Any]) -> Handed:
    found = evidence.take_out_of(case=asked.subject, exhibit=asked.about, reason=given["reason"], by=asked.by)
    return as_it_came(found)


def _why(_: Asked) -> Fields:
    return {"reason": long("Why do you take it out?", "Kept in its custody with your name and the time.")}


def _put_in(asked: Asked, given: Mapping[str, Any]) -> str:
    quarantine.put_in(exhibit=asked.about, case=asked.subject, reason=given["reason"], by=asked.by)
    return "In quarantine. Nobody opens it here any more, and the dedicated unit is told."


def _what(_: Asked) -> Fields:
    return {"reason": long("What makes you think so?", "In a few words. Describe no image.")}


FILES: tuple[Step, ...] = (
    Step(
        "quarantine", Permission.QUARANTINE_EVIDENCE, "Put a file in quarantine", "Put it in quarantine", _put_in, _what,
        lambda asked: f"For what is sexual, or shows a child. From now on nobody opens {asked.about} here, in whichever case it "
        "is kept. An alarm is raised, and the dedicated unit decides.",
        about=True,
    ),
    Step(
        "file", Permission.EXPORT_EVIDENCE, "Take a file out as it came", "Save it", _take_out, _why,
        lambda asked: f"{asked.about} is saved exactly as it came, under its reference. What it was called stays sealed.",
        about=True,
    ),
)  # fmt: skip
