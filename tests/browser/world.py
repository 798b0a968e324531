"""A small world for journeys, invented and told by walking the pathway: what a desk might hold on a Tuesday morning."""

from dataclasses import dataclass
from datetime import timedelta

from hub import pathway
from hub.cases import queries as cases
from hub.cases.models import BreakGlass, Case
from hub.cases.terms import Given
from hub.common import clock
from hub.duties.models import Duty
from hub.pathway import casework
from hub.queue import actions as queue
from hub.reports.terms import Strand
from tests.walks import AMINA, arrive, telling
from tests.web.accounts import account, actor
from tests.web.desk.borough.test_yours import given_to
from tests.web.desk.inspector.test_morning import days_ago

_TOLD = (
    ("Photo of her home posted with a threat; child's school named", {
        "borough": "Hackney", "strands": "race;religion", "targeted_religion": "muslim", "immediate_danger": "yes",
        "what_happened": "Invented: someone shared my photo in a local group, and tonight they posted our front door.",
        "platform": "Facebook", "content_text": "Invented post: this week you will see me."}),
    ("Schoolgirl's altered photo passed round a year group", {
        "borough": "Ealing", "strands": "transgender", "victim_under_18": "yes", "platform": "Snapchat"}),
    ("Deaf woman sent 14 mocking video replies in two days", {
        "borough": "Lambeth", "strands": "disability", "platform": "TikTok"}),
    ("Couple sent a private threat; the account is known to us", {
        "borough": "Southwark", "strands": "sexual orientation", "platform": "Instagram"}),
    ("Café buried under 40 one-star reviews with abuse", {"borough": "Camden", "strands": "race"}),
    ("Councillor sent messages about her accent", {
        "borough": "Tower Hamlets", "strands": "race", "platform": "X", "consent_support": "yes",
        "consent_partners": "Galop"}),
    ("Posts call a family names and give their street", {"borough": "Havering", "strands": "race"}),
    ("Sikh driver's dashcam clip reposted with abuse", {
        "borough": "Hounslow", "strands": "religion", "targeted_religion": "sikh", "platform": "YouTube"}),
)  # fmt: skip
_ELSEWHERE = (
    {"borough": "Kent", "strands": "race", "what_happened": "Invented: abuse under a video, told from Kent."},
    {"borough": "City of London", "strands": "religion", "targeted_religion": "jewish"},
    {"borough": "Brent", "strands": "none", "what_happened": "Invented: a row about parking, told to be sure."},
)  # fmt: skip


_PLACES = (
    "Hackney",
    "Ealing",
    "Westminster",
    "Tower Hamlets",
    "Barnet",
    "Croydon",
    "Kent",
    "Bromley",
    "Essex",
)


@dataclass(frozen=True)
class World:
    """The references that journeys go to."""

    danger: str
    ordinary: str
    offered: str  # offered to Chandra, of Central East
    leaving: str  # a report whose way out is proposed


def make() -> World:
    """Tell the reports, give each case its headline, and offer one to a borough officer."""
    for who in ("bo", "ruth", "gita", "chandra"):
        account(who)
    names = {}
    for number, (headline, given) in enumerate(_TOLD, start=1):
        told = clock.now() - timedelta(hours=2 * number)
        placed = arrive(telling(number, reported_at=told.isoformat(timespec="seconds"), **given))[0].placed
        assert placed is not None
        casework.set_headline(case=placed.case, words=headline, seen=1, by=actor("gita"))
        names[headline] = placed.case
    gone = [arrive(telling(100 + number, **given))[0].report_id for number, given in enumerate(_ELSEWHERE)]
    found = list(names.values())
    offered = found[5]
    casework.offer_case(
        case=offered,
        to=account("chandra").reference,
        seen=cases.gists([offered])[offered].version,
        by=actor("gita"),
    )
    return World(found[0], found[2], offered, pathway.whereabouts(gone)[gone[0]].reference)


def two_months() -> list[str]:
    """Two months of reports, some of last year, late duties, exits, and openings without a relation; the cases of CE."""
    strands = [each for each in Strand.values if each != Strand.RELIGION]
    days = [*range(1, 57), 1, 1, 5, 9, 9, 9, *(364 + each for each in range(1, 29, 2))]
    told = [
        telling(
            1000 + number, reported_at=days_ago(day), borough=_PLACES[number % len(_PLACES)],
            strands=strands[number % len(strands)], **(AMINA if number % 3 else {}),
            immediate_danger="yes" if number % 29 == 0 else "no",
        )
        for number, day in enumerate(days)
    ]  # fmt: skip
    arrive(*told[-14:], historic=True)
    arrive(*told[:-14])
    ours = [each.reference for each in Case.objects.filter(unit="CE").order_by("pk")]
    late = Duty.objects.filter(subject__in=ours[:2], kind="recorded")
    late.update(starts_at=clock.now() - timedelta(days=2), due_at=clock.now())
    for case, given in zip(
        ours, (Given.OFFERED, Given.ACCEPTED, Given.ACCEPTED, Given.ACCEPTED), strict=False
    ):
        given_to("chandra", case, given)
    queue.refresh(cases=ours)
    pathway.claim(subject=ours[0], by=actor("bo"))
    for reason in ("A neighbour rang about this address.", "The duty officer asked for the reference."):
        BreakGlass.objects.create(
            case=Case.objects.first(), account=account("ruth"), at=clock.now(), reason=reason
        )
    return ours
