"""Alarms: which are open, whom they called, who has them; and taking one."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hub import pathway
from hub.cases import queries as cases
from hub.cases import rules as case_rules
from hub.common.refusals import NotFound, NotPermitted, Refusal
from hub.duties import queries as duties
from hub.duties.terms import AlarmLine, Danger
from hub.pathway import alarming, relating
from hub.people import queries as people
from hub.people.permissions import Permission, may
from hub.people.terms import Actor
from hub.places import queries as places
from hub.queue import queries as queue
from hub.queue.terms import Facts
from hub.reports import queries as reports
from hub.triage import queries as triage
from hub.web.components.doors import opened_by
from hub.web.desk.alarms import words
from hub.web.desk.cases.words import ages
from hub.web.desk.frame import page
from hub.web.desk.queue import rows


class Naming(forms.Form):
    """Which danger it is, and what somebody knows that makes it this one."""

    dangers = forms.MultipleChoiceField(
        label="Which danger is it?", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose which danger it is, one or more."},
    )  # fmt: skip
    reason = forms.CharField(
        label="What do you know?", max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept with your name and the time. The control room reads it; write no more than help needs.",
        error_messages={"required": "Say what you know that makes it this danger."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the kinds that are known today."""
        super().__init__(*args, **kwargs)
        self.fields["dangers"].choices = [(each.id, each.title) for each in triage.dangers()]  # type: ignore[attr-defined]  # a MultipleChoiceField


def hints() -> dict[str, str]:
    """What each kind means."""
    return {each.id: each.sentence for each in triage.dangers()}


@require_GET
@opened_by(Permission.ACKNOWLEDGE_ALARMS)
def alarms(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Every alarm, those that nobody has first."""
    after = request.GET.get("after", "")
    try:
        found, following = duties.alarms(after=after)
    except ValueError:
        raise NotFound("There is no such page of alarms. Go back to their beginning.") from None
    watch = duties.watch()
    facts = {
        "alarms": _listed(found, by), "cover": watch.cover, "newer": "?" if after else "",
        "older": f"?{urlencode({'after': following})}" if following else "", "tested": watch.tested, "watch": watch,
        "rota": may(by, Permission.WORK_QUEUE), "to_authorise": triage.count_to_authorise(),
        "may_authorise": may(by, Permission.AUTHORISE_SAFEGUARDING),
    }  # fmt: skip
    return page(request, "desk/alarms/alarms.html", facts, by=by)


def _listed(found: Sequence[AlarmLine], by: Actor) -> list[tuple[words.Shown, str]]:
    """Each alarm with what it is about in a line, its headline and where.

    Of the daily test there is nothing to say, and of what is closed to them neither that nor why it ended; whoever has an
    interest in it is not told either which danger it is.
    """
    ids = reports.ids_of([each.subject for each in found if each.subject_kind == "report"])
    placed = cases.of_reports(list(ids.values()))
    named = {reference: placed[pk].case for reference, pk in ids.items() if pk in placed}
    subjects = [named.get(each.subject, each.subject) for each in found]
    facts = queue.facts(
        cases_named=[each for each in subjects if each.startswith("C-")], reports_named=list(ids.keys() - named.keys()),
        left=True,
    )  # fmt: skip
    shut = relating.shut_to(subjects, by=by)
    walls = cases.walls(shut) if shut else {}
    lines = [
        replace(line, ended_because="", closed=case_rules.interested(by.account, walls.get(each, ())))
        if each in shut
        else line
        for line, each in zip(found, subjects, strict=True)
    ]
    abouts = [_about(facts[each]) if each in facts.keys() - shut else "" for each in subjects]
    return list(zip(words.show(lines), abouts, strict=True))


def _about(facts: Facts) -> str:
    """A case or report in a line."""
    borough = places.atlas().boroughs.get(facts.borough)
    return f"{rows.title(facts)}, {borough.name}" if borough else rows.title(facts)


@require_GET
@opened_by(Permission.ACKNOWLEDGE_ALARMS)
def from_link(request: HttpRequest, token: str, *, by: Actor) -> HttpResponse:  # noqa: ARG001 - the alarm asks who it is
    """From the link of a message to its alarm."""
    return redirect("desk:alarm", alarming.of_link(token))


@require_GET
@opened_by(Permission.ACKNOWLEDGE_ALARMS)
def alarm(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
    """One alarm: the danger, what to do first, who has it, and every call."""
    return _alarm(request, alarming.see_alarm(alarm=reference, by=by), by)


def _alarm(request: HttpRequest, found: AlarmLine, by: Actor) -> HttpResponse:
    """The page of an alarm."""
    (shown,) = words.show([found])
    names = people.names_of({each.by for each in found.named})
    watch = duties.watch()
    guidance = {each.id: each for each in triage.dangers()}
    facts = {
        "alarm": shown, "test": found.test, "closed": found.closed, "rota": may(by, Permission.WORK_QUEUE), "ages": _ages(found),
        "named": [(guidance.get(each.danger.value), each, names[each.by]) for each in found.named],
        "minutes": int(duties.times().answer.total_seconds()) // 60, "cover": watch.cover, "watch": watch,
        "crumbs": [("Alarms", reverse("desk:alarms")), (found.reference, "")],
    }  # fmt: skip
    return page(request, "desk/alarms/alarm.html", facts, by=by)


def _ages(found: AlarmLine) -> tuple[str, ...]:
    """Who of them is under 18."""
    if found.test or found.closed:
        return ()
    named, none = [found.subject], list[str]()
    case = found.subject_kind == "case"
    facts = queue.facts(cases_named=named if case else none, reports_named=none if case else named, left=True)
    return tuple(dict.fromkeys(age for each in facts.values() for age in ages(each)))


@require_POST
@opened_by(Permission.ACKNOWLEDGE_ALARMS)
def acknowledge(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
    """Take it: nobody else is called."""
    found = pathway.acknowledge_alarm(alarm=reference, by=by)
    messages.success(
        request,
        f"You have it. Nobody else is called. Now act on {found.subject}, and write down what was done.",
    )
    return redirect("desk:alarm", reference)


@require_http_methods(["GET", "POST"])
@opened_by(Permission.ACKNOWLEDGE_ALARMS)
def danger(request: HttpRequest, reference: str, *, by: Actor) -> HttpResponse:
    """Say which danger it is."""
    found = alarming.see_alarm(alarm=reference, by=by)
    form = Naming(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            pathway.name_danger(
                alarm=reference, dangers=[Danger(each) for each in given["dangers"]], reason=given["reason"], by=by
            )  # fmt: skip
        except NotPermitted:
            raise
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Kept with the alarm.")
            return redirect("desk:alarm", reference)
    facts = {
        "form": form, "hints": hints(), "alarm": words.show([found])[0],
        "crumbs": [
            ("Alarms", reverse("desk:alarms")), (reference, reverse("desk:alarm", args=[reference])), ("Danger", ""),
        ],
    }  # fmt: skip
    status = 400 if request.method == "POST" else 200
    return page(request, "desk/alarms/danger.html", facts, by=by, status=status)
