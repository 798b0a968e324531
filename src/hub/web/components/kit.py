"""What the kit page shows: every piece with invented contents, at one invented moment."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms

from hub.web.components import icons
from hub.web.components.chart import Day

NOW = datetime(2026, 11, 24, 8, 40, tzinfo=UTC)  # a Tuesday
_DUE = NOW + timedelta(minutes=18)
_WARNED = NOW - timedelta(minutes=42)
_LATER = NOW + timedelta(hours=32, minutes=20)
_COUNTS = (
    1,
    3,
    10,
    1,
    6,
    2,
    8,
    5,
    5,
    3,
    3,
    9,
    3,
    6,
    4,
    2,
    3,
    4,
    4,
    2,
    1,
    7,
    5,
    2,
    10,
    5,
    1,
    7,
    1,
    11,
    9,
    4,
    13,
)
_DAYS = (4, 5, 6, 3, 4, 3, 2, 5, 6, 5, 5, 7, 4, 3, 5, 6, 8, 7, 5, 4, 5, 6, 7, 6, 5, 9, 17, 9)
_BEFORE = (4, 3, 5, 4, 6, 3, 2, 4, 5, 5, 4, 6, 3, 3, 5, 6, 5, 5, 4, 3, 3, 5, 6, 4, 5, 4, 5, 4)


class Example(forms.Form):
    """One question of each kind, sent empty, so that each shows its error."""

    outcome = forms.ChoiceField(
        label="Is this a crime?",
        choices=[("crime", "Crime"), ("not", "Not a crime"), ("more", "More information")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the three."},
    )
    name = forms.CharField(label="Name", initial="Invented Name", required=False)
    telephone = forms.CharField(
        label="Telephone",
        help_text="Any way of writing it.",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        error_messages={"required": "Write a number, or choose another way below."},
    )
    borough = forms.ChoiceField(
        label="Borough", choices=[("", "Not known"), ("09", "Ealing")], required=False
    )
    strands = forms.MultipleChoiceField(
        label="What was it about?",
        choices=[("race", "Race"), ("religion", "Religion")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    channel = forms.ChoiceField(
        label="How it was told",
        choices=[("phone", "By phone"), ("person", "In person")],
        widget=forms.RadioSelect,
        required=False,
    )
    told = forms.CharField(
        label="Your reason, in two or three sentences",
        help_text="The officer in the case reads this; so may a court.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    agrees = forms.BooleanField(label="The victim agrees to this", required=False)


def _row(title: str, *second: str, **more: Any) -> dict[str, Any]:
    """A row of the queue, as the queue shows it; free to take and due later unless it is said otherwise."""
    return {
        "url": "#rows", "claim_url": "#rows", "release_url": "#rows", "subject": second[0], "title": title, "second": second,
        "received_at": NOW - timedelta(hours=9), "why": ("Nothing is known yet",), "duty": "Record it as a crime or incident",
        "due_at": _LATER, "warn_from": None, "paused": False, "mine": False, "left": "", "holder": "", **more,
    }  # fmt: skip


def _bands() -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Rows of the queue in each state: danger and free, late and a colleague's, yours, a way out, paused."""
    return [
        ("danger", "1 person may be hurt if we wait", [
            _row("Photo of her home posted with a threat; child's school named", "C-7K3M9-QXT4H", "Hackney", "Religion",
                 why=("Danger now", "Third report in 12 months"), duty="Call the victim back", due_at=_DUE, warn_from=_WARNED),
        ]),
        ("late", "1 has waited too long", [
            _row("Schoolgirl's altered photo passed round a year group", "C-2M4QR-8WT3X", "Ealing", "Transgender",
                 why=("Under 18",), due_at=NOW - timedelta(minutes=6), warn_from=_WARNED, holder="Ruth Adeyemi", left="24 min"),
        ]),
        ("today", "2 cases", [
            _row("Deaf woman sent 14 mocking video replies in two days", "C-9TRB4-M2K7P", "Lambeth", "Disability",
                 mine=True, left="24 min"),
            _row("Abuse about race, on Chirper", "R-4XN8T-2PQ7M", "borough not known", "Race",
                 why=("A way out is proposed: to Kent Police",), duty="Decide the way out"),
        ]),
        ("week", "1 case", [
            _row("Café buried under 40 one-star reviews with abuse", "C-5HW2K-T9XQ4", "Camden", "Race", paused=True,
                 due_at=None),
        ]),
    ]  # fmt: skip


def everything() -> dict[str, Any]:
    """The contents of the kit page."""
    codes = [f"E090000{number:02}" for number in range(1, len(_COUNTS) + 1)]
    first = date(2026, 10, 27)
    return {
        "nav": [
            {"label": "Queue", "url": "#queue", "count": 12, "current": True},
            {"label": "My cases", "url": "#cases", "count": 6, "current": False},
            {"label": "Figures", "url": "#figures", "count": None, "current": False},
        ],
        "account": {"name": "PC Bo Lindqvist"},
        "who_line": "Hub desk · on until 16:00",
        "find_url": "#find",
        "crumbs": [("Queue", "#queue"), ("The kit", "")],
        "colours": [
            ("paper", "page ground"), ("sheet", "what you read"), ("sunk", "quiet fill"), ("line", "hairlines"),
            ("edge", "inputs, buttons"), ("ink2", "second line"), ("ink", "text"), ("accent", "links, marks"),
            ("fill", "the one button"), ("tint", "chosen, yours"), ("due-fill", "late"), ("due-tint", "due soon"),
            ("alarm", "danger only"),
        ],
        "boroughs": [("ealing", "Ealing"), ("hackney", "Hackney")],
        "now_iso": NOW.isoformat(),
        "now": NOW, "due": _DUE, "due_warn": _WARNED, "later": _LATER, "gone": NOW - timedelta(hours=9),
        "clocks": [
            (_LATER, None, False), (_DUE, _WARNED, False), (NOW - timedelta(minutes=6), _WARNED, False),
            (NOW + timedelta(hours=2, minutes=20), None, False), (NOW + timedelta(days=10), None, False),
            (_DUE, None, True),
        ],
        "events": [
            ("Offered to the borough", "Today 08:35, PC Bo Lindqvist to PC Chandra Mehta"),
            ("Danger flagged", "Today 00:03, night inspector told"),
            ("Report received", "Mon 23:52, public form, English"),
        ],
        "facts": [("Aimed at", "One named person"), ("Seen by", "About 400 in a local group"), ("Over", "Three days")],
        "steps": [("hidden", "Hidden"), ("blurred", "Blurred"), ("grey", "Grey"), ("full", "Full")],
        "bands": _bands(),
        "reasons": [("call", "To call the victim back"), ("support", "To arrange support")],
        "outcome_hints": {
            "crime": "On balance, an offence in law took place",
            "not": "The person reported is not kept on record",
            "more": "Ask one question; the clock pauses",
        },
        "form": Example({}),
        "counts": dict(zip(codes, _COUNTS, strict=True)),
        "days": [
            Day(first + timedelta(days=place), count, before)
            for place, (count, before) in enumerate(zip(_DAYS, _BEFORE, strict=True))
        ],
        "icon_names": list(icons.PATHS),
    }  # fmt: skip
