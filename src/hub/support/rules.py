"""Which services fit: all of them, the specialist ones first, each with its reasons."""

from collections.abc import Iterable

from hub.support.terms import Directory, Matched, Service, Status, Wanted

_ADULT = 18
# A specialist is asked for by what the hostility was about; the words for people are theirs.
_FAITHS = {"no-religion": "non-religious"}
_STRANDS = {
    "transgender": "transgender identity",
    "alternative-subculture": "belonging to an alternative subculture",
}


def match(directory: Directory, wanted: Wanted, *, outside_london: bool) -> tuple[Matched, ...]:
    """Every service that fits, specialists before those for anybody; nobody is offered fewer.

    What is not known of somebody (borough, age, language) shuts nobody out. A service for some ages is offered after the
    others of its kind where the age is not known; one that does not work in somebody's language after those that do, for
    it may have an interpreter.
    """
    fitting = [
        (
            (service.general, _age_open(service, wanted), not _speaks(service, wanted)),
            Matched(service.slug, reasons),
        )
        for service in directory.services
        if (reasons := _reasons(directory, service, wanted, outside_london=outside_london))
    ]
    return tuple(found for _, found in sorted(fitting, key=lambda each: each[0]))


def _reasons(
    directory: Directory, service: Service, wanted: Wanted, *, outside_london: bool
) -> tuple[str, ...]:
    """Why a service fits; none where it does not."""
    if service.status != Status.ACTIVE or service.needs:
        return ()
    about = _about(service, wanted)
    area = _area(directory, service, wanted, outside_london=outside_london)
    if not (about and area and _fits_age(service, wanted)):
        return ()
    found = [about, area]
    if _limited(service):
        found.append(_ages(service))
    if _age_open(service, wanted):
        found.append("Their age is not known: ask first.")
    if _speaks(service, wanted) and wanted.language:
        found.append("It works in the language asked for.")
    if service.immediate:
        found.append("Somebody answers day and night.")
    return tuple(found)


def _about(service: Service, wanted: Wanted) -> str:
    """Why a service fits what it was about; a religion named is enough for those who help its people."""
    if service.general:
        return "It helps whatever the hostility was about."
    if service.religions:
        faiths = sorted(service.religions & set(wanted.religions))
        return (
            f"It helps where {_listed(_FAITHS.get(each, each.title()) for each in faiths)} people are targeted."
            if faiths
            else ""
        )
    strands = sorted(service.strands & set(wanted.strands))
    named = _listed(_STRANDS.get(each, each.replace("-", " ")) for each in strands)
    return f"It helps after hostility about {named}." if strands else ""


def _listed(names: Iterable[str]) -> str:
    """Names as a sentence lists them."""
    found = list(names)
    return " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)


def _area(directory: Directory, service: Service, wanted: Wanted, *, outside_london: bool) -> str:
    """Why a service fits where somebody lives; a place that is not known shuts nobody out of all London's services."""
    if "uk" in service.areas:
        return "It works in the whole United Kingdom."
    if "england-and-wales" in service.areas:  # offered elsewhere too: it names its sister organisations
        return "It works in England and Wales, and knows who helps elsewhere."
    if "london" in service.areas:
        in_london = wanted.borough in directory.london or not (wanted.borough or outside_london)
        return "It works in all of London." if in_london else ""
    return "It works in the borough." if wanted.borough in service.areas else ""


def _fits_age(service: Service, wanted: Wanted) -> bool:
    """Whether a service takes somebody of this age; where only child or adult is known, whoever may fit does."""
    too_old = wanted.under_18 is False and service.maximum_age is not None and service.maximum_age <= _ADULT
    too_young = wanted.under_18 is True and service.minimum_age is not None and service.minimum_age >= _ADULT
    return not (too_old or too_young)


def _limited(service: Service) -> bool:
    """Whether a service takes people of some ages only."""
    return service.minimum_age is not None or service.maximum_age is not None


def _age_open(service: Service, wanted: Wanted) -> bool:
    """Whether it must be asked first how old somebody is."""
    return _limited(service) and wanted.under_18 is None


def _ages(service: Service) -> str:
    """The ages that a service takes, in words."""
    if service.maximum_age is None:
        return f"It takes people of {service.minimum_age} and over."
    if service.minimum_age is None:
        return f"It takes people up to {service.maximum_age}."
    return f"It takes people from {service.minimum_age} to {service.maximum_age}."


def _speaks(service: Service, wanted: Wanted) -> bool:
    """Whether a service works in somebody's language, whatever its region; not said is any."""
    return not wanted.language or wanted.language.split("-")[0] in service.languages
