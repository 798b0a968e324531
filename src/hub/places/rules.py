"""Where somebody lives, from a postcode or a borough: certain, or candidates and a question; never a guess."""

import re
from collections.abc import Iterable
from dataclasses import replace

from hub.places.terms import (
    Area,
    AreaKind,
    Atlas,
    Borough,
    ExactRow,
    Located,
    Outward,
    PostcodeKind,
    ReadPostcode,
)

METROPOLITAN = "metropolitan-police"
ASK_POSTCODE = "Ask for the full postcode, or the borough."
ASK_WHERE = "Ask where the victim lives: a full postcode, or the borough."

# Only the districts of inner London carry a final letter, as in EC1A.
_DISTRICT = r"(?:(?:E|EC|N|NW|SE|SW|W|WC)[0-9][A-Z]|[A-Z]{1,2}[0-9]{1,2})"
_FULL = re.compile(rf"({_DISTRICT})([0-9][A-Z]{{2}})")
_OUTWARD = re.compile(rf"({_DISTRICT})( [0-9][A-Z]?)?")
_FORCES_POST = re.compile(r"BFPO ?[0-9]{1,4}")
_AREAS = frozenset({
    "AB", "AL", "B", "BA", "BB", "BD", "BF", "BH", "BL", "BN", "BR", "BS", "BT", "BX", "CA", "CB", "CF",
    "CH", "CM", "CO", "CR", "CT", "CV", "CW", "DA", "DD", "DE", "DG", "DH", "DL", "DN", "DT", "DY", "E",
    "EC", "EH", "EN", "EX", "FK", "FY", "G", "GL", "GU", "GY", "HA", "HD", "HG", "HP", "HR", "HS", "HU",
    "HX", "IG", "IM", "IP", "IV", "JE", "KA", "KT", "KW", "KY", "L", "LA", "LD", "LE", "LL", "LN", "LS",
    "LU", "M", "ME", "MK", "ML", "N", "NE", "NG", "NN", "NP", "NR", "NW", "OL", "OX", "PA", "PE", "PH",
    "PL", "PO", "PR", "RG", "RH", "RM", "S", "SA", "SE", "SG", "SK", "SL", "SM", "SN", "SO", "SP", "SR",
    "SS", "ST", "SW", "SY", "TA", "TD", "TF", "TN", "TQ", "TR", "TS", "TW", "UB", "W", "WA", "WC", "WD",
    "WF", "WN", "WR", "WS", "WV", "YO", "ZE",
})  # fmt: skip
_CROWN = ("JE", "GY", "IM")
_FOREIGN = (
    re.compile(r"[A-Z][0-9][0-9W] ?[0-9A-Z]{4}"),  # Eircode
    re.compile(r"[0-9]{4,6}(-[0-9]{3,4})?"),  # many countries
    re.compile(r"[0-9]{2}-[0-9]{3}"),  # Poland
    re.compile(r"[0-9]{4} ?[A-Z]{2}"),  # the Netherlands
    re.compile(r"[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9]"),  # Canada
)
_SCOTLAND = "police-scotland"
_NORTHERN_IRELAND = "police-service-of-northern-ireland"
# Postcode areas that lie wholly in a jurisdiction with a single force; TD and DG touch England.
_ONE_FORCE = {
    **dict.fromkeys(
        ("AB", "DD", "EH", "FK", "G", "HS", "IV", "KA", "KW", "KY", "ML", "PA", "PH", "ZE"), _SCOTLAND
    ),
    "BT": _NORTHERN_IRELAND,
}
_BORDER = ("TD", "DG")
_COUNTRY_FORCE = {"S": _SCOTLAND, "N": _NORTHERN_IRELAND}
# Every district of these areas that people live in stands in the table; others are post boxes, or mistyped.
_LONDON_AREAS = ("E", "EC", "N", "NW", "SE", "SW", "W", "WC", "BR", "CR", "HA", "SM", "UB")
# The districts that are divided by a final letter; the table holds most of them whole.
_LETTERED = ("E1", "EC1", "EC2", "EC3", "EC4", "N1", "NW1", "SE1", "SW1", "W1", "WC1", "WC2")
_ABROAD = frozenset(
    f"{word} {country}"
    for word in ("outside", "outside of", "not", "not in", "non")
    for country in ("uk", "the uk", "united kingdom", "the united kingdom")
) | {"abroad", "overseas"}
_ELSEWHERE = frozenset({
    "outside london", "outside of london", "not london", "not in london", "elsewhere", "elsewhere in the uk",
    "uk outside london",
})  # fmt: skip
_COUNCIL = re.compile(
    r"(the )?((london|royal) borough of |(lb|l b|rb|r b) (of )?)?(?P<name>.*?)( borough)?( council)?"
)
# Rules that others here ask for by name.
_MET_CANDIDATES = "candidates"
_SEVERAL_FORCES = "candidates-of-several-forces"
_PARTLY_OUTSIDE = "candidates-partly-outside-london"
_NO_PLACE = ("forces-post", "no-place-postcode")
_UNLISTED = "district-not-in-table"


def alike(text: str) -> str:
    """A name without case, punctuation or the words that councils put around it."""
    plain = " ".join(re.sub(r"[^a-z0-9]+", " ", text.casefold().replace("&", " and ")).split())
    found = _COUNCIL.fullmatch(plain)
    return found["name"] if found else plain


def read_postcode(text: str) -> ReadPostcode:
    """What somebody wrote where a postcode was asked; of a part of the second half nothing is kept."""
    typed = " ".join(re.sub(r"[.,]", " ", text.upper()).split())
    if not typed:
        return ReadPostcode(PostcodeKind.BLANK)
    if alike(text) in _ABROAD or any(each.fullmatch(typed) for each in _FOREIGN):
        return ReadPostcode(PostcodeKind.FOREIGN)
    if _FORCES_POST.fullmatch(typed):
        return ReadPostcode(PostcodeKind.OUTWARD, outward="BFPO")
    return _british(typed)


def _british(typed: str) -> ReadPostcode:
    """A postcode of British form, whole or in part; one of an area that does not exist is none."""
    full = _FULL.fullmatch(re.sub(r"[ -]", "", typed))
    found = full or _OUTWARD.fullmatch(typed)
    if not found or _letters(found[1]) not in _AREAS:
        return ReadPostcode(PostcodeKind.UNREADABLE)
    if _letters(found[1]) in _CROWN:
        return ReadPostcode(PostcodeKind.CROWN_DEPENDENCY, outward=found[1])
    if full:
        return ReadPostcode(PostcodeKind.FULL, f"{full[1]} {full[2]}", full[1])
    return ReadPostcode(PostcodeKind.PARTIAL if found[2] else PostcodeKind.OUTWARD, outward=found[1])


def _letters(outward: str) -> str:
    """The postcode area: the letters that an outward code begins with."""
    return outward[: 2 if outward[1:2].isalpha() else 1]


def read_area(text: str, atlas: Atlas) -> Area:
    """What somebody wrote where a borough was asked."""
    name = alike(text)
    if not name:
        return Area(AreaKind.BLANK)
    if name in _ABROAD:
        return Area(AreaKind.ABROAD)
    if name in _ELSEWHERE:
        return Area(AreaKind.OUTSIDE_LONDON)
    borough = atlas.borough_names.get(name) or atlas.borough_names.get(name.removesuffix(" london"))
    if borough:
        return Area(AreaKind.BOROUGH, borough)
    if name in atlas.force_names:
        return Area(AreaKind.FORCE, atlas.force_names[name])
    return _run_together(name, atlas)


def _run_together(name: str, atlas: Atlas) -> Area:
    """What somebody wrote without the spaces, as TowerHamlets."""
    if " " in name:
        return Area(AreaKind.UNKNOWN)
    if name in _closed(_ABROAD):
        return Area(AreaKind.ABROAD)
    if name in _closed(_ELSEWHERE):
        return Area(AreaKind.OUTSIDE_LONDON)
    for names, kind in ((atlas.borough_names, AreaKind.BOROUGH), (atlas.force_names, AreaKind.FORCE)):
        found = _closed(names).get(name)
        if found:
            return Area(kind, names[found])
    return Area(AreaKind.UNKNOWN)


def _closed(names: Iterable[str]) -> dict[str, str]:
    """Each name by itself without spaces."""
    return {each.replace(" ", ""): each for each in names}


def allowed_areas(atlas: Atlas) -> str:
    """What may stand where a borough is asked, for whoever wrote something else."""
    names = ", ".join(sorted(each.name for each in atlas.boroughs.values()))
    return f"{names}; outside London, outside UK; or the area of another force, such as Kent or Scotland"


def locate(atlas: Atlas, postcode: ReadPostcode, area: Area, exact: ExactRow | None) -> Located:
    """Where somebody lives; a borough and a postcode that contradict each other leave it open."""
    told = _from_area(atlas, area)
    shown = _from_postcode(atlas, postcode, exact)
    if told is None or shown is None:
        return told or shown or _nothing(postcode)
    return _together(atlas, told, shown, postcode.outward)


def _nothing(postcode: ReadPostcode) -> Located:
    """No place was told, or nothing that can be read as one."""
    unreadable = postcode.kind == PostcodeKind.UNREADABLE
    reason = (
        "What is given as the postcode is not one." if unreadable else "No postcode and no borough is given."
    )
    return Located(rule="no-place", reason=reason, ask=ASK_WHERE)


def _from_area(atlas: Atlas, area: Area) -> Located | None:
    """What the borough alone says."""
    if area.kind == AreaKind.BOROUGH:
        borough = atlas.boroughs[area.slug]
        return _in(borough, "borough-as-told", f"The report gives the borough {borough.name}.")
    if area.kind == AreaKind.FORCE:
        reason = f"The report gives a place in the area of {atlas.forces[area.slug]}."
        if area.slug == METROPOLITAN:
            return Located(force=area.slug, rule="area-as-told", reason=reason, ask=ASK_POSTCODE)
        return Located(force=area.slug, outside="other-force", rule="area-as-told", reason=reason)
    if area.kind == AreaKind.OUTSIDE_LONDON:
        reason = "The report says that it is outside London."
        return Located(outside="other-force", force_to_be_named=True, rule="area-as-told", reason=reason)
    if area.kind == AreaKind.ABROAD:
        return Located(
            outside="not-uk", rule="area-as-told", reason="The report says that it is outside the UK."
        )
    return None


def _in(borough: Borough, rule: str, reason: str) -> Located:
    """Somewhere in a known borough; the City has a force of its own."""
    outside = "" if borough.force == METROPOLITAN else "other-force"
    return Located(borough.slug, borough.unit, borough.force, outside, False, (borough.slug,), rule, reason)


def _from_postcode(atlas: Atlas, postcode: ReadPostcode, exact: ExactRow | None) -> Located | None:
    """What the postcode alone says."""
    if postcode.kind in {PostcodeKind.BLANK, PostcodeKind.UNREADABLE}:
        return None
    if postcode.kind == PostcodeKind.CROWN_DEPENDENCY:
        reason = f"{postcode.outward} is in a Crown dependency, not in the United Kingdom."
        return Located(outside="not-uk", rule="crown-dependency", reason=reason)
    if postcode.kind == PostcodeKind.FOREIGN:
        reason = "The postcode is of a form used abroad, not in the United Kingdom."
        return Located(outside="not-uk", rule="foreign-form", reason=reason)
    if exact is not None:
        return _from_table(atlas, exact)
    return _from_outward(atlas, postcode.outward)


def _from_table(atlas: Atlas, exact: ExactRow) -> Located:
    """What the loaded postcode table says: the borough, and the force by its own column."""
    rule, said = (
        "postcode-table",
        f"The postcode table{f' ({exact.edition})' if exact.edition else ''} puts it",
    )
    force = exact.force or _COUNTRY_FORCE.get(exact.country, "")
    if exact.borough in atlas.boroughs:
        borough = atlas.boroughs[exact.borough]
        found = _in(borough, rule, f"{said} in {borough.name}.")
        if force in {"", borough.force}:
            return found
        named = f"{said} in {borough.name}, and in the area of {atlas.forces[force]}."
        outside = "" if force == METROPOLITAN else "other-force"
        return replace(found, unit="", force=force, outside=outside, reason=named)
    if not exact.country and not force:
        return Located(outside="not-uk", rule=rule, reason=f"{said} outside the United Kingdom.")
    if force == METROPOLITAN:
        reason = f"{said} in the area of {atlas.forces[force]}, in no borough."
        return Located(force=force, rule=rule, reason=reason, ask=ASK_WHERE)
    where = f"in the area of {atlas.forces[force]}" if force else "outside London"
    return Located(
        force=force, outside="other-force", force_to_be_named=not force, rule=rule, reason=f"{said} {where}."
    )


def district(atlas: Atlas, outward: str) -> tuple[str, Outward] | None:
    """The row of an outward code; EC1A stands in the table as EC1."""
    whole = outward[:-1] if outward[:-1] in _LETTERED and outward[-1].isalpha() else outward
    for code in (outward, whole):
        if code in atlas.outward:
            return code, atlas.outward[code]
    return None


def _from_outward(atlas: Atlas, outward: str) -> Located:
    """What the first half of a postcode says: candidates."""
    row = district(atlas, outward)
    if row is None:
        return _beyond_the_table(atlas, outward)
    code, found = row
    names = _listed(atlas.boroughs[each].name for each in found.boroughs)
    table = f"({atlas.edition})"
    if found.outside == "none" and found.boroughs == found.substantial and len(found.boroughs) == 1:
        borough = atlas.boroughs[found.boroughs[0]]
        reason = f"{code} lies in {borough.name}, the only borough of that district {table}."
        return _in(borough, "only-borough-of-district", reason)
    forces = {atlas.boroughs[each].force for each in found.boroughs}
    if found.outside == "none" and forces == {METROPOLITAN}:
        count = "may lie in" if len(found.boroughs) == 1 else "may lie in any of"
        reason = f"{code} {count} {names}: all of it is the Metropolitan Police's {table}."
        return Located(
            force=METROPOLITAN,
            candidates=found.boroughs,
            rule=_MET_CANDIDATES,
            reason=reason,
            ask=ASK_POSTCODE,
        )
    partly = found.outside != "none"
    where = {
        "none": "",
        "fringe": ", and part of it outside London",
        "mostly": ", and most of it outside London",
    }
    reason = f"{code} may lie in {names}{where[found.outside]}: more than one force is possible {table}."
    rule = _PARTLY_OUTSIDE if partly else _SEVERAL_FORCES
    return Located(candidates=found.boroughs, rule=rule, reason=reason, ask=ASK_POSTCODE)


def _listed(names: Iterable[str]) -> str:
    """Names as a sentence lists them."""
    return ", ".join(names)


def _beyond_the_table(atlas: Atlas, outward: str) -> Located:
    """An outward code that the table does not hold."""
    letters = _letters(outward)
    if letters == "BF":
        reason = "It is a British Forces postcode, which tells no place."
        return Located(rule="forces-post", reason=reason, ask=ASK_WHERE)
    if letters == "BX":
        reason = f"{outward} is a postcode of large firms, which tells no place."
        return Located(rule="no-place-postcode", reason=reason, ask=ASK_WHERE)
    if letters in _LONDON_AREAS:
        reason = f"{outward} is not in the district table, where all of {letters} is London and its edge."
        return Located(rule=_UNLISTED, reason=reason, ask=ASK_WHERE)
    force = _ONE_FORCE.get(letters, "")
    if force:
        reason = f"{outward} is in the area of {atlas.forces[force]}."
        return Located(force=force, outside="other-force", rule="postcode-area", reason=reason)
    reason = f"{outward} is not a London district."
    return Located(outside="other-force", force_to_be_named=True, rule="not-london", reason=reason)


def _together(atlas: Atlas, told: Located, shown: Located, outward: str) -> Located:
    """A borough and a postcode: agreeing, the one making the other exact, or contradicting each other."""
    if told.borough_slug and told.borough_slug == shown.borough_slug:
        return shown
    if told.borough_slug and told.borough_slug in shown.candidates:
        name = atlas.boroughs[told.borough_slug].name
        reason = f"{told.reason} The postcode can lie in {name}."
        return replace(told, rule="borough-among-candidates", reason=reason)
    if shown.rule in _NO_PLACE or (shown.rule == _UNLISTED and (told.borough_slug or not told.outside)):
        return told
    if not told.borough_slug and not shown.borough_slug:
        agreed = _agreed(atlas, told, shown, outward)
        if agreed is not None:
            return agreed
    if told.rule == "area-as-told" and told.force == METROPOLITAN == shown.force:
        return shown
    return _contradiction(told, shown)


def _agreed(atlas: Atlas, told: Located, shown: Located, outward: str) -> Located | None:
    """An area without a borough and a postcode without one, where both can be true; nothing where they cannot."""
    if told.outside == "not-uk" or shown.outside == "not-uk":
        return told if told.outside == shown.outside else None
    if not told.outside:  # the Metropolitan Police's area
        if shown.rule not in {_SEVERAL_FORCES, _PARTLY_OUTSIDE}:
            return None
        its = tuple(each for each in shown.candidates if atlas.boroughs[each].force == told.force)
        return replace(told, candidates=its, reason=f"{told.reason} {shown.reason}")
    if shown.outside and (not told.force or not shown.force or told.force == shown.force):
        if shown.force and not told.force:
            return shown
        return told if _possible(told.force, outward) else None
    return told if shown.rule == _PARTLY_OUTSIDE and _possible(told.force, outward) else None


def _possible(force: str, outward: str) -> bool:
    """Whether a postcode of this area may be in the area of this force, as far as countries tell."""
    letters = _letters(outward)
    if not force or (force == _SCOTLAND and letters in _BORDER):
        return True
    only = _ONE_FORCE.get(letters, "")
    return only == (force if force in {_SCOTLAND, _NORTHERN_IRELAND} else "")


def _contradiction(told: Located, shown: Located) -> Located:
    """Both cannot be true: the force is known only where both lead to the same one, the borough never."""
    same = bool(told.force) and told.force == shown.force
    reason = f"The borough and the postcode contradict each other. {told.reason} {shown.reason}"
    return Located(
        force=told.force if same else "",
        outside=told.outside if same else "",
        rule="contradiction", reason=reason, ask=ASK_WHERE,
    )  # fmt: skip
