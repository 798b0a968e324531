"""A file of invented reports: every channel, strand, borough, way out and awkward case; nobody in it exists."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from hub.places import queries as places
from hub.reports.rules import COLUMNS, neutralise
from hub.reports.terms import Channel, Religion, ReporterRole, Strand

SOURCES = frozenset({"Demonstration", "A partner"})

_FIRST = ("Amina", "Bola", "Chandra", "Dana", "Eli", "Femi", "Gita", "Hana", "Idris", "Jo", "Kofi", "Leila", "Marek",
          "Nadia", "Owen", "Priya", "Rosa", "Sami", "Tariq", "Una", "Viktor", "Wanda", "Yusuf", "Zofia")  # fmt: skip
_LAST = ("Invented", "Fictional", "Example", "Madeup", "Sample", "Imaginary", "Notreal", "Pretend")
_WORDS = (
    "Invented report: a post about me uses a masked slur (s***) and says I should leave.",
    "Invented report: an account keeps replying to everything I write with abuse about who I am.",
    "Invented report: somebody shared my photograph with insults below it and others joined in.",
    "Invented report: a message said that people like me are not welcome in this borough.",
    "Invented report: a video mocks us and the comments are full of hatred \U0001f614.",
)
_POSTS = (
    "Invented post {number}: they call us a m*** slur and say we should all be gone.",
    "Invented post {number}: a p*** slur, three laughing faces \U0001f602\U0001f602\U0001f602 and my street's name.",
    "Invented post {number}: nobody wants your kind here, says the account again and again.",
)
# A platform, and an address of the shape that its posts have; the numbers are invented.
_ADDRESSES = {
    "X": "https://x.com/invented_account/status/10000000000000{number:05}",
    "Facebook": "https://www.facebook.com/invented.page/posts/100000000{number:05}",
    "Instagram": "https://www.instagram.com/p/Invented{number:03}/",
    "TikTok": "https://www.tiktok.com/@invented_account/video/70000000000000{number:05}",
    "YouTube": "https://www.youtube.com/watch?v=Invented{number:03}",
    "Telegram": "https://t.me/invented_channel/{number}",
    "Reddit": "https://www.reddit.com/r/invented/comments/inv{number:03}/a_title/",
    "Bluesky": "https://bsky.app/profile/invented.example.org/post/invented{number:03}",
    "Mastodon": "https://social.example.org/@invented/1120000000000{number:05}",
    "Invented Forum": "https://forum.example.org/thread?t={number}",
    "": "",
}
_LANGUAGES = (
    "English",
    "Urdu",
    "Bengali",
    "Polish",
    "Somali",
    "Arabic",
    "Turkish",
    "French",
    "Yiddish",
    "pa",
    "cy",
)
_SAFE = ("", "yes", "yes", "e-mail", "phone", "no")
_NOBODY = {"reporter_name": "", "reporter_email": "", "reporter_phone": ""}


@dataclass(slots=True)
class _Maker:
    """Invented rows, the same for the same moment."""

    now: datetime
    random: Random = field(default_factory=lambda: Random(2017))  # noqa: S311 - invented reports, no secret
    number: int = 0

    def row(self, **given: str) -> dict[str, str]:
        """One invented report, with what is given in place of what would be drawn."""
        self.number += 1
        drawn = self.random
        name = f"{drawn.choice(_FIRST)} {drawn.choice(_LAST)} {self.number}"
        told = self.now - timedelta(hours=1 + drawn.randrange(24 * 20))
        platform = drawn.choice(tuple(_ADDRESSES))
        base = {
            "source": "Demonstration", "source_reference": f"DEMO-{self.number:04}",
            "channel": drawn.choice(Channel.values), "reported_at": told.isoformat(timespec="minutes"),
            "reporter_role": "victim", "reporter_name": name, "reporter_email": f"person{self.number}@example.org",
            "reporter_phone": f"07700 900{self.number % 1000:03}", "safe_to_contact": drawn.choice(_SAFE),
            "language": drawn.choice(("", "", *_LANGUAGES)), "online": "yes", "strands": drawn.choice(Strand.values[:5]),
            "what_happened": drawn.choice(_WORDS), "platform": platform, "account_handle": f"@invented_{self.number % 40}",
            "content_urls": _ADDRESSES[platform].format(number=self.number),
            "content_text": drawn.choice(("", *_POSTS)).format(number=self.number),
            "posted_at": (told - timedelta(hours=3)).isoformat(timespec="minutes"),
            "consent_support": drawn.choice(("", "yes", "yes", "no")), "immediate_danger": drawn.choice(("", "no", "no")),
            "wants": drawn.choice(("removal", "support", "investigation;removal", "information")),
        }  # fmt: skip
        base.update(given)
        if "religion" in base["strands"] and not base.get("targeted_religion"):
            base["targeted_religion"] = drawn.choice(Religion.values)
        return base


def rows(now: datetime) -> Iterator[dict[str, str]]:
    """Every invented report, in the order in which they arrived."""
    maker = _Maker(now)
    yield from _everywhere(maker)
    yield from _everything(maker)
    yield from _ways_out(maker)
    yield from _awkward_places(maker)
    yield from _one_post(maker)
    yield from _same_victim(maker)
    yield from _people(maker)
    yield from _contacts(maker)
    yield from _content(maker)
    yield from _law(maker)
    yield from _to_be_rejected(maker)


def _everywhere(maker: _Maker) -> Iterator[dict[str, str]]:
    """Every borough, several times."""
    for borough in places.atlas().boroughs.values():
        for _ in range(5):
            yield maker.row(borough=borough.name)
    for postcode in (
        "E8 3AA",
        "SE22 8AA",
        "NW11 0AA",
        "E14 5AA",
        "SW13 9AA",
        "N16 5AA",
        "CR0 1AA",
        "BR2 9AA",
    ):
        yield maker.row(postcode=postcode)


def _everything(maker: _Maker) -> Iterator[dict[str, str]]:
    """Every channel, role, strand and religion."""
    for channel in Channel.values:
        yield maker.row(channel=channel, borough="Camden")
    for role in ReporterRole.values:
        yield maker.row(
            reporter_role=role, borough="Brent", victim_name="Ola Invented" if role == "on-behalf" else ""
        )
    for strand in Strand.values:
        yield maker.row(strands=strand, borough="Newham")
    for religion in Religion.values:
        yield maker.row(strands="religion", targeted_religion=religion, borough="Barnet")
    yield maker.row(strands="race;religion", targeted_religion="jewish", borough="Hackney")
    yield maker.row(strands="sexual orientation; Transgender ;DISABILITY", borough="Lambeth")


def _ways_out(maker: _Maker) -> Iterator[dict[str, str]]:
    """Every kind of exit that is proposed."""
    for place in ("Kent", "Essex", "Scotland", "Greater Manchester", "outside London", "outside UK"):
        yield maker.row(borough=place)
    for postcode in ("LS1 4AA", "EH1 1AA", "BT1 1AA", "JE2 3AA", "D02 X285", "75008", "M1 1AA"):
        yield maker.row(postcode=postcode)
    for borough in ("Ealing", "Sutton", "Harrow"):
        yield maker.row(borough=borough, online="no")
        yield maker.row(borough=borough, strands="none")
    yield maker.row(borough="City of London", online="no", strands="none")


def _awkward_places(maker: _Maker) -> Iterator[dict[str, str]]:
    """Where a place is not certain, and nothing is guessed."""
    for postcode in (
        "SW16 1AA",
        "SW16",
        "EC1A 1BB",
        "E1 6AA",
        "E4 7AA",
        "RM4 1AA",
        "TN16 3AA",
        "NW6",
        "BFPO 1",
        "not sure",
    ):
        yield maker.row(postcode=postcode)
    yield maker.row(postcode="SW16 2BB", borough="Merton")
    yield maker.row(postcode="SW16 2BB", borough="Hackney")
    for blank in ("online", "strands", "borough"):
        yield maker.row(**{"borough": "Wandsworth", blank: ""})
    yield maker.row(borough="Richmond", strands="race", targeted_religion="sikh")


def _one_post(maker: _Maker) -> Iterator[dict[str, str]]:
    """Forty people report one post about nobody in particular; twelve are each targeted by another."""
    for number in range(40):
        tail = ("", "?utm_source=share", "?s=20")[number % 3]
        yield maker.row(
            reporter_role="witness" if number % 4 else "organisation", borough=("Hackney", "Camden", "Brent")[number % 3],
            content_urls=f"https://{('x', 'twitter', 'mobile.twitter')[number % 3]}.com/invented/status/1000000000000000123{tail}",
            platform="X", consent_support="", content_text="", strands=("race", "religion")[number % 2],
        )  # fmt: skip
    for _ in range(12):
        yield maker.row(
            borough="Tower Hamlets", content_urls="https://www.tiktok.com/@invented/video/7000000000000000456"
        )


def _same_victim(maker: _Maker) -> Iterator[dict[str, str]]:
    """One person through two channels about one item, then about another; the same row again, and again changed."""
    person = {
        "reporter_name": "Noor Imaginary", "reporter_email": "noor@example.org", "reporter_phone": "020 7946 0101",
        "victim_date_of_birth": "1991-05-17", "borough": "Southwark", "safe_to_contact": "yes", "consent_support": "yes",
        "strands": "religion", "targeted_religion": "muslim",
    }  # fmt: skip
    first = maker.row(
        **person, channel="true vision", content_urls="https://www.instagram.com/p/Invented123/"
    )
    yield first
    yield maker.row(
        **person,
        channel="partner",
        source="A partner",
        content_urls="https://instagram.com/p/Invented123/?igsh=1",
    )
    yield maker.row(**person, channel="phone", content_urls="https://www.instagram.com/p/Invented456/")
    yield dict(first)
    yield {**first, "what_happened": "Invented report: it has happened again, and now they know my street."}


def _people(maker: _Maker) -> Iterator[dict[str, str]]:
    """Who tells, who is told of, and how they may be reached."""
    yield maker.row(**_NOBODY, borough="Croydon")
    yield maker.row(**_NOBODY, postcode="SE22 9AA", victim_date_of_birth="2001-02-03")
    yield maker.row(**_NOBODY, victim_name="Ada Pretend", borough="Bexley", reporter_role="on behalf")
    yield maker.row(
        borough="Enfield", reporter_role="professional", victim_name="Ben Pretend", victim_under_18="yes"
    )
    yield maker.row(borough="Merton", safe_to_contact="no")
    yield maker.row(borough="Bromley", safe_to_contact="phone", language="Urdu")
    yield maker.row(
        borough="Haringey",
        consent_support="yes",
        consent_partners="Galop; CATCH",
        strands="sexual orientation",
    )
    yield maker.row(borough="Redbridge", consent_support="no")
    yield maker.row(borough="Lewisham", crime_reference="INV/0001/26")
    for place in ("Islington", "Kent", "outside UK", ""):
        yield maker.row(
            borough=place,
            immediate_danger="yes",
            what_happened="Invented report: they say they are outside my home now.",
        )
    yield maker.row(
        borough="Greenwich", reported_at=(maker.now - timedelta(days=3)).strftime("%d/%m/%Y %H:%M")
    )
    yield maker.row(borough="Hounslow", what_happened="=Invented report: it begins like a formula \U0001f614")
    for number in range(12):
        yield maker.row(borough="Waltham Forest", account_id=str(900 + number), account_handle="@moves")


def _contacts(maker: _Maker) -> Iterator[dict[str, str]]:
    """Every language, and every way in which somebody may or may not be reached."""
    for language in _LANGUAGES:
        yield maker.row(borough="Ealing", language=language)
    for safe in ("", "yes", "no", "e-mail", "phone"):
        yield maker.row(borough="Hillingdon", safe_to_contact=safe)
    yield maker.row(
        borough="Kingston upon Thames",
        reporter_email="",
        reporter_phone="020 7946 0123",
        safe_to_contact="phone",
    )
    yield maker.row(borough="Camden", victim_under_18="yes", strands="disability")
    yield maker.row(borough="Newham", victim_date_of_birth=f"{maker.now.year - 15}-01-02", reporter_phone="")
    yield maker.row(
        borough="Brent", reporter_role="", strands="race;religion", targeted_religion="hindu;sikh"
    )
    yield maker.row(
        borough="Havering",
        reporter_role="on behalf",
        victim_name="Cy Pretend",
        victim_date_of_birth="02/03/1950",
    )
    yield maker.row(
        **{**_NOBODY, "reporter_role": "witness", "borough": "Harrow", "victim_name": "Di Pretend"}
    )


def _content(maker: _Maker) -> Iterator[dict[str, str]]:
    """Texts without an address: long ones that are known again, short ones that are not; several posts in one report."""
    text = "Invented post: one text that many accounts copy, with a masked slur (p***) in it."
    for handle, typed in (("@copy_one", text), ("@copy_two", f"  {text.upper()}\u200b"), ("", text)):
        yield maker.row(
            borough="Sutton", content_urls="", content_text=typed, platform="Facebook", account_handle=handle,
            reporter_role="witness", consent_support="",
        )  # fmt: skip
    for handle in ("@short_one", "@short_two", "@short_one", ""):
        yield maker.row(
            borough="Barnet", content_urls="", content_text="Invented: go!", platform="X", account_handle=handle,
            reporter_role="witness", consent_support="",
        )  # fmt: skip
    addresses = [_ADDRESSES[each].format(number=777) for each in ("X", "YouTube", "Reddit")]
    yield maker.row(borough="Lambeth", content_urls="; ".join(addresses), platform="")
    yield maker.row(borough="Lewisham", content_urls="", content_text="", platform="", account_handle="")


def _law(maker: _Maker) -> Iterator[dict[str, str]]:
    """What an officer's eye for the law is tried on: lawful yet offensive, nearly out of time, before and after a change."""
    yield maker.row(
        borough="Camden",
        what_happened="Invented report: the post is rude about my faith, and names nobody and threatens nobody.",
        content_text="Invented post: I think that all religions are foolish, and I say so.",
        strands="religion",
        targeted_religion="other",
        platform="X",
    )
    for days in (5, 170, 179, 200):  # summary offences must be charged within six months
        posted = maker.now - timedelta(days=days)
        yield maker.row(borough="Hackney", posted_at=posted.isoformat(timespec="minutes"), platform="X")
    for posted_at in (
        "2026-03-31T23:30",
        "2026-04-01T00:30",
    ):  # Public Order Act 1986 s.4B is in force from 1 April
        yield maker.row(borough="Hackney", posted_at=posted_at, strands="sex", platform="X")
    night = maker.now.replace(hour=3, minute=0) - timedelta(days=1)
    yield maker.row(
        borough="Lambeth",
        reported_at=night.isoformat(timespec="minutes"),
        posted_at=(night - timedelta(minutes=20)).isoformat(timespec="minutes"),
        immediate_danger="yes",
        what_happened="Invented report: it is three in the morning and they write that they are on their way to me.",
    )
    # One who is a victim here is the account that another report is about.
    yield maker.row(
        borough="Croydon", reporter_name="Vic Pretend", account_handle="@other_side", platform="X"
    )
    yield maker.row(
        borough="Croydon", reporter_name="Wyn Pretend", account_handle="@vic_pretend", platform="X"
    )


def _to_be_rejected(maker: _Maker) -> Iterator[dict[str, str]]:
    """Rows that cannot be taken, each for a reason in plain words."""
    yield maker.row(
        borough="Kingston", reported_at=(maker.now + timedelta(days=2)).isoformat(timespec="minutes")
    )
    yield maker.row(borough="Havering", strands="blue")
    yield maker.row(borough="Atlantis")
    yield maker.row(borough="Brent", what_happened="")
    yield maker.row(borough="Camden", channel="carrier pigeon", online="perhaps", strands="religion;none")


def write(path: Path, now: datetime) -> int:
    """Write the file; tells how many rows it holds."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for row in rows(now):
            writer.writerow({name: neutralise(text) for name, text in row.items()})
            count += 1
    path.chmod(0o600)
    return count
