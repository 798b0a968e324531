"""The files of a case at the desk: how each stands, who held it, and taking one out."""

import mimetypes
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat

from hub.evidence.terms import Custody, Exhibit, State
from hub.pathway import evidence
from hub.people.permissions import Permission
from hub.web.desk.cases.asking import Asked, Fields, Handed, Step, long

_STANDS: Mapping[State, str] = {
    State.WAITING: "Not looked through for malware yet. It can be saved once it was.",
    State.CLEAN: "Looked through: nothing was found.",
    State.INFECTED: "Malware was found in it. It is opened on a machine made for that: ask whoever runs the hub.",
    State.DESTROYED: "Destroyed. Nobody can bring it back.",
}
_KINDS = {"image": "Picture", "video": "Video", "audio": "Sound", "text": "Text"}


def listed(found: Sequence[Exhibit], custody: Mapping[int, Sequence[Custody]]) -> list[dict[str, Any]]:
    """The files of a case as its page lists them."""
    return [
        {
            "file": each, "kind": _kind(each), "size": filesizeformat(each.size), "stands": _STANDS[each.state],
            "clean": each.state == State.CLEAN, "custody": custody.get(each.id, ()),
        }
        for each in found
    ]  # fmt: skip


def _kind(file: Exhibit) -> str:
    """What a file is, in a word; its name is sealed and may name somebody."""
    return _KINDS.get(file.media_type.partition("/")[0], "File")


def _take_out(asked: Asked, given: Mapping[str, Any]) -> Handed:
    found = evidence.take_out_of(case=asked.subject, exhibit=asked.about, reason=given["reason"], by=asked.by)
    ending = mimetypes.guess_extension(found.exhibit.media_type) or ".bin"
    # In the name alone: the file itself stays exactly as it came.
    name = f"{settings.HUB_CLASSIFICATION} {asked.about}{ending}"
    return Handed(name, "application/octet-stream", found.pieces, found.exhibit.size)


def _why(_: Asked) -> Fields:
    return {"reason": long("Why do you take it out?", "Kept in its custody with your name and the time.")}


FILES: tuple[Step, ...] = (
    Step(
        "file", Permission.EXPORT_EVIDENCE, "Take a file out as it came", "Save it", _take_out, _why,
        lambda asked: f"{asked.about} is saved exactly as it came, under its reference. What it was called stays sealed.",
        about=True,
    ),
)  # fmt: skip
