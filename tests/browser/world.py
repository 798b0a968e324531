"""A small world for journeys, invented and told by walking the pathway: what a desk might hold on a Tuesday morning."""

from dataclasses import dataclass
from datetime import timedelta

from hub import pathway
from hub.cases import queries as cases
from hub.common import clock
from hub.pathway import casework
from tests.walks import arrive, telling
from tests.web.accounts import account, actor

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
    ("Councillor sent messages about her accent", {"borough": "Tower Hamlets", "strands": "race", "platform": "X"}),
    ("Posts call a family names and give their street", {"borough": "Havering", "strands": "race"}),
    ("Sikh driver's dashcam clip reposted with abuse", {
        "borough": "Hounslow", "strands": "religion", "targeted_religion": "sikh", "platform": "YouTube"}),
)  # fmt: skip
_ELSEWHERE = (
    {"borough": "Kent", "strands": "race", "what_happened": "Invented: abuse under a video, told from Kent."},
    {"borough": "City of London", "strands": "religion", "targeted_religion": "jewish"},
    {"borough": "Brent", "strands": "none", "what_happened": "Invented: a row about parking, told to be sure."},
)  # fmt: skip


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
