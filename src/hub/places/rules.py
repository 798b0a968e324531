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

_FULL = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
_OUTWARD = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)( ?[0-9][A-Z]?)?")
_CROWN = ("JE", "GY", "IM")
_FOREIGN = (
    re.compile(r"[A-Z][0-9][0-9W] ?[0-9A-Z]{4}"),  # Eircode
    re.compile(r"[0-9]{4,6}(-[0-9]{3,4})?"),  # many countries
    re.compile(r"[0-9]{2}-[0-9]{3}"),  # Poland
    re.compile(r"[0-9]{4} ?[A-Z]{2}"),  # the Netherlands
    re.compile(r"[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9]"),  # Canada
)
# Postcode areas that lie wholly in one jurisdiction with a single force; TD and DG touch England.
_ONE_FORCE = {
    **dict.fromkeys(
        ("AB", "DD", "EH", "FK", "G", "HS", "IV", "KA", "KW", "KY", "ML", "PA", "PH", "ZE"), "police-scotland"
    ),
    "BT": "police-service-of-northern-ireland",
}
_ABROAD = {"abroad", "overseas", "outside uk", "outside the uk", "not uk", "not in the uk", "non uk", "not in uk",
           "outside the united kingdom"}  # fmt: skip
_ELSEWHERE = {
    "outside london",
    "not london",
    "not in london",
    "elsewhere",
    "elsewhere in the uk",
    "uk outside london",
}


def alike(text: str) -> str:
    """A name without case, punctuation or the words that councils put before it."""
    plain = " ".join(re.sub(r"[^a-z0-9]+", " ", text.casefold().replace("&", " and ")).split())
    for prefix in ("london borough of ", "royal borough of ", "lb "):
        plain = plain.removeprefix(prefix)
    return plain.removesuffix(" council").removesuffix(" borough")


def read_postcode(text: str) -> ReadPostcode:  # noqa: PLR0911 - one line for each thing it can be
    """What somebody wrote where a postcode was asked."""
    typed = " ".join(text.upper().replace(".", " ").split())
    if not typed:
        return ReadPostcode(PostcodeKind.BLANK)
    if alike(text) in _ABROAD:
        return ReadPostcode(PostcodeKind.FOREIGN)
    full = _FULL.fullmatch(typed.replace(" ", ""))
    if full:
        if full[1].startswith(_CROWN):
            return ReadPostcode(PostcodeKind.CROWN_DEPENDENCY, outward=full[1])
        return ReadPostcode(PostcodeKind.FULL, f"{full[1]} {full[2]}", full[1])
    if any(each.fullmatch(typed) for each in _FOREIGN):
        return ReadPostcode(PostcodeKind.FOREIGN)
    outward = _OUTWARD.fullmatch(typed)
    if outward:
        kind = PostcodeKind.CROWN_DEPENDENCY if outward[1].startswith(_CROWN) else PostcodeKind.OUTWARD
        return ReadPostcode(kind, outward=outward[1])
    return ReadPostcode(PostcodeKind.UNREADABLE)


def read_area(text: str, atlas: Atlas) -> Area:
    """What somebody wrote where a borough was asked."""
    name = alike(text)
    if not name:
        return Area(AreaKind.BLANK)
    if name in _ABROAD:
        return Area(AreaKind.ABROAD)
    if name in _ELSEWHERE:
        return Area(AreaKind.OUTSIDE_LONDON)
    if name in atlas.borough_names:
        return Area(AreaKind.BOROUGH, atlas.borough_names[name])
    if name in atlas.force_names:
        return Area(AreaKind.FORCE, atlas.force_names[name])
    return Area(AreaKind.UNKNOWN)


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
    return _together(atlas, told, shown)


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
    if exact.borough and exact.borough in atlas.boroughs:
        borough = atlas.boroughs[exact.borough]
        found = _in(borough, "postcode-table", f"The postcode table puts it in {borough.name}.")
        force = exact.force or borough.force
        return replace(found, force=force, outside="" if force == METROPOLITAN else "other-force")
    if not exact.country and not exact.force:
        reason = "The postcode table puts it outside the United Kingdom."
        return Located(outside="not-uk", rule="postcode-table", reason=reason)
    name = atlas.forces.get(exact.force, "")
    reason = (
        f"The postcode table puts it in the area of {name}."
        if name
        else "The postcode table puts it elsewhere."
    )
    if exact.force == METROPOLITAN:
        return Located(force=exact.force, rule="postcode-table", reason=reason, ask=ASK_WHERE)
    known = exact.force if name else ""
    return Located(
        force=known, outside="other-force", force_to_be_named=not known, rule="postcode-table", reason=reason
    )


def district(atlas: Atlas, outward: str) -> tuple[str, Outward] | None:
    """The row of an outward code; EC1A stands in the table as EC1."""
    for code in (outward, outward[:-1] if outward[-1:].isalpha() else ""):
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
    table = f"(district table, checked {atlas.checked_at})"
    if found.outside == "none" and found.boroughs == found.substantial and len(found.boroughs) == 1:
        borough = atlas.boroughs[found.boroughs[0]]
        return _in(borough, "only-borough-of-district", f"{code} lies in {borough.name} alone {table}.")
    forces = {atlas.boroughs[each].force for each in found.boroughs}
    if found.outside == "none" and forces == {METROPOLITAN}:
        count = "may lie in" if len(found.boroughs) == 1 else "may lie in any of"
        reason = f"{code} {count} {names}: all are the Metropolitan Police's {table}."
        return Located(
            force=METROPOLITAN, candidates=found.boroughs, rule="candidates", reason=reason, ask=ASK_POSTCODE
        )
    where = " and part of it outside London" if found.outside != "none" else ""
    reason = f"{code} may lie in {names}{where}: more than one force is possible {table}."
    return Located(candidates=found.boroughs, rule="candidates", reason=reason, ask=ASK_POSTCODE)


def _listed(names: Iterable[str]) -> str:
    """Names as a sentence lists them."""
    return ", ".join(names)


def _beyond_the_table(atlas: Atlas, outward: str) -> Located:
    """An outward code that is not London's."""
    if outward.startswith("BF"):
        reason = "It is a British Forces postcode, which tells no place."
        return Located(rule="forces-post", reason=reason, ask=ASK_WHERE)
    letters = re.match(r"[A-Z]+", outward)
    force = _ONE_FORCE.get(letters[0] if letters else "", "")
    if force:
        reason = f"{outward} is in the area of {atlas.forces[force]}."
        return Located(force=force, outside="other-force", rule="postcode-area", reason=reason)
    reason = f"{outward} is not a London district."
    return Located(outside="other-force", force_to_be_named=True, rule="not-london", reason=reason)


def _together(atlas: Atlas, told: Located, shown: Located) -> Located:
    """A borough and a postcode: agreeing, the one making the other exact, or contradicting each other."""
    if told.borough_slug and told.borough_slug == shown.borough_slug:
        return shown
    if told.borough_slug in shown.candidates:
        name = atlas.boroughs[told.borough_slug].name
        return replace(
            told, rule="borough-among-candidates", reason=f"{told.reason} The postcode can lie in {name}."
        )
    if told.outside and told.outside == shown.outside and not told.borough_slug and not shown.borough_slug:
        return shown if shown.force and not told.force else told
    if told.outside and not told.borough_slug and shown.rule == "candidates" and not shown.force:
        return told  # part of the district lies where the report says it is
    same = bool(told.force) and told.force == shown.force
    reason = f"The borough and the postcode contradict each other. {told.reason} {shown.reason}"
    return Located(
        force=told.force if same else "",
        outside=told.outside if same else "",
        rule="contradiction", reason=reason, ask=ASK_WHERE,
    )  # fmt: skip
