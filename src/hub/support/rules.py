"""Which services fit: all of them, the specialist ones first, each with its reasons."""

from hub.support.terms import Directory, Matched, Service, Wanted

_ADULT = 18


def match(directory: Directory, wanted: Wanted, *, outside_london: bool) -> tuple[Matched, ...]:
    """Every service that fits, specialists before those for anybody; nobody is offered fewer."""
    fitting = [
        (service.general, Matched(service.slug, reasons))
        for service in directory.services
        if (reasons := _reasons(directory, service, wanted, outside_london=outside_london))
    ]
    return tuple(found for _, found in sorted(fitting, key=lambda each: each[0]))


def _reasons(
    directory: Directory, service: Service, wanted: Wanted, *, outside_london: bool
) -> tuple[str, ...]:
    """Why a service fits; none where it does not."""
    about, area, age = (
        _about(service, wanted),
        _area(directory, service, wanted, outside_london=outside_london),
        _age(service, wanted),
    )
    if not (about and area and age):
        return ()
    found = [about, area]
    if service.minimum_age or service.maximum_age:
        found.append(age)
    if wanted.language and wanted.language != "en" and wanted.language in service.languages:
        found.append("It works in the language asked for.")
    return tuple(found)


def _about(service: Service, wanted: Wanted) -> str:
    """Why a service fits what it was about."""
    if service.general:
        return "It helps after any hate crime or crime."
    shared = sorted(service.strands & set(wanted.strands))
    faith = sorted(service.religions & set(wanted.religions))
    if service.religions:
        # Antisemitism is racism too: a named religion is enough, and without one the strand alone is not.
        return f"It helps where {', '.join(faith)} people are targeted." if faith else ""
    return f"It helps after hostility about {', '.join(shared)}.".replace("-", " ") if shared else ""


def _area(directory: Directory, service: Service, wanted: Wanted, *, outside_london: bool) -> str:
    """Why a service fits where somebody lives; what is not known does not shut anybody out of London's services."""
    if "uk" in service.boroughs:
        return "It works anywhere in the United Kingdom."
    if "london" in service.boroughs:
        in_london = wanted.borough in directory.london or not (wanted.borough or outside_london)
        return "It works in all of London." if in_london else ""
    return "It works in the borough." if wanted.borough in service.boroughs else ""


def _age(service: Service, wanted: Wanted) -> str:
    """Why a service fits somebody's age; an age that is not known shuts nobody out."""
    if wanted.under_18 is False and service.maximum_age is not None and service.maximum_age <= _ADULT:
        return ""
    if wanted.under_18 is True and service.minimum_age is not None and service.minimum_age >= _ADULT:
        return ""
    return "It works with the age group."
