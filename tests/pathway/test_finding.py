"""Finding what is on record: by what is sure, and never leaving on the record what was typed."""

import re

import pytest
from django.apps import apps
from django.db import connection

from hub import pathway
from hub.audit.models import Line, Reason
from hub.cases import queries as cases
from hub.cases.models import Case
from hub.cases.queries import reading
from hub.common.refusals import NotPermitted, Refusal
from hub.content.models import Account, Handle, Item
from hub.pathway import casework
from hub.reports.models import Report
from tests.walks import AMINA, arrive, telling
from tests.web.accounts import actor

pytestmark = pytest.mark.django_db


def find(words, before=None, by="bo"):
    return pathway.find(words=words, before=before, by=actor(by))


def found(words):
    matches, _ = find(words)
    return [(each.reference, each.because) for each in matches]


def one(**given):
    (arrived,) = arrive(telling(**given))
    return Report.objects.get(pk=arrived.report_id).reference


def test_a_report_and_a_case_are_found_by_their_references_however_typed():
    report, case = one(), Case.objects.get().reference
    for typed in (report, report.lower(), f"  {report} ", case, case.lower()):
        (match,), following = find(typed)
        assert (match.reference, match.case, match.because, following) == (
            report,
            case,
            "this reference",
            None,
        )


@pytest.mark.parametrize(
    "written",
    [
        "https://x.com/invented/status/1001",
        "http://www.twitter.com/invented/status/1001?utm_source=feed",
        "x.com/invented/status/1001",
        "https://mobile.twitter.com/somebody/status/1001/photo/1",
        "https://x.com/i/web/status/1001#here",
    ],
)
def test_a_link_finds_its_post_however_it_is_written(written):
    report = one()
    assert (report, "this link") in found(written)
    assert found("https://x.com/invented/status/1002") == []


def test_a_handle_is_found_whole_and_never_by_a_part():
    report = one(account_handle="@Quokka_Wombat", platform="x")
    for typed in ("@Quokka_Wombat", "quokka_wombat", "@QUOKKA_WOMBAT"):
        assert (report, "this handle") in found(typed), typed
    for part in ("@Quokka", "Wombat", "quokka_womba", "uokka_wombat", "quokka_wombat1"):
        assert found(part) == [], part


def test_an_account_that_was_told_without_any_post_is_found_and_its_platform_stands_on_the_case():
    told = {
        "content_urls": "",
        "content_text": "",
        "account_handle": "@Quokka_Wombat",
        "platform": "Instagram",
    }
    report = one(**told)
    assert (report, "this handle") in found("@Quokka_Wombat")
    assert Item.objects.get().platform == "instagram"
    arrive(telling(2, **told))
    assert Item.objects.count() == 2, "one account has many posts: nobody said that it was the same"
    assert Account.objects.count() == 1


def test_a_handle_is_matched_by_its_keyed_fingerprint_and_never_by_how_it_is_written(settings, tmp_path):
    report = one(account_handle="@Quokka_Wombat", platform="x")
    Handle.objects.update(handle="@Somebody_Else")
    assert found("@Somebody_Else") == []
    assert (report, "this handle") in found("@Quokka_Wombat")
    settings.HUB_KEYS = tmp_path / "other-keys"
    assert found("@Quokka_Wombat") == []


def test_no_index_holds_a_plain_handle():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY(%s)",
            [[each._meta.db_table for each in apps.get_models()]],
        )
        indexes = cursor.fetchall()
    of_handles = [words for table, words in indexes if table == "content_handle"]
    assert any("(fingerprint)" in each for each in of_handles)
    assert not [
        words for _, words in indexes if re.search(r"\([^()]*\bhandle\b|'handle|account_handle", words)
    ]


def test_words_of_a_telling_and_of_a_post_are_found():
    told = one(what_happened="They wrote about zebrafinches")
    shown = one(
        number=2, what_happened="Something else", content_urls="", content_text="a post about quetzals, invented",
        platform="x",
    )  # fmt: skip
    assert found("zebrafinch") == [(told, "words of the report")]
    assert found("quetzals") == [(shown, "words of a post")]
    assert found("zebrafinches quetzals") == []


def test_names_and_contacts_are_not_words_that_can_be_found():
    one(**AMINA, what_happened="Amina Invented was written to at amina@example.org, 07700 900123")
    for typed in ("amina@example.org", "07700 900123", "07700900123"):
        assert found(typed) == [], typed


def test_a_person_is_found_by_exactly_their_contact_and_only_by_those_allowed():
    report = one(**AMINA)
    for contact in ("amina@example.org", " AMINA@example.org ", "07700 900123", "+44 7700 900123"):
        matches, _ = pathway.find_person(contact=contact, before=None, by=actor("bo"))
        assert [each.reference for each in matches] == [report], contact
    for contact in ("amina", "example.org", "mina@example.org", "07700"):
        assert pathway.find_person(contact=contact, before=None, by=actor("bo")) == ((), None), contact
    for who in ("chandra", "aud", "adi", "olu"):
        with pytest.raises(NotPermitted):
            pathway.find_person(contact="amina@example.org", before=None, by=actor(who))
        with pytest.raises(NotPermitted):
            find("anything", by=who)


def test_the_record_says_that_somebody_searched_and_never_for_what():
    one(**AMINA, account_handle="@Invented_Account")
    for typed in ("Amina Invented", "@Invented_Account", "https://x.com/amina/status/1001"):
        find(typed)
    pathway.find_person(contact="amina@example.org", before=None, by=actor("bo"))
    with pytest.raises(NotPermitted):
        find("Amina Invented", by="aud")
    assert Line.objects.filter(action="pathway.find", refused=False).count() == 3
    assert Line.objects.filter(action="pathway.find", refused=True).count() == 1
    assert Line.objects.filter(action="identities.find").count() >= 1
    searches = Line.objects.filter(action__in=["pathway.find", "identities.find"])
    kept = str(list(searches.values())) + str(list(Reason.objects.filter(line__in=searches).values()))
    assert not any(each in kept.lower() for each in ("amina", "invented_account", "x.com", "07700"))


def test_a_search_without_words_is_refused_in_a_sentence():
    with pytest.raises(Refusal, match="Write a reference, a link, a handle or a few words"):
        find("  ")
    with pytest.raises(Refusal, match="Write a whole e-mail address"):
        pathway.find_person(contact=" ", before=None, by=actor("bo"))


def test_pages_show_every_report_once_the_newest_first():
    arrive(*(telling(each, what_happened="They wrote about zebrafinches") for each in range(30)))
    first, following = find("zebrafinches")
    rest, end = find("zebrafinches", before=following)
    ids = [each.report for each in (*first, *rest)]
    assert (len(first), len(rest), end) == (25, 5, None)
    assert ids == sorted(set(ids), reverse=True)


@pytest.mark.parametrize("typed", ["a\x00b", "'", '"', "((", "!&|", "x" * 400, "../../etc", "%", "@", "."])
def test_whatever_is_typed_is_only_words(typed):
    one()
    assert isinstance(found(typed), list)


def test_words_of_a_headline_find_its_reports_and_words_of_a_note_do_not():
    report = one()
    case = Case.objects.get().reference
    casework.set_headline(case=case, words="Replies about quokkas", seen=1, by=actor("bo"))
    assert found("quokka") == [(report, "words of the headline")]
    casework.write_note(case=case, text="Invented: wombats", seen=2, by=actor("bo"))
    assert found("wombats") == []


@pytest.mark.parametrize("typed", ["TikTok", "tiktok", "TIKTOK.com"])
def test_a_platform_finds_its_reports_and_says_so(typed):
    report = one(platform="TikTok", content_urls="https://www.tiktok.com/@invented/video/7000000000000000001")
    one(number=2, content_urls="https://x.com/invented/status/1002", platform="x")
    assert (report, "the platform") in found(typed)
    assert len(found(typed)) == 1


@pytest.mark.parametrize("few", [0, 1, 1_000])
def test_a_headline_is_found_alike_whether_its_word_is_rare_or_common(few, monkeypatch):
    """What is the quicker way to the same reports is chosen by how many cases have the word."""
    monkeypatch.setattr(reading, "FEW", few)
    made = arrive(*(telling(each) for each in range(1, 5)))
    for each in made[:3]:
        casework.set_headline(
            case=each.placed.case, words=f"Zebrafinch {each.report_id}", seen=1, by=actor("bo")
        )
    ids = sorted((each.report_id for each in made[:3]), reverse=True)
    assert cases.with_headline("zebrafinch", before=None, limit=2) == tuple(ids[:2])
    assert cases.with_headline("zebrafinch", before=ids[1], limit=2) == tuple(ids[2:])
    assert cases.with_headline("wombat", before=None, limit=2) == ()
