"""Privacy labels: every field of every model says what it tells about a person and how long it may be kept."""

from collections.abc import Collection
from enum import StrEnum
from typing import ClassVar, Protocol


class Retention(StrEnum):
    """The class under which the retention schedule will review a row."""

    CASE = "case"  # with the case or report that it belongs to
    IDENTITY = "identity"  # with the person; destroyed by destroying the person's key
    AUDIT = "audit"  # logs under s.62 DPA 2018
    REFERENCE = "reference"  # data about places, services and clocks: nobody's
    OPERATION = "operation"  # the running of the hub itself


class Labels(Protocol):
    """The inner class `Privacy` that each model carries."""

    identifying: ClassVar[Collection[str]]  # tells who somebody is
    sensitive: ClassVar[Collection[str]]  # s.35(8) DPA 2018 data, or what somebody said
    plain: ClassVar[Collection[str]]  # everything else
    retention: ClassVar[Retention]
