"""Finding: by reference, link, exact handle or words; a person only by an exact contact, and only for those allowed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from hub.audit import actions as audit
from hub.audit.terms import Entry, Kind
from hub.cases import queries as cases
from hub.common.refusals import Refusal
from hub.content import queries as content
from hub.identities import actions as identities
from hub.pathway.refusing import refusals_recorded
from hub.pathway.relating import shut_to
from hub.people.permissions import Permission, permit
from hub.people.terms import Actor
from hub.reports import queries as reports

_PAGE = 25
# A handle of two parts begins with its sign, and the number of a post has no nought or plus before it.
_EMAIL = re.compile(r"[^\s@/:]+@[^\s@/:]+\.[^\s@/:.]+")
_PHONE = re.compile(r"(?:\+|\(?0)[\d\s().-]{8,24}")
_ITEMS = 500  # of one handle or one word; beyond that the search is too wide to help


@dataclass(frozen=True, slots=True)
class Match:
    """A report that was found, with its case where it has one, and why."""

    report: int
    reference: str
    case: str
    because: str


def find(*, words: str, before: int | None, by: Actor) -> tuple[tuple[Match, ...], int | None]:
    """What these words name: a reference, a link, a handle, or words of a telling or a post; the newest first.

    Gives a page, and the report before which the next one begins. The record keeps that somebody searched, never for
    what: the words may name a person.
    """
    with refusals_recorded(action="pathway.find", subject_kind="search", by=by):
        permit(by, Permission.WORK_QUEUE)
        words = _typed(words)
        if not words:
            raise Refusal("Write a reference, a link, a handle or a few words.")
    found: dict[int, str] = {}
    for because, ids in _sources(words, before):
        for each in ids:
            found.setdefault(each, because)
    entry = Entry(Kind.CONSULTATION, "pathway.find", "search", "words", str(by), {"found": len(found)})
    with transaction.atomic():
        audit.record([entry])
    return _matches(found, by)


def find_person(*, contact: str, before: int | None, by: Actor) -> tuple[tuple[Match, ...], int | None]:
    """The reports of whoever gave exactly this e-mail or telephone number."""
    with refusals_recorded(action="identities.find", subject_kind="person", by=by), transaction.atomic():
        permit(by, Permission.SEARCH_PEOPLE)
        contact = _typed(contact)
        if not contact:
            raise Refusal("Write a whole e-mail address or telephone number.")
        persons = identities.find(contact=contact, by=by)
    ids = reports.of_persons(persons, before=before, limit=_PAGE + 1)
    return _matches(dict.fromkeys(ids, "this contact"), by)


def looks_like_contact(words: str) -> bool:
    """Whether what was typed to be looked for in words is a whole e-mail address or telephone number."""
    return bool(_EMAIL.fullmatch(words) or _PHONE.fullmatch(words))


def _typed(text: str) -> str:
    """What somebody typed, without what no keyboard writes and no database keeps."""
    return text.replace("\0", " ").strip()


def _sources(words: str, before: int | None) -> list[tuple[str, Sequence[int]]]:
    """Every way in which words may name something, the surest first."""
    limit = _PAGE + 1
    by_reference = _of_reference(words.upper(), before)
    found: list[tuple[str, Sequence[int]]] = [("this reference", by_reference)]
    if by_reference:
        return found
    if "." in words and " " not in words:
        found.append(("this link", reports.showing(content.of_link(words), before=before, limit=limit)))
    if " " not in words:
        items = content.of_handle(words, limit=_ITEMS)
        found.append(("this handle", reports.showing(items, before=before, limit=limit)))
    platform = content.of_platform(words, limit=_ITEMS)
    found.append(("the platform", reports.showing(platform, before=before, limit=limit)))
    found.append(("words of the headline", cases.with_headline(words, before=before, limit=limit)))
    found.append(("words of the report", reports.with_words(words, before=before, limit=limit)))
    items = content.of_words(words, limit=_ITEMS)
    found.append(("words of a post", reports.showing(items, before=before, limit=limit)))
    return found


def _of_reference(words: str, before: int | None) -> Sequence[int]:
    """The reports of a reference: a report's own, or all of a case."""
    own = list(reports.ids_of([words]).values())
    case = cases.gists([words]).get(words)
    ids = sorted({*own, *(case.reports if case else ())}, reverse=True)
    return [each for each in ids if before is None or each < before][: _PAGE + 1]


def _matches(found: dict[int, str], by: Actor) -> tuple[tuple[Match, ...], int | None]:
    """A page of what was found, the newest first; what is closed to whoever searches is not among it."""
    ids = sorted(found, reverse=True)
    shown = ids[:_PAGE]
    told, placed = reports.summaries(shown), cases.of_reports(shown)
    matches = tuple(
        Match(each, told[each].reference, placed[each].case if each in placed else "", found[each])
        for each in shown
    )
    hidden = shut_to([each.case or each.reference for each in matches], by=by)
    matches = tuple(each for each in matches if (each.case or each.reference) not in hidden)
    return matches, shown[-1] if len(ids) > _PAGE else None
