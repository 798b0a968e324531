"""Queues and rules on screen: when each last fired, how often, what it would take, and what keeps it from being kept."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from hub import pathway
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.people import queries as people
from hub.people.permissions import Permission
from hub.people.terms import Actor
from hub.queue import queries as queue
from hub.queue import rules as queue_rules
from hub.queue.terms import Queue, Rule, RuleFigures
from hub.web.components.doors import opened_by
from hub.web.components.numbers import number
from hub.web.desk.frame import page
from hub.web.desk.routing import forms


@require_GET
@opened_by(Permission.ROUTE)
def everything(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """The rules in the order in which they are asked, and the queues."""
    known, figures = queue.queues(), queue.figures()
    names = {each.slug: each.name for each in known}
    rules = queue.rules_as_they_stand()
    never = RuleFigures(None, 0)
    return page(
        request,
        "desk/routing/everything.html",
        {
            "rules": [
                {"rule": each, "figures": figures.get(each.reference, never), "queue": names.get(each.queue, each.queue),
                 "conditions": forms.conditions_in_words(each)}
                for each in rules
            ],
            "queues": [{"queue": each, "seen": _seen(each)} for each in known],
        },
        by=by,
    )  # fmt: skip


def _seen(each: Queue) -> str:
    """Who sees a queue, in words."""
    labels = dict(forms.QueueForm.base_fields["roles"].choices)  # type: ignore[attr-defined]  # it is a choice field
    return ", ".join(str(labels[role]) for role in sorted(each.roles) if role in labels)


@require_http_methods(["GET", "POST"])
@opened_by(Permission.ROUTE)
def rule(request: HttpRequest, rule: str = "", *, by: Actor) -> HttpResponse:
    """One rule: tried over the last month, and kept."""
    versions = queue.versions(rule) if rule else ()
    if rule and not versions:
        raise NotFound("There is no such rule. Go back to the list.")
    standing = versions[0] if versions else None
    initial = (
        forms.of(standing) if standing else {"on": True, "position": len(queue.rules_as_they_stand()) + 1}
    )
    posted = request.POST if request.method == "POST" else None
    form = forms.RuleForm(posted, initial=initial, queues=queue.queues())
    facts: dict[str, Any] = {"standing": standing, "versions": versions}
    status = 200
    if posted is not None and form.is_valid():
        if posted.get("act") == "try":
            facts["tried"] = _tried(form, standing)
        else:
            try:
                pathway.save_rule(
                    rule=rule, new=form.rule(), seen=number(posted.get("version", "")) or 0, by=by
                )
            except (NotFound, NotPermitted):
                raise
            except Refusal as refused:
                form.add_error(None, refused.sentence)
                status = 409 if isinstance(refused, NotNow) else 400
            else:
                messages.success(request, "The rule is kept. What waits is put where it says.")
                return redirect("desk:routing")
    elif posted is not None:
        status = 400
    return _rule_page(request, form, facts, by, status)


def _rule_page(
    request: HttpRequest, form: forms.RuleForm, facts: dict[str, Any], by: Actor, status: int
) -> HttpResponse:
    """The page of a rule."""
    title = facts["standing"].name if facts["standing"] else "A new rule"
    parts = forms.parts(form)
    names = people.names_of({each.by for each in facts["versions"]})
    crumbs = [("Queues and rules", reverse("desk:routing")), (title, "")]
    shown = {"form": form, "parts": parts, "title": title, "names": names, "crumbs": crumbs, **facts}
    return page(request, "desk/routing/rule.html", shown, by=by, status=status)


def _tried(form: forms.RuleForm, standing: Rule | None) -> dict[str, Any]:
    """What each rule would take of the last month with this one among them, and what keeps it from being kept."""
    new, reference = form.rule(), standing.reference if standing else "new"
    known = queue.rules_as_they_stand()
    ordered = queue_rules.put(new, known, reference)
    missing = queue_rules.not_whole(new, [each.slug for each in queue.queues()], queue.known_values())
    if missing:
        return {"trouble": missing}
    unit_of = queue.unit_of()
    every = (queue_rules.never_fires(each, ordered[:at], unit_of) for at, each in enumerate(ordered))
    taken, before = queue.dry_run(ordered), queue.dry_run(queue_rules.in_order(known))
    return {
        "trouble": next(filter(None, every), "") if new.on else "",
        "rest": taken[""], "rest_before": before[""],
        "lines": [
            {"name": each.name, "this": each.reference == reference, "takes": taken[each.reference],
             "took": before.get(each.reference, 0)}
            for each in ordered
        ],
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
@opened_by(Permission.ROUTE)
def named_queue(request: HttpRequest, named: str = "", *, by: Actor) -> HttpResponse:
    """One queue: what it is called and who sees it."""
    known = {each.slug: each for each in queue.queues()}
    if named and named not in known:
        raise NotFound("There is no such queue. Go back to the list.")
    standing = known.get(named)
    initial = (
        {"name": standing.name, "what": standing.what, "roles": sorted(standing.roles)}
        if standing
        else {"roles": ["hub-officer", "inspector"]}
    )
    form = forms.QueueForm(request.POST if request.method == "POST" else None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                pathway.save_queue(slug=named, by=by, **form.cleaned_data)
            except (NotFound, NotPermitted):
                raise
            except Refusal as refused:
                form.add_error(None, refused.sentence)
            else:
                messages.success(request, "The queue is kept.")
                return redirect("desk:routing")
    title = standing.name if standing else "A new queue"
    crumbs = [("Queues and rules", reverse("desk:routing")), (title, "")]
    facts = {"form": form, "title": title, "crumbs": crumbs}
    return page(request, "desk/routing/queue.html", facts, by=by, status=status)
