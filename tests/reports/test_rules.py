"""From a row to a telling: the rules that read a report."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hub.reports import rules
from hub.reports.terms import Channel, Religion, ReporterRole, Safe, Strand, Telling
from tests.reports.rows import BASE, NOW, read, reasons, told


def test_four_columns_are_enough_and_nothing_else_is_guessed():
    telling = told()
    assert telling.reported_at == datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
    assert (telling.reporter_role, telling.safe_to_contact, telling.online) == (None, None, None)
    assert (telling.strands, telling.no_hate_element, telling.notes) == ((), False, ())
    assert telling.given == BASE


@pytest.mark.parametrize("column", rules.REQUIRED)
@pytest.mark.parametrize("blank", ["", "  ", "\u00a0\t"])
def test_a_required_column_left_blank_is_named(column, blank):
    assert reasons(**{column: blank}) == (f"{column} is missing: every row needs it",)


def test_every_reason_is_told_at_once():
    found = reasons(
        channel="pigeon", strands="race;blue;green", online="perhaps", posted_at="yesterday", source=""
    )
    assert len(found) == 5
    assert (
        "strands has a value that is not allowed (number 2, 3 of 3): use one or more of race, religion,"
        in found[1]
    )
    assert any("channel has a value that is not allowed: use one of form, phone, in person, e-mail" in each
               for each in found)  # fmt: skip


@pytest.mark.parametrize(
    ("column", "typed"),
    [
        ("channel", "amina@example.org"), ("online", "07700 900123"), ("strands", "a long sentence about somebody else"), ("channel", "pigeon"), ("strands", "race;blue"),
        ("reported_at", "020-7946-0018"), ("reported_at", "07700 900123"), ("borough", "1 Secret Street"),
        ("reporter_email", "Amina Invented"), ("victim_date_of_birth", "Amina"),
    ],
)  # fmt: skip
def test_a_reason_never_repeats_what_may_be_personal(column, typed):
    (found,) = reasons(**{column: typed})
    assert found.startswith(column)
    assert typed not in found


@pytest.mark.parametrize("spelt", ["{}", " {} ", "UPPER", "_", "-", "", "\u2011"])
@pytest.mark.parametrize(
    ("column", "terms"),
    [("channel", Channel), ("reporter_role", ReporterRole), ("strands", Strand), ("safe_to_contact", Safe)],
)
def test_case_space_hyphen_and_underscore_are_alike(column, terms, spelt):
    for term in terms:
        typed = {
            "{}": term.value,
            " {} ": f" {term.value.replace('-', '  ')}\u00a0",
            "UPPER": term.value.upper(),
        }.get(spelt, term.value.replace("-", spelt))
        more = {"targeted_religion": "unknown"} if term == Strand.RELIGION else {}
        found = getattr(told(**{column: typed}, **more), column)
        assert found in (term, (term,))


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("yes", True), ("Yes ", True), ("TRUE", True), ("1", True), ("no", False), ("False", False), ("0", False), ("", None), (" ", None)],
)  # fmt: skip
@pytest.mark.parametrize("column", ["online", "victim_under_18", "immediate_danger", "consent_support"])
def test_yes_and_no_have_three_forms_each(column, typed, answer):
    assert getattr(told(**{column: typed}), column) is answer


@pytest.mark.parametrize("typed", ["y", "n", "2", "maybe", "yes;no", "oui", "-"])
def test_other_answers_are_rejected_with_those_allowed(typed):
    (found,) = reasons(online=typed)
    assert "use yes, no, true, false, 1 or 0" in found


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("1", Safe.YES), ("TRUE", Safe.YES), ("0", Safe.NO), ("no", Safe.NO), ("E_Mail", Safe.EMAIL), ("email", Safe.EMAIL),
     ("Phone", Safe.PHONE), ("", None)],
)  # fmt: skip
def test_safe_contact_is_an_answer_or_one_way_only(typed, answer):
    assert told(safe_to_contact=typed).safe_to_contact == answer


def test_an_unknown_way_of_contact_names_the_allowed_ones():
    assert "use yes, no, true, false, 1, 0, e-mail or phone" in reasons(safe_to_contact="fax")[0]


@pytest.mark.parametrize(
    ("typed", "strands", "nothing"),
    [
        ("race", (Strand.RACE,), False), ("Race; Sexual_Orientation ;race", (Strand.RACE, Strand.SEXUAL_ORIENTATION), False),
        ("none", (), True), ("NONE; none;", (), True), ("", (), False), (" ; ", (), False),
    ],
)  # fmt: skip
def test_strands_are_a_list_and_none_alone_says_no_hate_element(typed, strands, nothing):
    found = told(strands=typed)
    assert (found.strands, found.no_hate_element) == (strands, nothing)


def test_none_beside_a_strand_is_rejected():
    assert reasons(strands="none;race") == ("strands says none and names a strand: say one or the other",)


@pytest.mark.parametrize("religion", ["", " ", ";"])
def test_religion_needs_the_religion_that_was_targeted(religion):
    (found,) = reasons(strands="race;religion", targeted_religion=religion)
    assert "targeted_religion is missing" in found
    assert "no religion, unknown" in found


def test_religions_are_a_list_and_unknown_is_one_of_them():
    found = told(strands="religion", targeted_religion="Muslim;No Religion;unknown")
    assert found.targeted_religion == (Religion.MUSLIM, Religion.NO_RELIGION, Religion.UNKNOWN)
    assert found.notes == ()


def test_a_religion_without_the_strand_is_taken_and_noted():
    found = told(strands="race", targeted_religion="jewish")
    assert found.targeted_religion == (Religion.JEWISH,)
    assert found.notes == ("targeted_religion was given although strands does not name religion",)


def test_a_wrong_religion_is_one_reason_and_not_also_missing():
    (found,) = reasons(strands="religion", targeted_religion="jedi")
    assert "targeted_religion has a value that is not allowed: use" in found


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2026-11-24T09:15:00Z", (2026, 11, 24, 9, 15)), ("2026-11-24t09:15z", (2026, 11, 24, 9, 15)),
        ("2026-11-24T10:15+01:00", (2026, 11, 24, 9, 15)), ("2026-11-24 10:15+0100", (2026, 11, 24, 9, 15)),
        ("20261124T091500Z", (2026, 11, 24, 9, 15)), ("2026-11-24T09:15:00.000000Z", (2026, 11, 24, 9, 15)),
        ("2026-11-24T09Z", (2026, 11, 24, 9, 0)), ("2026-11-23T24:00Z", (2026, 11, 24, 0, 0)),
        ("2026-W48-2T09:15Z", (2026, 11, 24, 9, 15)), ("2026-11-24T04:15-05", (2026, 11, 24, 9, 15)),
    ],
)  # fmt: skip
def test_times_with_a_zone_are_read_as_iso_8601_writes_them(typed, moment):
    found = told(reported_at=typed)
    assert found.reported_at == datetime(*moment, tzinfo=UTC)
    assert not found.zone_assumed
    assert found.notes == ()


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2026-11-24T09:15", (2026, 11, 24, 9, 15)), ("2026-07-01 09:15:30", (2026, 7, 1, 8, 15, 30)),
        ("24/11/2026 09:15", (2026, 11, 24, 9, 15)), ("1/7/2026 9:15:30", (2026, 7, 1, 8, 15, 30)),
        ("29/03/2026 02:00", (2026, 3, 29, 1, 0)),
    ],
)  # fmt: skip
def test_times_without_a_zone_are_london_times_and_noted(typed, moment):
    found = told(reported_at=typed)
    assert found.reported_at == datetime(*moment, tzinfo=UTC)
    assert found.zone_assumed
    assert found.notes == ("reported_at had no zone and was read as London time",)


@pytest.mark.parametrize("typed", ["29/03/2026 01:00", "2026-03-29T01:30", "29/03/2026 01:59:59"])
def test_an_hour_that_did_not_exist_is_rejected(typed):
    assert "did not exist in London" in reasons(reported_at=typed)[0]


def test_an_hour_that_came_twice_is_the_first_and_noted():
    found = told(reported_at="25/10/2026 01:30")
    assert found.reported_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert found.notes[0].endswith("that hour came twice and the first was taken")


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-24", "24/11/2026", "11/24/2026 09:15", "24-11-2026 09:15", "24/11/26 09:15", "24.11.2026 09:15",
        "2026-02-30T09:15Z", "2026-11-24T25:00Z", "2026-11-24T24:01Z", "1764000000", "yesterday", "24/11/2026 09:15Z",
        "2026-11-24T09:15 GMT", "2026-11-24T09:15:00ZZ", "\u0662\u0664/11/2026 09:15", "9999-12-31T24:00",
    ],
)  # fmt: skip
def test_anything_else_is_not_a_time(typed):
    (found,) = reasons(reported_at=typed)
    assert "is not a date with a time: write 2026-11-24T09:15+00:00 or 24/11/2026 09:15" in found


@pytest.mark.parametrize(
    "typed", ["0001-01-01T00:00+14:00", "0001-01-01T00:00", "0026-11-24T09:15", "1969-12-31T23:00Z"]
)
def test_a_year_before_anything_was_online_is_mistyped(typed):
    assert "is before 1970: check the year" in reasons(posted_at=typed)[0]


@pytest.mark.parametrize("column", ["reported_at", "posted_at", "first_seen_at"])
def test_the_future_is_rejected_beyond_what_clocks_differ_by(column):
    assert isinstance(read(**{column: (NOW + timedelta(minutes=5)).isoformat()}), Telling)
    (found,) = reasons(**{column: (NOW + timedelta(minutes=5, seconds=1)).isoformat()})
    assert found.startswith(f"{column} lies in the future")
    assert "lies in the future" in reasons(**{column: "9999-12-31T23:59:59-12:00"})[0]


@pytest.mark.parametrize(
    ("typed", "born"),
    [("1990-02-28", date(1990, 2, 28)), ("28/02/1990", date(1990, 2, 28)), ("1/2/1990", date(1990, 2, 1)),
     ("2026-11-24", date(2026, 11, 24)), ("1901-11-24", date(1901, 11, 24)), (" ", None)],
)  # fmt: skip
def test_birth_dates_are_read_both_ways(typed, born):
    assert told(victim_date_of_birth=typed).victim_date_of_birth == born


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2026-11-25", "in the future"), ("1901-11-23", "more than 125 years ago"), ("31/02/1990", "is not a date"),
        ("1990", "is not a date"), ("1990-02-28T00:00", "is not a date"), ("0000-01-01", "is not a date"),
        ("28.02.1990", "is not a date"), ("00/01/1990", "is not a date"),
    ],
)  # fmt: skip
def test_a_birth_date_that_cannot_be_is_rejected(typed, words):
    assert words in reasons(victim_date_of_birth=typed)[0]


def test_an_answer_and_a_birth_date_that_disagree_are_noted():
    assert "do not agree" in told(victim_date_of_birth="1990-02-28", victim_under_18="yes").notes[0]
    assert told(victim_date_of_birth="2015-02-28", victim_under_18="yes").notes == ()


@pytest.mark.parametrize(
    "typed", ["a@b.example", "first.last+tag@sub.example.org", "o'neil@example.co.uk", ""]
)
def test_one_address_is_taken_as_typed(typed):
    assert told(reporter_email=f" {typed} ").reporter_email == typed


@pytest.mark.parametrize(
    "typed",
    ["a", "a@b", "a@b@c.example", "a@b..example", ".a@b.example", "a@b.example.", "a b@c.example", "A <a@b.example>",
     "a@b.example; c@d.example", "a@b.example,c@d.example", "@b.example", f"{'a' * 250}@b.example", "a\x01@b.example"],
)  # fmt: skip
def test_what_is_not_one_address_is_rejected(typed):
    assert reasons(reporter_email=typed) == (
        "reporter_email is not one e-mail address: correct it, or leave it empty",
    )


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("https://a.example/x;y=1", ("https://a.example/x;y=1",)),
        ("https://a.example/x;https://b.example", ("https://a.example/x", "https://b.example")),
        ("https://a.example; HTTP://b.example", ("https://a.example", "HTTP://b.example")),
        ("https://a.example ;\n http://b.example\thttps://a.example", ("https://a.example", "http://b.example")),
        (" ; ", ()), ("", ()), ("www.example.org/a;b", ("www.example.org/a;b",)), ("https://a.example/x;", ("https://a.example/x",)),
    ],
)  # fmt: skip
def test_a_semicolon_inside_an_address_stays(typed, found):
    assert told(content_urls=typed).content_urls == found


def test_other_lists_are_separated_by_semicolons():
    assert told(consent_partners=" Tell MAMA ;;Galop; Tell MAMA").consent_partners == ("Tell MAMA", "Galop")
    assert told(wants="removal, quickly; an apology").wants == ("removal, quickly", "an apology")


@pytest.mark.parametrize(
    ("typed", "found", "noted"),
    [
        ("Urdu", "ur", False), ("BENGALI", "bn", False), ("polish", "pl", False), ("en_GB", "en-gb", False), ("zh-Hant-HK", "zh-hant-hk", False),
        ("pt-BR", "pt-br", False), ("cy", "cy", False), ("", "", False), ("Klingon", "Klingon", True), ("Urdu and Punjabi", "Urdu and Punjabi", True),
    ],
)  # fmt: skip
def test_a_language_is_a_tag_or_a_name_and_else_kept_with_a_note(typed, found, noted):
    telling = told(language=typed)
    assert telling.language == found
    assert bool(telling.notes) == noted


def test_a_borough_that_nobody_knows_names_the_allowed_ones():
    assert told(borough=" Hackney ").borough == "Hackney"
    assert reasons(borough="Atlantis") == (
        "borough has a value that is not allowed: use one of Hackney or Kent",
    )


def test_unknown_columns_are_kept_and_named():
    found = told(their_ref="7", empty="")
    assert found.unknown_columns == ("their_ref",)
    assert found.given == {**BASE, "their_ref": "7"}


def test_what_was_typed_is_kept_to_the_space():
    found = told(what_happened="  =Invented\r\n text ", reporter_phone="+44 7700 900123")
    assert found.given["what_happened"] == "  =Invented\r\n text "
    assert found.reporter_phone == "+44 7700 900123"


@pytest.mark.parametrize("column", [*rules.LONGEST, "wants", "their_ref"])
def test_a_value_that_is_too_long_is_rejected_with_its_limit(column):
    limit = rules.LONGEST.get(column, rules.LONGEST_OTHER)
    found = reasons(**{column: "x" * (limit + 1)})
    assert f"{column} is longer than {limit:,} characters: shorten it" in found


def test_the_longest_words_that_are_allowed_are_taken():
    assert len(told(what_happened="x" * 100_000).what_happened) == 100_000


def test_an_organisation_with_an_endless_name_is_rejected():
    assert "more than 120 characters" in reasons(consent_partners="x" * 121)[0]


@pytest.mark.parametrize(("column", "name"), [("what_happened", "what_happened"), ("extra", "extra")])
def test_characters_that_cannot_be_kept_are_rejected(column, name):
    assert reasons(**{column: "a\0b"}) == (f"{name} holds a NUL character, which cannot be kept: remove it",)
    assert "is not text in this file's encoding" in reasons(**{column: "a\ud83d"})[0]
    assert reasons(**{column: "a\udc81"})[0].startswith(f"{name} holds what is not text")


@pytest.mark.parametrize("name", ["a\0", "a\ud83d", "x" * 201])
def test_a_column_with_a_name_that_cannot_be_kept_is_rejected(name):
    assert "the name of a column" in reasons(**{name: "1"})[0]


def test_an_organisation_named_twice_is_one_agreement_in_whatever_case():
    assert told(consent_partners="Galop; CST;galop").consent_partners == ("Galop", "CST")


def test_what_was_not_kept_of_the_first_telling_is_named_only_where_nothing_else_differs():
    first, not_kept = {"reporter_role": "witness"}, ("postcode", "victim_date_of_birth")
    again = {"reporter_role": "victim", "postcode": "E8 1EA", "victim_date_of_birth": "1990-02-28"}
    assert rules.differences(first, again, not_kept=not_kept) == ("reporter_role",)
    again["reporter_role"] = "witness"
    assert rules.differences(first, again, not_kept=not_kept) == not_kept
    assert rules.differences(first, again) == not_kept
