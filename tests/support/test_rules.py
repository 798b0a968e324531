from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.places import queries as places
from hub.reports.terms import Religion, Strand
from hub.support import queries, rules
from hub.support.terms import Directory, Service, Status, Wanted

DIRECTORY = queries.directory()
NOBODY = Wanted((), (), "", None, "")
BASE = Service(
    slug="one", name="One", does="", url="", url_assured=False, strands=frozenset({"race"}), religions=frozenset(),
    areas=frozenset({"uk"}), minimum_age=None, maximum_age=None, languages=frozenset({"en"}), general=False,
    immediate=False, needs=frozenset(), status=Status.ACTIVE, assured_date=date(2026, 11, 23), certainty="", source="",
)  # fmt: skip


def slugs(*, outside_london=False, **facts):
    found = rules.match(DIRECTORY, replace(NOBODY, **facts), outside_london=outside_london)
    return [each.slug for each in found]


def reasons(service, outside_london=False, **facts):
    found = rules.match(
        Directory((service,), DIRECTORY.london),
        replace(NOBODY, strands=("race",), **facts),
        outside_london=outside_london,
    )
    return found[0].reasons if found else None


@pytest.mark.parametrize(
    ("facts", "offered", "not_offered"),
    [
        ({"strands": ("religion",), "religions": ("jewish",)}, {"cst"}, {"tell-mama", "galop"}),
        ({"strands": ("religion",), "religions": ("muslim",)}, {"tell-mama", "british-muslim-trust"}, {"cst"}),
        ({"strands": ("race",), "religions": ("jewish",)}, {"cst", "monitoring-group"}, set()),
        ({"strands": ("religion",), "religions": ("jewish", "muslim")}, {"cst", "tell-mama"}, set()),
        ({"strands": ("religion",), "religions": ("sikh",)}, {"catch", "victim-support"}, {"cst", "tell-mama"}),
        ({"strands": ("sexual-orientation",)}, {"galop"}, {"cst"}),
        ({"strands": ("transgender",), "borough": "city-of-london"}, {"galop", "catch"}, set()),
        ({"strands": ("disability",), "borough": "hackney"}, {"choice-in-hackney", "stay-safe-east"}, {"real"}),
        ({"strands": ("disability",), "borough": "tower-hamlets"}, {"real"}, {"choice-in-hackney"}),
        ({"strands": ("disability",)}, {"inclusion-london", "mencap"}, {"real", "choice-in-hackney"}),
        ({"strands": ("alternative-subculture",)}, {"sophie-lancaster-foundation"}, set()),
        ({"strands": ("age",)}, {"catch", "victim-support"}, set()),
        ({"under_18": True}, {"childline"}, set()),
        ({"under_18": False}, set(), {"childline"}),
        ({"under_18": None}, {"childline"}, set()),
        ({"borough": "sutton"}, {"stop-hate-uk"}, {"kingston-rec"}),
        ({"outside_london": True, "strands": ("race",)}, {"victim-support", "on-your-side"}, {"catch", "monitoring-group"}),
    ],
)  # fmt: skip
def test_the_shipped_directory_offers_what_fits(facts, offered, not_offered):
    found = set(slugs(**facts))
    assert offered <= found
    assert not not_offered & found


def test_nobody_is_offered_what_only_a_known_need_calls_for():
    everything = slugs(strands=tuple(Strand.values), religions=tuple(Religion.values))
    assert not {"samaritans", "ctiru", "revenge-porn-helpline"} & set(everything)


def test_specialists_come_first():
    found = slugs(strands=("race",), borough="camden")
    assert found.index("monitoring-group") < found.index("catch")


def test_a_service_in_somebody_s_language_comes_first_and_no_other_is_dropped():
    plain, urdu = slugs(strands=("race",)), slugs(strands=("race",), language="ur-PK")
    assert urdu[0] == "southall-black-sisters"
    assert set(urdu) == set(plain)


@pytest.mark.parametrize(
    ("change", "facts", "sentence"),
    [
        ({}, {}, "It helps after hostility about race."),
        ({"general": True}, {}, "It helps whatever the hostility was about."),
        (
            {"religions": frozenset({"jewish"})},
            {"religions": ("jewish",)},
            "It helps where Jewish people are targeted.",
        ),
        ({"areas": frozenset({"london"})}, {"borough": "barnet"}, "It works in all of London."),
        ({"areas": frozenset({"barnet"})}, {"borough": "barnet"}, "It works in the borough."),
        (
            {"areas": frozenset({"england-and-wales"})},
            {"outside_london": True},
            "It works in England and Wales, and knows who helps elsewhere.",
        ),
        ({"minimum_age": 13}, {}, "It takes people of 13 and over."),
        ({"maximum_age": 18}, {"under_18": True}, "It takes people up to 18."),
        ({"minimum_age": 16, "maximum_age": 25}, {}, "It takes people from 16 to 25."),
        ({"maximum_age": 18}, {}, "Their age is not known: ask first."),
        ({"languages": frozenset({"ur"})}, {"language": "ur"}, "It works in the language asked for."),
        ({"immediate": True}, {}, "Somebody answers day and night."),
    ],
)
def test_each_offer_says_why(change, facts, sentence):
    assert sentence in reasons(replace(BASE, **change), **facts)


@pytest.mark.parametrize(
    ("change", "facts"),
    [
        ({"status": Status.CLOSED}, {}),
        ({"status": Status.DEFUNCT}, {}),
        ({"needs": frozenset({"stalking"})}, {}),
        ({"strands": frozenset({"disability"})}, {}),
        ({"religions": frozenset({"jewish"})}, {"religions": ("unknown",)}),
        ({"areas": frozenset({"london"})}, {"outside_london": True}),
        ({"areas": frozenset({"barnet"})}, {}),
        ({"minimum_age": 18}, {"under_18": True}),
        ({"maximum_age": 18}, {"under_18": False}),
    ],
)
def test_what_does_not_fit_is_not_offered(change, facts):
    assert reasons(replace(BASE, **change), **facts) is None


def test_where_the_age_is_not_known_a_service_for_some_ages_is_offered_after_the_others_of_its_kind():
    young, any_age = replace(BASE, slug="young", maximum_age=18), replace(BASE, slug="any")
    directory = Directory((young, any_age), frozenset())
    for under_18, first in ((None, "any"), (True, "young")):
        found = rules.match(
            directory, replace(NOBODY, strands=("race",), under_18=under_18), outside_london=False
        )
        assert found[0].slug == first
        assert len(found) == 2
        assert ("Their age is not known: ask first." in found[-1].reasons) == (under_18 is None)


def test_several_strands_are_listed_as_a_sentence_lists_them():
    wide = replace(BASE, strands=frozenset({"race", "sex", "transgender"}))
    found = rules.match(
        Directory((wide,), frozenset()),
        replace(NOBODY, strands=("race", "sex", "transgender")),
        outside_london=False,
    )
    assert found[0].reasons[0] == "It helps after hostility about race, sex and transgender identity."


anybody = st.builds(
    Wanted,
    strands=st.lists(st.sampled_from(Strand.values), unique=True).map(tuple),
    religions=st.lists(st.sampled_from(Religion.values), unique=True).map(tuple),
    borough=st.sampled_from(["", *DIRECTORY.london]),
    under_18=st.sampled_from([None, True, False]),
    language=st.sampled_from(["", "en", "ur", "bn", "so", "cy"]),
)


@given(anybody, st.booleans())
def test_nobody_is_left_without_an_offer(wanted, outside):
    found = rules.match(DIRECTORY, wanted, outside_london=outside and not wanted.borough)
    assert "victim-support" in {each.slug for each in found}
    assert outside or "catch" in {each.slug for each in found}
    assert all(each.reasons for each in found)


@given(anybody, st.sampled_from(Strand.values))
def test_naming_one_strand_more_never_takes_an_offer_away(wanted, strand):
    more = replace(wanted, strands=(*wanted.strands, strand))
    before, after = (rules.match(DIRECTORY, each, outside_london=False) for each in (wanted, more))
    assert {each.slug for each in before} <= {each.slug for each in after}


@given(anybody)
def test_knowing_less_of_somebody_never_takes_a_pan_london_offer_away(wanted):
    less = replace(wanted, under_18=None, language="")
    before, after = (rules.match(DIRECTORY, each, outside_london=False) for each in (wanted, less))
    assert {each.slug for each in before} <= {each.slug for each in after}


def test_every_shipped_service_is_labelled_with_words_that_the_hub_knows():
    areas = {"uk", "england-and-wales", "london", *places.atlas().boroughs}
    for each in DIRECTORY.services:
        assert each.strands <= set(Strand.values)
        assert each.religions <= set(Religion.values)
        assert each.areas
        assert each.areas <= areas
        assert each.general or each.strands or each.needs
        assert each.certainty
        assert each.source
        assert each.url.startswith("https://") or not (each.url or each.url_assured)
    assert len({each.slug for each in DIRECTORY.services}) == len(DIRECTORY.services)


def test_every_shipped_service_but_one_has_a_public_page():
    assert [each.slug for each in DIRECTORY.services if not each.url] == ["restorative-justice-london"]
