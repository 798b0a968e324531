"""The steps about who may open a case or report: an interest of one's own, a colleague's, and what is restricted."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django import forms

from hub.cases import queries as cases
from hub.pathway import opening, walls
from hub.people import queries as people
from hub.people.permissions import Permission
from hub.people.terms import Actor, Role
from hub.web.desk.cases.asking import Asked, Fields, Step, long

_ANY = ("cases", "reports")


def _own(_: Asked) -> Fields:
    return {
        "reason": long(
            "What is your interest?",
            "Inspectors read it. Name nobody: \u201ca relative of mine\u201d is enough.",
        )
    }


def _anybody(*, subject: str, by: Actor, **_: bool) -> None:
    """Whoever has an interest need not open a case to say so: nothing of it stands on the page."""
    walls.come_to_declare(subject=subject, by=by)


def _declare(asked: Asked, given: Mapping[str, Any]) -> str:
    walls.declare_interest(subject=asked.subject, reason=given["reason"], seen=asked.seen, by=asked.by)
    return f"{asked.subject} is closed to you, and a colleague takes it. Thank you for saying so."


def _colleagues(asked: Asked) -> Fields:
    hub = people.working(roles=[Role.HUB_OFFICER, Role.INSPECTOR])
    unit = people.working(roles=[Role.BOROUGH_OFFICER], unit=asked.unit) if asked.unit else ()
    choices = [(each.reference, each.name) for each in (*hub, *unit) if each.id != asked.by.account]
    return {
        "colleague": forms.ChoiceField(
            label="Colleague", choices=[("", "Choose a colleague"), *choices],
            error_messages={"required": "Choose a colleague."},
        ),
        "reason": long("What is their interest?", "Inspectors read it. Name nobody whom the case is about."),
    }  # fmt: skip


def _keep_out(asked: Asked, given: Mapping[str, Any]) -> str:
    walls.keep_out(
        subject=asked.subject,
        colleague=given["colleague"],
        reason=given["reason"],
        seen=asked.seen,
        by=asked.by,
    )
    return "It is closed to them. They have it no more, and are told of it by nobody but you."


def _restrict(asked: Asked, given: Mapping[str, Any]) -> str:
    walls.restrict(subject=asked.subject, reason=given["reason"], seen=asked.seen, by=asked.by)
    return "Restricted. Pass it to whoever is to work on it: nobody else finds it."


def _take_down(asked: Asked, given: Mapping[str, Any]) -> str:
    walls.take_down(
        subject=asked.subject, wall=asked.about, reason=given["reason"], seen=asked.seen, by=asked.by
    )
    return "Taken down, and kept on the record."


def _who(asked: Asked) -> str:
    """Whom a wall keeps out."""
    found = cases.wall(asked.about)
    if found is None or found[0] != asked.subject:
        return "Somebody has ended this already."
    account = found[1].account_id
    if account is None:
        return f"It is restricted to whoever works on it: {found[1].reason}"
    colleague = people.colleague(account)
    return f"It is closed to {colleague.name if colleague else 'a colleague'}: {found[1].reason}"


_of_any = partial(opening.enter, aside=True)  # what is set aside is closed to somebody too


def _why(label: str, hint: str = "Kept with your name and the time.") -> Fields:
    return {"reason": long(label, hint)}


WALLS: tuple[Step, ...] = (
    Step("interest", Permission.DECLARE_INTEREST, "I have an interest in this", "Close it to me", _declare, _own,
         lambda _: "For whoever knows one of those concerned, or gains or loses by it. It is closed to you at once, and only an inspector opens it to you again.",
         kinds=_ANY, enter=_anybody),
    Step("keep-out", Permission.KEEP_WALLS, "Keep a colleague out", "Close it to them", _keep_out, _colleagues,
         lambda _: "For a colleague who has an interest in it. They neither open it nor find it, whatever reason they give.", kinds=_ANY, back="walls", enter=_of_any),
    Step("restrict", Permission.KEEP_WALLS, "Restrict this", "Restrict it", _restrict, lambda _: _why("Why is it restricted?"),
         lambda _: "Whoever has claimed it, the officer in the case and inspectors open it. Nobody else finds it, whatever reason they give.", kinds=_ANY, back="walls", enter=_of_any),
    Step("let-in", Permission.KEEP_WALLS, "Let them in again", "Let them in", _take_down, lambda _: _why("Why may it be opened again?"),
         _who, about=True, kinds=_ANY, back="walls", enter=_of_any),
)  # fmt: skip
