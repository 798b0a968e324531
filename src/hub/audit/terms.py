"""The words of this module: the six kinds of operation that the law names, and what one line says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from django.db.models import TextChoices


class Kind(TextChoices):
    """The kinds of processing that DPA 2018 s.62(1) requires to be logged."""

    COLLECTION = "collection", "collection"
    ALTERATION = "alteration", "alteration"
    CONSULTATION = "consultation", "consultation"
    DISCLOSURE = "disclosure", "disclosure"
    COMBINATION = "combination", "combination"
    ERASURE = "erasure", "erasure"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be recorded: one subject, one action."""

    kind: Kind
    action: str  # noun.verb, such as "reports.receive"
    subject_kind: str
    subject: str  # an opaque reference, never a name
    actor: str
    codes: Mapping[str, str | int | bool] = field(default_factory=lambda: MappingProxyType({}))
    recipient: str = ""
    reason: str = ""  # typed words; kept apart, so that they can be erased and the chain survives
    refused: bool = False
