"""What an examination of the hub finds, as it is told to whoever runs it."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was looked at."""

    about: str
    words: str
    wrong: bool = False
    advice: bool = False  # not set, late or waiting: somebody should act
    means: str = ""  # for whoever is at risk
    mend: str = ""  # where, and by whom

    @property
    def whole(self) -> str:
        """What was found, what it means and where it is put right, in one line."""
        more = " ".join(each for each in (self.means, self.mend) if each)
        return f"{self.words}. {more}" if more else self.words

    def as_json(self) -> dict[str, object]:
        """As data."""
        return asdict(self)
