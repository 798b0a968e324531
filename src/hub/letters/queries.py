"""Reading letters, and the templates they are written from."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from django.db.models import Count

from hub.common import tables
from hub.common.subjects import named as subjects_named
from hub.letters import rules
from hub.letters.models import Attempt, Letter
from hub.letters.terms import LetterLine, State

_HERE = Path(__file__).parent


@cache
def languages() -> dict[str, bool]:
    """The languages there are templates for, and whether a translator has checked them."""
    return {row["tag"]: bool(row["checked_at"]) for row in shipped()}


@cache
def outcome_words() -> dict[int, str]:
    """What each outcome is called to the person whom it is about."""
    return {int(row["outcome"]): row["words"] for row in shipped("outcomes")}


def shipped(name: str = "languages") -> list[dict[str, str]]:
    """A shipped table, row by row as it was written."""
    return tables.rows(_HERE / "data" / f"{name}.csv")


_NEWS = "news"


@cache
def has_full(key: str) -> bool:
    """Whether a letter has a full text, which is read out, handed over or printed, and never sent by e-mail."""
    return (_HERE / "templates" / key / "full.en.txt").exists()


def version_of(key: str, language: str) -> str:
    """The version of a letter: of its full text where it has one."""
    whole = _HERE / "templates" / key / "full.en.txt"
    written = whole.read_text(encoding="utf-8") if has_full(key) else template(key, language)
    return rules.version_of(written)


def full(key: str, facts: Mapping[str, str]) -> tuple[str, str]:
    """The subject and the full text of a letter; in English, which an interpreter puts into other languages."""
    written = (_HERE / "templates" / key / "full.en.txt").read_text(encoding="utf-8")
    _, subject, body = rules.compose(written, facts)
    return subject, body


@cache
def template(key: str, language: str) -> str:
    """A template; where a language has none, the English one.

    A letter with a full text says by e-mail only that there is news: who else reads a mailbox is not known.
    """
    path = _HERE / "templates" / (_NEWS if has_full(key) else key) / f"{language}.txt"
    return (path if path.exists() else path.with_name("en.txt")).read_text(encoding="utf-8")


def page(
    *, after: int | None = None, limit: int = 50, state: str = ""
) -> tuple[tuple[LetterLine, ...], int | None]:
    """Letters, newest first."""
    rows = Letter.objects.order_by("-pk")
    if state:
        rows = rows.filter(state=state)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    more = list(rows[: limit + 1])
    found = more[:limit]
    following = found[-1].pk if len(more) > limit else None
    tried = dict(
        Attempt.objects.filter(letter__in=[each.pk for each in found])
        .values_list("letter")
        .annotate(Count("pk"))
    )
    lines = tuple(
        LetterLine(
            each.reference, State(each.state), each.held, each.template, each.language,
            each.recipient_kind + (f":{each.recipient}" if each.recipient else ""), each.subject, each.queued_at,
            each.sent_at, tried.get(each.pk, 0),
        )
        for each in found
    )  # fmt: skip
    return lines, following


def told_of(subjects: Collection[str], template: str) -> frozenset[str]:
    """Of which of these somebody was told by a letter of this template, or is to be."""
    rows = Letter.objects.filter(subject__in=subjects, template=template)
    return frozenset(rows.values_list("subject", flat=True)) if subjects else frozenset()


def counts() -> dict[str, int]:
    """How many letters are in each state."""
    found = dict(Letter.objects.values_list("state").annotate(Count("pk")))
    return {each: found.get(each, 0) for each in State.values}


@dataclass(frozen=True, slots=True)
class Filed:
    """A letter as the page of its case shows it."""

    reference: str
    state: State
    held: str
    template: str
    language: str
    recipient_kind: str
    recipient: str
    subject: str
    queued_at: datetime
    sent_at: datetime | None
    by: str


_FILED = (
    "reference", "state", "held", "template", "language", "recipient_kind", "recipient", "subject", "queued_at",
    "sent_at", "by",
)  # fmt: skip


def filed(subjects: Collection[str], *, before: str = "", limit: int = 200) -> tuple[Filed, ...]:
    """The letters about these cases and reports, newest first, from behind a letter on."""
    rows = Letter.objects.filter(subject__in=subjects)
    if before:
        rows = rows.filter(pk__lt=Letter.objects.filter(reference=before).values("pk"))
    return tuple(
        Filed(row[0], State(row[1]), *row[2:]) for row in rows.order_by("-pk").values_list(*_FILED)[:limit]
    )


def written(*, subject: str, occasion: str, since: datetime) -> datetime | None:
    """When a letter about this was last written on an occasion of this name, if that was since then."""
    rows = Letter.objects.filter(subject=subject, occasion__startswith=f"{occasion}:", queued_at__gt=since)
    return rows.order_by("-queued_at").values_list("queued_at", flat=True).first()


def words(*, template_name: str, language: str, reference: str) -> tuple[str, str, str]:
    """The language, subject and words of a letter that only names a reference, as they would go."""
    tag = rules.language_of(language, languages())
    _, subject, body = rules.compose(template(template_name, tag), {"reference": reference})
    return tag, subject, body


def subjects() -> Iterator[tuple[str, ...]]:
    """The cases and reports that a letter is about, a page at a time."""
    return subjects_named(Letter.objects.all())
