"""How the hub says no: by raising, with the full sentence that the person will read."""


class Refusal(Exception):  # noqa: N818 - a refusal is an answer to a person, not a fault of the program
    """Something may not be done; the sentence says why and what to do next."""

    recorded = False  # whether this refusal has its own line in the audit already

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotPermitted(Refusal):
    """The role may not do it."""


class NotFound(Refusal):
    """There is nothing under this reference."""


class NotNow(Refusal):
    """It may not be done to this subject in its present state."""


class Unanswerable(Refusal):
    """A question that cannot be answered as it was asked; the sentence says what to ask instead."""
