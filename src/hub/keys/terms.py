"""The words of this module: what is sealed, and with which key."""

from dataclasses import dataclass

from hub.common.refusals import Refusal


class KeyTrouble(Refusal):
    """The keys are missing, or are not the ones this database was sealed with."""


class Destroyed(Refusal):
    """What was sealed has been erased: its key is gone."""


@dataclass(frozen=True, slots=True)
class DataKey:
    """A key that seals one person's or one telling's data, wrapped by a master key of a version."""

    wrapped: bytes
    version: int
