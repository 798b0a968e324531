"""Entering a report while somebody tells it: begun, saved as it goes, sent once, and the receipt."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hub import pathway
from hub.common import clock
from hub.common.refusals import NotFound, NotNow, Refusal
from hub.pathway import entering
from hub.pathway.entering import Likeness, Reason
from hub.people.permissions import Permission
from hub.people.terms import Actor
from hub.reports import queries as reports
from hub.reports.rules import LANGUAGES
from hub.reports.terms import ChangedElsewhere, Draft, DraftState
from hub.triage.terms import Scope
from hub.web.components.doors import opened_by
from hub.web.components.numbers import number
from hub.web.desk.entry import questions
from hub.web.desk.frame import page

KEYS = (("Tab", "The next question"), ("Ctrl Enter", "Send the report"))
_SHARES = {
    "content_urls": "shows this post",
    "account_handle": "names this account",
    "reporter_email": "gave this e-mail",
    "reporter_phone": "gave this telephone number",
}


@require_http_methods(["GET", "POST"])
@opened_by(Permission.RECEIVE_REPORTS)
def new_report(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Begin to enter a report, or go on with one."""
    if request.method == "POST":
        return redirect("desk:enter", pathway.begin_draft(by=by))
    drafts, older = reports.open_drafts(by.account or 0, after=request.GET.get("after", ""))
    return page(request, "desk/entry/new.html", {"drafts": drafts, "older": older}, by=by)


@require_http_methods(["GET", "POST"])
@opened_by(Permission.RECEIVE_REPORTS)
def enter(request: HttpRequest, draft: str, *, by: Actor) -> HttpResponse:
    """The one page of a report that is being entered."""
    if request.method == "POST":
        return _send(request, draft, by) if request.POST.get("do") == "send" else _save(request, draft, by)
    found = pathway.open_draft(draft=draft, by=by)
    if found.state != DraftState.OPEN:
        return _ended(found)
    return _form(
        request,
        {"draft": draft, "words": found.words, "version": found.version, "saved_at": found.saved_at},
        by,
    )


def _ended(draft: Draft) -> HttpResponse:
    """Where a draft that has ended leads."""
    if draft.state == DraftState.SENT:
        return redirect("desk:sent", draft.reference)
    raise NotNow("This draft has ended and its words are erased. Begin a new report.")


def _save(request: HttpRequest, draft: str, by: Actor) -> HttpResponse:
    """Keep what is typed, by a button."""
    words = read(request.POST)
    before = pathway.open_draft(draft=draft, by=by)
    try:
        saved = pathway.save_draft(draft=draft, words=words, version=_version(request), by=by)
    except Refusal as refusal:
        return _not_kept(request, draft, words, refusal, by)
    changed = {
        each: words[each] for each in entering.CONTACTS if words.get(each, "") != before.words.get(each, "")
    }
    facts = {
        "draft": draft,
        "words": words,
        "version": saved.version,
        "saved_at": saved.saved_at,
    }
    return _form(request, {**facts, "contacts_alike": entering.alike_contacts(contacts=changed, by=by)}, by)


def _send(request: HttpRequest, draft: str, by: Actor) -> HttpResponse:
    """Send it, or say what must be put right; nothing that was typed is lost either way."""
    words = read(request.POST)
    try:
        against = pathway.send_draft(draft=draft, words=words, version=_version(request), by=by)
    except Refusal as refusal:
        return _not_kept(request, draft, words, refusal, by)
    if not against:
        return redirect("desk:sent", draft)
    found = pathway.open_draft(draft=draft, by=by)
    facts = {"draft": draft, "words": words, "version": found.version, "saved_at": found.saved_at}
    return _form(request, {**facts, "reasons": against}, by)


def _not_kept(
    request: HttpRequest, draft: str, words: Mapping[str, str], refusal: Refusal, by: Actor
) -> HttpResponse:
    """The page as it was typed, and why it was not kept."""
    found = pathway.open_draft(draft=draft, by=by)
    if found.state == DraftState.SENT:
        return redirect("desk:sent", draft)
    if found.state != DraftState.OPEN:
        raise refusal
    elsewhere = isinstance(refusal, ChangedElsewhere)
    facts: dict[str, Any] = {"draft": draft, "words": words, "version": found.version, "saved_at": None}
    against = () if elsewhere else entering.marks(words)
    facts |= {"reasons": against, "elsewhere": refusal.sentence if elsewhere else ""}
    return _form(request, facts, by, status=409 if elsewhere else 200)


def _form(request: HttpRequest, facts: Mapping[str, Any], by: Actor, status: int = 200) -> HttpResponse:
    """The page with its questions, what was answered, and what it is like."""
    words: Mapping[str, str] = facts["words"]
    against: Sequence[Reason] = facts.get("reasons", ())
    return page(
        request,
        "desk/entry/enter.html",
        {
            **facts,
            "sections": tuple(questions.sections(words, against)),
            "errors": questions.summary(against),
            "where": where(words),
            "remarks": {each.column: each.words for each in entering.remarks(words)},
            "posts_alike": shown(entering.alike(words=words, by=by)),
            "contacts_alike": shown(facts.get("contacts_alike", ())),
            "boroughs": questions.borough_names(),
            "languages": LANGUAGES,
            "keys": KEYS,
        },
        by=by,
        status=status,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@opened_by(Permission.RECEIVE_REPORTS)
def save(request: HttpRequest, draft: str, *, by: Actor) -> HttpResponse:
    """Keep what is typed while it is typed; asked without words, it gives the token that a new session needs."""
    if request.method == "GET":
        return JsonResponse({"token": get_token(request)})
    words = read(request.POST)
    try:
        saved = pathway.save_draft(draft=draft, words=words, version=_version(request), by=by)
    except ChangedElsewhere as refusal:
        return JsonResponse({"refused": refusal.sentence, "version": refusal.version})
    except Refusal as refusal:
        return JsonResponse({"refused": refusal.sentence})
    at = saved.saved_at.astimezone(clock.LONDON)
    said = {each.column: each.words for each in entering.remarks(words)}
    return JsonResponse(
        {"saved": f"{at:%H:%M}", "version": saved.version, "where": where(words), "remarks": said}
    )


@require_POST
@opened_by(Permission.RECEIVE_REPORTS)
def alike(request: HttpRequest, draft: str, *, by: Actor) -> HttpResponse:
    """What earlier reports share with what is typed: posts and accounts, or contacts that were changed."""
    entering.own_draft(draft=draft, by=by)
    contacts = {each: request.POST[each] for each in entering.CONTACTS if each in request.POST}
    if contacts:
        found = entering.alike_contacts(contacts=contacts, by=by)
    else:
        found = entering.alike(words=read(request.POST), by=by)
    return render(request, "desk/entry/alike.html", {"found": shown(found)})


@require_http_methods(["GET", "POST"])
@opened_by(Permission.RECEIVE_REPORTS)
def discard(request: HttpRequest, draft: str, *, by: Actor) -> HttpResponse:
    """Give up a draft, once that is confirmed."""
    if request.method == "POST":
        pathway.discard_draft(draft=draft, by=by)
        messages.success(request, f"Draft {draft} is erased.")
        return redirect("desk:new-report")
    found = pathway.open_draft(draft=draft, by=by)
    if found.state != DraftState.OPEN:
        return _ended(found)
    return page(request, "desk/entry/discard.html", {"draft": found}, by=by)


@require_GET
@opened_by(Permission.RECEIVE_REPORTS)
def sent(request: HttpRequest, draft: str, *, by: Actor) -> HttpResponse:
    """The receipt: what to read out, and what happens next."""
    receipt = entering.receipt(draft=draft, by=by)
    if receipt is None:
        raise NotFound("This was not sent. Your open drafts are listed under New report.")
    facts = {
        "receipt": receipt,
        "in_scope": receipt.scope == Scope.IN,
        "unknown": receipt.scope == Scope.FORCE_UNKNOWN,
    }
    return page(request, "desk/entry/sent.html", facts, by=by)


def _version(request: HttpRequest) -> int:
    """The version that the page was made from."""
    return number(request.POST.get("version", "")) or 0


def read(given: QueryDict) -> dict[str, str]:
    """What is typed, as columns of an import; browsers send line ends of their own."""
    words = {}
    for column in entering.TOLD:
        if column in questions.LISTS:
            text = ";".join(given.getlist(column))
        else:
            text = given.get(column, "").replace("\r\n", "\n")
        if text:
            words[column] = text
    return words


def where(words: Mapping[str, str]) -> str:
    """What the postcode and the borough say, and what to ask; blank where neither is given."""
    postcode, borough = words.get("postcode", "").strip(), words.get("borough", "").strip()
    if not postcode and not borough:
        return ""
    found = entering.located(postcode=postcode, borough=borough)
    return " ".join(each for each in (found.reason, entering.unit_sentence(found), found.ask) if each)


def shown(found: Sequence[Likeness]) -> list[dict[str, object]]:
    """Each likeness as a sentence, with the reports it is about."""
    return [
        {
            "sentence": f"{'More than ' if each.more else ''}{len(each.reports)} "
            f"{'earlier report' if len(each.reports) == 1 else 'earlier reports'} {_verb(each)}",
            "reports": each.reports,
        }
        for each in found
    ]


def _verb(likeness: Likeness) -> str:
    """What they share, for one report or for several."""
    words = _SHARES[likeness.column]
    if len(likeness.reports) > 1:
        words = words.replace("shows", "show").replace("names", "name")
    return words
