"""What officers write on a case: its headline and their notes."""

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.cases.models import Case, Headline, Note
from hub.common import clock, references
from hub.common.refusals import NotFound, NotNow, Refusal
from hub.people.permissions import Permission, permit_unit
from hub.people.terms import Actor

_LONGEST_HEADLINE = 120
_LONGEST_NOTE = 10_000


def set_headline(*, case: Case, words: str, by: Actor) -> None:
    """Call a case by an officer's own words; nothing said gives it back to the facts."""
    permit_unit(by, Permission.WRITE_NOTES, case.unit)
    words = " ".join(words.split())
    if len(words) > _LONGEST_HEADLINE:
        raise Refusal(f"Shorten the headline to {_LONGEST_HEADLINE} characters: it stands in every list.")
    if words == case.headline:
        raise Refusal("That is the headline already. Nothing was changed.")
    case.headline = words
    case.save(update_fields=["headline"])
    Headline.objects.create(case=case, words=words, by=str(by), at=clock.now())
    audit.record([Entry(Kind.ALTERATION, "cases.headline", "case", case.reference, str(by))])


def write_note(*, case: Case, text: str, by: Actor, supersedes: str = "") -> str:
    """Write a note; it may take the place of an earlier one, and both stay."""
    permit_unit(by, Permission.WRITE_NOTES, case.unit)
    if not text.strip():
        raise Refusal("There is nothing to keep: write the note, and try again.")
    if len(text) > _LONGEST_NOTE:
        raise Refusal(f"A note holds {_LONGEST_NOTE:,} characters. Write the rest as a second note.")
    earlier = _earlier(case, supersedes) if supersedes else None
    note = Note.objects.create(
        reference=references.new("N"), case=case, text=text.strip(), by=str(by), at=clock.now(),
        supersedes=earlier,
    )  # fmt: skip
    codes: dict[str, str | int | bool] = {"note": note.reference, "replaces": supersedes}
    audit.record([Entry(Kind.ALTERATION, "cases.note", "case", case.reference, str(by), codes)])
    return note.reference


def _earlier(case: Case, reference: str) -> Note:
    """The note that is replaced, which nothing has replaced before."""
    earlier = Note.objects.filter(case=case, reference=reference).first()
    if earlier is None:
        raise NotFound(f"There is no note {reference} on this case.")
    if Note.objects.filter(supersedes=earlier).exists():
        raise NotNow("That note has been replaced already. Replace the newer one.")
    return earlier
