"""Five hundred invented reports of every sort that the desk shows; multiplied.py makes many of them."""

import csv
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path

COUNT = 500
TOGETHER = 40  # of one post, for the public: one case
RARE = "heliotrope"  # a word of one report alone; multiplied.py does not copy it
COMMON = "invented"  # a word of every report

_BOROUGHS = (
    "Barnet", "Brent", "Bromley", "Camden", "Croydon", "Ealing", "Enfield", "Greenwich", "Hackney", "Harrow",
    "Hounslow", "Islington", "Lambeth", "Lewisham", "Newham", "Redbridge", "Southwark", "Sutton", "Tower Hamlets",
    "Wandsworth", "Westminster",
)  # fmt: skip
_STRANDS = ("race", "disability", "sexual orientation", "race;sex", "transgender", "sex", "race", "age")
_PLACES = (
    ("X", "https://x.com/invented{0}/status/{1}"),
    ("Facebook", "https://www.facebook.com/invented.page/posts/{1}"),
    ("TikTok", "https://www.tiktok.com/@invented{0}/video/{1}"),
    ("Reddit", "https://www.reddit.com/r/invented/comments/inv{0}/a_title/"),
)
_WORDS = "This sentence is invented and says nothing about anybody. " * 8
_POST = "An invented post, as it stood below an invented picture. " * 3
_FIRST = 10**9


def write(path: Path) -> None:
    """The file, told an hour ago."""
    told = (datetime.now(UTC) - timedelta(hours=1)).isoformat(timespec="seconds")  # noqa: TID251 - outside the hub
    boroughs, strands, places = cycle(_BOROUGHS), cycle(_STRANDS), cycle(_PLACES)
    rows = [
        _row(number, told, next(boroughs), next(strands), next(places)) | _sort(number)
        for number in range(COUNT)
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def _row(number: int, told: str, borough: str, strands: str, place: tuple[str, str]) -> dict[str, str]:
    """A report of somebody about themself."""
    platform, address = place
    return {
        "source": "Benchmark", "source_reference": f"D-{number}", "channel": "form", "reported_at": told,
        "reporter_role": "victim", "reporter_name": f"Invented Person {number}",
        "reporter_email": f"p{number}@example.org", "reporter_phone": f"07700 {number:06}", "safe_to_contact": "yes",
        "language": "en", "victim_date_of_birth": f"{1950 + number % 50}-06-15", "borough": borough, "online": "yes",
        "strands": strands, "what_happened": f"Invented report {number}. {_WORDS}", "content_text": f"{_POST} {number}",
        "content_urls": address.format(number, _FIRST + number), "platform": platform,
        "account_handle": f"@invented{number}", "posted_at": told, "immediate_danger": "no", "consent_support": "yes",
        "wants": "help",
    }  # fmt: skip


def _sort(number: int) -> dict[str, str]:
    """What makes some of them another sort of report."""
    again = number % 10
    sorts: tuple[tuple[bool, dict[str, str]], ...] = (
        (number < TOGETHER, _FOR_THE_PUBLIC),
        (number < TOGETHER + 10, {"strands": "", "online": "no"}),  # a way out is proposed
        (number < TOGETHER + 20, {"borough": ""}),  # the force is to be named
        (number < TOGETHER + 40, {"victim_date_of_birth": "2012-06-15"}),
        # The same ten people twice, about another post.
        (number < TOGETHER + 60, _somebody(f"again{again}", f"07701 {again:06}")),
        (number == TOGETHER + 60, {"immediate_danger": "yes"}),
        (number == COUNT - 1, {"what_happened": f"One {RARE} word, {COMMON}. {_WORDS}"}),
    )
    return next((given for holds, given in sorts if holds), {})


def _somebody(name: str, phone: str) -> dict[str, str]:
    """Somebody who is recognised when they report again."""
    return {
        "reporter_name": f"Invented {name}", "reporter_email": f"{name}@example.org", "reporter_phone": phone,
        "victim_date_of_birth": "1980-06-15",
    }  # fmt: skip


# One post that many people saw.
_FOR_THE_PUBLIC = {
    "reporter_role": "witness", "victim_date_of_birth": "", "consent_support": "",
    "content_urls": f"https://x.com/invented/status/{_FIRST - 1}", "platform": "X", "account_handle": "@invented",
    "content_text": _POST, "borough": "Hackney",
}  # fmt: skip
