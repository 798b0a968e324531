"""What the rules that answered are called, and what they looked at, as a person says it."""

from collections.abc import Mapping

from hub.reports.terms import Strand
from hub.triage.terms import Question
from hub.web.desk.cases import words

# Of every rule that writes into the ledger of a report; a test holds them against the rules and their table.
TITLES: Mapping[str, str] = {
    # what the report says of what happened
    "danger-as-told": "Danger, as the report tells it",
    "online-as-told": "Online or not, as the report tells it",
    "perception": "What somebody perceived is enough",
    "none-said": "The report says that there was no hostility",
    "not-said": "The report does not say which characteristic",
    # where it is
    "borough-as-told": "The borough that the report gives",
    "area-as-told": "The area that the report gives",
    "no-place": "The report gives no place",
    "crown-dependency": "A postcode of the Crown dependencies",
    "foreign-form": "A postcode in the form of another country",
    "postcode-table": "The postcode, looked up in the table",
    "only-borough-of-district": "The only borough of the postcode district",
    "candidates": "A postcode district of several boroughs",
    "candidates-of-several-forces": "A postcode district of several forces",
    "candidates-partly-outside-london": "A postcode district partly outside London",
    "forces-post": "A postcode of the armed forces",
    "no-place-postcode": "A postcode that is no place",
    "district-not-in-table": "A postcode district that is not in the table",
    "postcode-area": "The force of the postcode area",
    "not-london": "A postcode outside London",
    "borough-among-candidates": "The borough that the report gives, among those of the postcode",
    "contradiction": "The report and the postcode contradict each other",
    # the written rule of which force records it, and what officers say
    "suspect-located": "Where the suspect was known to be",
    "victim-home": "Where the victim lives",
    "victim-home-suspect-abroad": "Where the victim lives, with the suspect abroad",
    "victim-home-suspect-elsewhere": "Where the victim lives, with the suspect in an area that is not named",
    "named-place": "The place that the report names",
    "victim-outside-london": "The victim lives outside London",
    "place-outside-london": "The place that the report names is outside London",
    "victim-abroad": "The victim lives outside the United Kingdom",
    "place-abroad": "The place that the report names is outside the United Kingdom",
    "platform-alone": "Only the platform is known",
    "nothing-known": "No place is known",
    "as-found-out": "What an officer found out",
    "settled-by-an-inspector": "What an inspector settled",
    "an-officers-own-judgement": "An officer's own judgement, other than the written rule",
}
_INPUTS: Mapping[str, str] = {
    "immediate": "Immediate danger", "online": "Online", "strands": "Characteristics", "candidates": "Boroughs it could be",
    "suspect": "Where the suspect was", "victim": "Where the victim lives", "named-place": "Place that the report names",
    "platform": "Platform", "proposed": "What the written rule proposed",
}  # fmt: skip
_FORCES = frozenset({"suspect", "victim", "named-place", "proposed"})
_SAID = {True: "yes", False: "no", None: "not said", "": "not said"}


def title(rule: str) -> str:
    """What a rule is called; one of an earlier version that is gone, by its own name in plain letters."""
    return TITLES.get(rule) or rule.replace("-", " ").capitalize()


def inputs(found: Mapping[str, str | bool | None]) -> str:
    """What a rule looked at, each with what stood there."""
    return "; ".join(f"{_INPUTS.get(name, name)}: {_value(name, said)}" for name, said in found.items())


def _value(name: str, said: str | bool | None) -> str:
    """One thing that it looked at."""
    if not isinstance(said, str) or not said:
        return _SAID[said]
    if name == "platform":
        return words.platform_words(said)
    if name in _FORCES:
        return words.answer_words(Question.FORCE, said)
    several = said.split(", ")
    if name == "strands":
        return ", ".join(words.strand_words(each) if each in Strand.values else each for each in several)
    if name == "candidates":
        return ", ".join(words.answer_words(Question.BOROUGH, each) for each in several)
    return said
