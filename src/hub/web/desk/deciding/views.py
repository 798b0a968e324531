"""The page of a decision, and the page of the offences with their time limits."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from hub.aside.terms import IsSetAside
from hub.cases import queries as cases
from hub.cases.terms import Changed, Moved, NeedsReason
from hub.common.refusals import NotNow, NotPermitted, Refusal
from hub.pathway import deciding, opening
from hub.pathway.deciding import Given
from hub.people.permissions import Permission
from hub.people.terms import Actor, Role
from hub.triage.terms.deciding import CrimeAnswer, Decided
from hub.web.components.doors import opened_by
from hub.web.desk.cases import doing
from hub.web.desk.cases.views import address, crumbs
from hub.web.desk.deciding import page as pages
from hub.web.desk.deciding import typed as reading
from hub.web.desk.deciding.typed import Typed
from hub.web.desk.frame import page

KEYS = (
    ("1 2 3", "Crime, not a crime, more information"), ("A", "Answer the questions"), ("O", "Show what fits"),
    ("W", "The worksheet"), ("R", "Your reason"), ("S", "Save and come back"), ("Ctrl Enter", "Record the decision"),
)  # fmt: skip
OFFENCE_KEYS = (("A", "Answer the questions"), ("O", "Show what fits"), ("Ctrl Enter", "Keep them"))
_GONE = (NeedsReason, Moved, IsSetAside)  # somebody else has it by now, or it is no crime any more
_LONG = ("reason", "considered", "question", "verified", *(f"w-{each.value}" for each in reading.WRITTEN))


@opened_by(Permission.DECIDE_CRIME)
def decision(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
    """Decide whether a case is a crime: asked, tried out, kept for later, or recorded."""
    if request.method != "POST":
        return _ask(request, reference, by)
    typed = reading.of_post(request.POST)
    try:
        opening.enter(subject=reference, reading=False, by=by)
        does = {"save": _save, "record": _record}.get(request.POST.get("do", ""), _suggest)
        return does(request, reference, typed, by)
    except _GONE as refused:
        return _no_more(request, reference, typed, refused, by)


def _ask(request: HttpRequest, case: str, by: Actor) -> HttpResponse:
    """The page as it begins, or as it was left."""
    try:
        opening.enter(subject=case, reading=True, by=by)
    except (NeedsReason, IsSetAside):
        return redirect(address(case))
    found = pages.read(case, by)
    kept = found.unsent
    typed = reading.of_post(kept.words) if kept else pages.begin(found)
    return _page(
        request,
        case,
        typed,
        by,
        found=found,
        kept_at=kept.saved_at if kept else None,
        changed=_since_kept(case, found, by),
    )


def _since_kept(case: str, found: pages.Read, by: Actor) -> Sequence[Mapping[str, Any]] | None:
    """What others changed of the case since the officer had it before them; nothing where nobody did."""
    kept = found.unsent
    if kept is None or kept.version in {None, found.case.version}:
        return None
    return doing.changes(case, kept.made_at or kept.saved_at, by)


def _suggest(request: HttpRequest, case: str, typed: Typed, by: Actor) -> HttpResponse:
    """Keep what is typed, and show what fits; so Back leads to a page that asks for nothing twice."""
    if wrong := pages.unreadable(typed):
        return _again(request, case, typed, by, wrong, status=200)
    try:
        _keep_for_later(request, case, typed, by)
    except (NotPermitted, *_GONE):
        raise
    except Refusal as refused:
        return _again(request, case, typed, by, [("", refused.sentence)])
    return redirect(f"{reverse('desk:case-decision', args=[case])}#offences")


def _keep_for_later(request: HttpRequest, case: str, typed: Typed, by: Actor) -> None:
    """Keep what is typed for whoever typed it, with what they had before them."""
    deciding.save_decision(
        case=case, words=typed.words, seen=doing.seen(request, 0), made_at=doing.since(request), by=by
    )


def _save(request: HttpRequest, case: str, typed: Typed, by: Actor) -> HttpResponse:
    """Keep what is typed, for whoever typed it."""
    try:
        _keep_for_later(request, case, typed, by)
    except (NotPermitted, NotNow):
        raise
    except Refusal as refused:
        return _again(request, case, typed, by, [("", refused.sentence)])
    messages.success(request, "Kept for you. Nothing is decided yet, and the clock runs.")
    return redirect(address(case))


def _record(request: HttpRequest, case: str, typed: Typed, by: Actor) -> HttpResponse:
    """Record the decision, or say what is missing; nothing that was typed is lost either way."""
    wrong = pages.missing(typed)
    answer = typed.answer
    if wrong or answer is None:
        return _again(request, case, typed, by, wrong)
    try:
        given = Given(reading.decision(typed, answer), *_rests_on(typed, answer))
        decided = deciding.decide(case=case, given=given, seen=doing.seen(request, 0), by=by)
    except Changed:
        return _changed(request, case, typed, by)
    except (NotPermitted, *_GONE) as refused:
        return _no_more(request, case, typed, refused, by)
    except Refusal as refused:
        status = 409 if isinstance(refused, NotNow) else 400
        return _again(request, case, typed, by, [("", refused.sentence)], status=status)
    messages.success(request, _said(decided))
    return redirect(address(case))


def _rests_on(typed: Typed, answer: CrimeAnswer) -> tuple[Any, Any]:
    """Offences and worksheet, where it is a crime; else they stay as they are."""
    if answer != CrimeAnswer.CRIME:
        return None, None
    answers = reading.answers(typed)
    return reading.chosen(typed), answers or None


def _said(decided: Decided) -> str:
    """What was done, as the next page says it."""
    if decided.waits:
        return f"Recorded. It waits for a second check, because {' and '.join(decided.check)}. Nobody is told until then."
    if decided.answer == CrimeAnswer.MORE:
        return "Recorded. The question is asked, and the clock stands still until the answer is there."
    return f"Recorded: {decided.answer.label.lower()}. Whoever reported is told in full by somebody; by e-mail, only that there is news."


def _again(
    request: HttpRequest,
    case: str,
    typed: Typed,
    by: Actor,
    wrong: Sequence[tuple[str, str]],
    *,
    status: int = 400,
) -> HttpResponse:
    """The page once more, with what must be put right."""
    opening.enter(subject=case, reading=True, by=by)
    return _page(request, case, typed, by, wrong=wrong, status=status)


def _changed(request: HttpRequest, case: str, typed: Typed, by: Actor) -> HttpResponse:
    """Somebody else changed the case: what they did, beside what was typed."""
    changed = doing.changes(case, doing.since(request), by)
    return _page(request, case, typed, by, changed=changed, status=409)


def _no_more(request: HttpRequest, case: str, typed: Typed, refused: Refusal, by: Actor) -> HttpResponse:
    """Somebody else has it by now: nothing is done, and what was typed is not lost."""
    written = [text for name in _LONG if (text := typed.one(name).strip())]
    if typed.offences:
        written.append(f"Offences: {', '.join(typed.offences)}.")
    title = "Offences and limits" if request.path.endswith("/offences/") else "The decision"
    return doing.no_more(request, title, case, written, refused, by)


def _page(
    request: HttpRequest, case: str, typed: Typed, by: Actor, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The page of the decision."""
    found = more.pop("found", None) or pages.read(case, by)
    wrong = more.pop("wrong", ())
    shown = pages.facts(case, found, typed, wrong, by)
    changed = more.get("changed")
    frame = {
        "keys": KEYS, "changed": None, "crumbs": crumbs(case, False, "Decision"), **more,
        **(doing.as_made(request) if changed is None else {}),
    }  # fmt: skip
    return page(request, "desk/deciding/decision.html", {**shown, **frame}, by=by, status=status)


# -- the offences alone


@opened_by(Permission.CHOOSE_OFFENCES)
def offences(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
    """The offences of a case and the days that their limits are counted from."""
    typed = reading.of_post(request.POST)
    try:
        opening.enter(subject=reference, reading=request.method != "POST", by=by)
    except _GONE as refused:
        return _no_more(request, reference, typed, refused, by)
    if request.method != "POST":
        return _offences(request, reference, pages.begin(pages.read(reference, by)), by)
    if request.POST.get("do") != "keep":
        opening.enter(subject=reference, reading=True, by=by)
        return _offences(request, reference, typed, by, wrong=pages.unreadable(typed))
    return _keep(request, reference, typed, by)


def _keep(request: HttpRequest, case: str, typed: Typed, by: Actor) -> HttpResponse:
    """Keep them, or say what is missing."""
    wrong, status, changed = pages.undated(typed), 400, None
    if not wrong:
        try:
            deciding.choose_offences(
                case=case, chosen=reading.chosen(typed), seen=doing.seen(request, 0), by=by
            )
        except Changed:
            changed, status = doing.changes(case, doing.since(request), by), 409
        except (NotPermitted, *_GONE) as refused:
            return _no_more(request, case, typed, refused, by)
        except Refusal as refused:
            wrong, status = [("", refused.sentence)], 409 if isinstance(refused, NotNow) else 400
        else:
            messages.success(request, "Kept. Every time limit is counted anew.")
            return redirect(address(case))
    if changed is None:
        opening.enter(subject=case, reading=True, by=by)
    return _offences(request, case, typed, by, wrong=wrong, status=status, changed=changed)


def _offences(
    request: HttpRequest, case: str, typed: Typed, by: Actor, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The page of the offences."""
    stands = cases.stands(case)
    shown = pages.offence_facts(case, typed, more.pop("wrong", ()))
    frame = {
        "version": stands.version if stands else None, "ages": pages.ages(case), "keys": OFFENCE_KEYS, "changed": None, "back": address(case),
        "may_decide": by.role != Role.BOROUGH_OFFICER, "decide_url": reverse("desk:case-decision", args=[case]),
        "crumbs": crumbs(case, by.role == Role.BOROUGH_OFFICER, "Offences and limits"), **more,
        **(doing.as_made(request) if more.get("changed") is None else {}),
    }  # fmt: skip
    return page(request, "desk/deciding/offences.html", {**shown, **frame}, by=by, status=status)
