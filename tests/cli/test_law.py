"""`hub law`, run in this process: one JSON object on one line, and which exit status means what."""

import json

import pytest

from hub.audit.models import Line
from hub.cli.running import run
from hub.law import queries

pytestmark = pytest.mark.django_db
LIMITS = ("law", "limits", "--offence", "POA5", "--first-sent", "2026-01-15", "--on", "2026-06-14")


@pytest.fixture
def hub(capsys):
    def asked(*words):
        try:
            status = run(words)
        except SystemExit as gone:
            status = gone.code
        said = capsys.readouterr()
        return status, said.out, said.err

    return asked


def answer(done):
    status, out, err = done
    assert status == 0, err
    assert len(out.splitlines()) == 1
    return json.loads(out)


@pytest.fixture
def facts(tmp_path):
    def written(content):
        path = tmp_path / "facts.json"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return str(path)

    return written


def test_a_limit_is_one_object_with_these_names(hub):
    found = answer(hub(*LIMITS, "--json"))
    assert list(found) == ["in_force", "last_day", "basis", "bounds", "warnings"]
    assert (found["in_force"], found["last_day"]) == (True, "2026-07-15")
    assert found["bounds"][0]["runs_from"] == "2026-01-15"
    assert [each["on"] for each in found["warnings"]] == [
        "2026-05-15",
        "2026-06-14",
        "2026-06-29",
        "2026-07-15",
    ]
    assert [each["reached"] for each in found["warnings"]] == [True, True, False, False]


def test_an_unknown_prosecutors_date_is_told_as_unknown(hub):
    found = answer(hub("law", "limits", "--offence", "CA127-1", "--first-sent", "1/3/2026", "--json"))
    assert [(each["runs_from"], each["worst_case"]) for each in found["bounds"]] == [
        ("2026-03-01", False), ("unknown", True),
    ]  # fmt: skip
    assert found["last_day"] == "2026-08-31"
    assert "unknown" in found["basis"]


def test_no_limit_has_no_last_day_and_nothing_to_warn_of(hub):
    words = (
        "--offence",
        "pha2",
        "--first-sent",
        "2026-01-15",
        "--aggravated",
        "Race",
        "--aggravated",
        "religion",
    )
    found = answer(hub("law", "limits", *words, "--json"))
    assert (found["last_day"], found["warnings"]) == (None, [])
    assert found["bounds"][0]["last_day"] is None


def test_a_strand_may_be_written_as_people_write_it(hub):
    words = ("law", "limits", "--offence", "POA5", "--first-sent", "2026-01-15", "--aggravated")
    assert not answer(hub(*words, "sexual orientation", "--json"))["in_force"]
    assert not answer(hub(*words, "sexual_orientation", "--json"))["in_force"]


def test_out_of_time_or_not_in_force_is_an_answer_all_the_same(hub):
    assert hub("law", "limits", "--offence", "POA4B", "--first-sent", "2026-03-31")[0] == 0
    assert hub("law", "limits", "--offence", "POA5", "--first-sent", "2001-01-01", "--json")[0] == 0


@pytest.mark.parametrize(
    "words",
    [
        [], ["--offence", "POA5"], ["--first-sent", "2026-01-15"],
        ["--offence", "POA99", "--first-sent", "2026-01-15"],
        ["--offence", "POA5", "--first-sent", "nonsense"],
        ["--offence", "POA5", "--first-sent", "2026-02-30"],
        ["--offence", "POA5", "--first-sent", "2026-01-15", "--last-act", "2026-01-14"],
        ["--offence", "POA5", "--first-sent", "2026-01-15", "--last-act", ""],
        ["--offence", "CA127-1", "--first-sent", "2026-01-15", "--evidence-date", "2026-01-14"],
        ["--offence", "CA127-1", "--first-sent", "2026-01-15", "--evidence-date", "soon"],
        ["--offence", "POA5", "--first-sent", "2026-01-15", "--on", "nonsense"],
        ["--offence", "MCA1", "--first-sent", "2026-01-15", "--aggravated", "race"],
        ["--offence", "POA5", "--first-sent", "2026-01-15", "--aggravated", "age"],
    ],
)  # fmt: skip
@pytest.mark.parametrize("as_json", [True, False])
def test_a_limit_that_cannot_be_told_exits_with_2_and_one_sentence(hub, words, as_json):
    status, out, err = hub("law", "limits", *words, *(["--json"] if as_json else []))
    assert status == 2
    assert len(err.splitlines()) == 1
    assert err.strip().endswith(".")
    assert "Traceback" not in err
    if as_json:
        assert json.loads(out) == {"error": err.strip()}
    else:
        assert not out


def test_a_limit_is_told_to_an_officer_in_words(hub):
    _, out, _ = hub(*LIMITS)
    assert out.startswith("Last day: Wed 15 Jul 2026\n")
    assert "(come): 120 days have gone" in out
    _, out, _ = hub("law", "limits", "--offence", "POA4B", "--first-sent", "2026-03-31")
    assert out.startswith("Last day: none (NOT in force on the day of the offence)\n")
    assert "no last day" in out
    _, out, _ = hub("law", "limits", "--offence", "OSA179", "--first-sent", "2026-03-31")
    assert "worst case, the day is unknown" in out


def test_the_offences_of_a_day_are_listed_page_by_page(hub):
    told, after = [], ""
    while after is not None:
        words = ["--on", "2026-04-01", "--limit", "10", *(["--after", after] if after else [])]
        page = answer(hub("law", "offences", *words, "--json"))
        assert page["on"] == "2026-04-01"
        told += page["offences"]
        after = page["next"]
    assert len(told) == len({each["id"] for each in told}) == 33
    assert "POA4B" in {each["id"] for each in told}
    (public_order,) = [each for each in told if each["id"] == "POA4A"]
    assert [each["mode"] for each in public_order["aggravated"]] == ["either-way"]
    assert {each["strand"] for each in public_order["aggravated_by"] if each["commenced"] == "yes"} == {
        "race",
        "religion",
    }
    before = answer(hub("law", "offences", "--on", "31/03/2026", "--json"))
    assert "POA4B" not in {each["id"] for each in before["offences"]}


def test_the_offences_of_today_are_listed_where_no_day_is_given(hub):
    assert len(answer(hub("law", "offences", "--json"))["offences"]) == 33
    status, out, err = hub("law", "offences", "--limit", "2")
    assert status == 0
    assert out.splitlines()[1].startswith("MCA1")
    assert "There are more: --after CA127-1" in err


def test_a_page_that_begins_nowhere_could_not_run_and_a_day_that_is_none_is_no_question(hub):
    assert hub("law", "offences", "--after", "nonsense", "--json")[0] == 1
    assert hub("law", "offences", "--on", "nonsense", "--json")[0] == 2


def test_an_outcome_is_one_object_with_these_names(hub, facts):
    known = {"suspect_named": True, "victim_supports": True, "evidential_difficulty": True}
    found = answer(hub("law", "outcome", "15", "--facts", facts(known), "--json"))
    assert list(found) == ["valid", "why", "then"]
    assert found["valid"] is True
    invalid = answer(hub("law", "outcome", "14", "--facts", facts(known), "--json"))
    assert (invalid["valid"], invalid["then"]) == (False, [])


def test_an_outcome_is_told_to_an_officer_in_words(hub, facts):
    _, out, _ = hub(
        "law", "outcome", "18", "--facts", facts({"suspect_named": False, "investigation_complete": True})
    )
    assert out.startswith("Outcome 18 (")
    assert "- Any case may be reopened" in out


@pytest.mark.parametrize("number", ["0", "23", "-1", "1A", "fifteen", ""])
def test_an_outcome_that_there_is_not_exits_with_2(hub, facts, number):
    status, _, err = hub("law", "outcome", number, "--facts", facts({}), "--json")
    assert status == 2
    assert "from 1 to 22" in err


def test_an_outcome_without_number_or_facts_exits_with_2(hub, facts):
    assert hub("law", "outcome", "--facts", facts({}))[0] == 2
    assert hub("law", "outcome", "15")[0] == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not JSON"), (b"{", "not JSON"), (b"\xff\xfe", "not JSON"), (b"[" * 50_000, "not JSON"),
        (b'{"suspect_age": ' + b"9" * 5_000 + b"}", "not JSON"),
        (b"[]", "not one JSON object"), (b"true", "not one JSON object"),
        (b'{"admission": true, "admission": false}', "twice"),
        (b'{"admission": "yes"}', "admission must be true or false"),
        (b'{"suspect_age": NaN}', "suspect_age must be a whole number"),
        (b'{"nonsense": true}', "no fact named"),
        (b" " * 100_001, "too large"),
    ],
)  # fmt: skip
def test_facts_that_cannot_be_judged_exit_with_2_and_say_what_to_do(hub, facts, content, words):
    status, out, err = hub("law", "outcome", "15", "--facts", facts(content), "--json")
    assert status == 2
    assert words in json.loads(out)["error"]
    assert len(err.splitlines()) == 1


def test_a_file_of_facts_that_is_not_there_exits_with_2(hub, tmp_path):
    for path in (tmp_path / "nowhere.json", tmp_path):
        status, _, err = hub("law", "outcome", "15", "--facts", str(path))
        assert status == 2
        assert "cannot be read" in err


def test_facts_with_a_byte_order_mark_are_read(hub, facts):
    assert hub("law", "outcome", "15", "--facts", facts(b"\xef\xbb\xbf{}"), "--json")[0] == 0


def test_every_run_is_on_record_and_so_is_every_question_that_could_not_be_answered(hub, facts):
    hub("law", "offences")
    hub(*LIMITS)
    hub("law", "outcome", "15", "--facts", facts({}))
    hub("law", "limits", "--offence", "Amina Invented", "--first-sent", "2026-01-15")
    lines = list(
        Line.objects.filter(action__startswith="cli.law").order_by("pk").values_list("action", "refused")
    )
    assert lines == [
        ("cli.law-offences", False), ("cli.law-limits", False), ("cli.law-outcome", False), ("cli.law-limits", False),
        ("cli.law-limits", True),
    ]  # fmt: skip
    assert not Line.objects.filter(subject__icontains="amina").exists()


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_who_may_not_look_up_the_law_is_refused(hub, role):
    status, _, err = hub(*LIMITS, "--as", role)
    assert status == 1
    assert "may not look up offences, time limits and outcomes" in err


@pytest.mark.parametrize("role", ["hub-officer", "inspector", "borough-officer"])
def test_officers_may_look_up_the_law(hub, role):
    assert hub(*LIMITS, "--as", role)[0] == 0


def test_what_is_listed_is_what_a_limit_may_be_asked_of(hub):
    for each in answer(hub("law", "offences", "--json"))["offences"]:
        found = answer(hub("law", "limits", "--offence", each["id"], "--first-sent", "2026-05-05", "--json"))
        limits = {form["limit"] for form in each["forms"]} - {"none"}
        assert bool(found["last_day"]) == bool(limits), each["id"]
    assert len(queries.questions()) > 10
