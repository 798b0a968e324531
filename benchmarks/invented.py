"""Files of invented reports, each with its own victim, item, account and contacts."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

_COLUMNS = (
    "source", "source_reference", "channel", "reported_at", "reporter_role", "reporter_name", "reporter_email",
    "reporter_phone", "safe_to_contact", "language", "victim_date_of_birth", "borough", "online", "strands",
    "what_happened", "content_text", "content_urls", "platform", "account_handle", "posted_at", "immediate_danger",
    "consent_support", "wants",
)  # fmt: skip
_BOROUGHS = ("Hackney", "Camden", "Brent", "Sutton")
_STRANDS = ("race", "disability", "sexual orientation", "race;sex")
_WORDS = "This sentence is invented and says nothing about anybody. " * 8
_POST = "An invented post, as it stood below an invented picture. " * 3


def write(path: Path, first: int, count: int) -> None:
    """A file of so many reports, numbered from the first, told an hour ago."""
    told = (datetime.now(UTC) - timedelta(hours=1)).isoformat(timespec="seconds")  # noqa: TID251 - outside the hub
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        for number in range(first, first + count):
            writer.writerow(
                ["Benchmark", f"B-{number}", "form", told, "victim", f"Invented Person {number}",
                 f"p{number}@example.org", f"07700 {number:06}", "yes", "en", f"{1950 + number % 50}-06-15",
                 _BOROUGHS[number % 4], "yes", _STRANDS[number % 4], f"Invented report {number}. {_WORDS}",
                 f"{_POST} {number}", f"https://x.com/invented{number}/status/{10**9 + number}", "X",
                 f"@invented{number}", told, "no", "yes", "help"]
            )  # fmt: skip
