"""`hub case decide` and `hub case check`, run in this process: the operator's house practice."""

import json

import pytest

from hub.audit.models import Line
from hub.cases.models import Candidate, Case
from hub.cli.running import run
from hub.pathway import deciding
from hub.pathway.deciding import Given
from hub.triage.models import CrimeDecision
from hub.triage.terms.deciding import CrimeAnswer, NewDecision, Point
from tests.walks import AMINA, arrive, telling
from tests.web.accounts import actor

pytestmark = pytest.mark.django_db
WHY = ("--reason", "Invented reason.", "--considered", "The post.", "--considered", "That it is a quotation.")


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


@pytest.fixture
def case():
    arrive(telling(**AMINA))
    return Case.objects.get().reference


@pytest.fixture
def sheet(tmp_path):
    def written(content):
        path = tmp_path / "worksheet.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return str(path)

    return written


WHOLE = {each.value: {"words": "Invented.", "mark": "view"} for each in Point}


@pytest.mark.parametrize(
    ("decision", "more", "stage"),
    [
        ("crime", (), "crime"),
        ("not-a-crime", (), "not-a-crime"),
        ("more-information", ("--question", "Who saw it?"), "asked"),
    ],
)
def test_a_decision_is_one_object_and_on_the_record(hub, case, decision, more, stage):
    status, out, err = hub("case", "decide", case, "--decision", decision, *WHY, *more, "--json")
    assert status == 0, err
    found = json.loads(out)
    assert (found["case"], found["decision"], found["holds"]) == (case, decision, True)
    assert (found["another_look_until"] is None) == (decision != "not-a-crime")
    row = CrimeDecision.objects.get(reference=found["reference"])
    assert row.considered == ["The post.", "That it is a quotation."]
    assert Case.objects.get().stage == stage
    assert {"cli.case-decide", "triage.decide-crime"} <= set(Line.objects.values_list("action", flat=True))


def test_it_is_told_to_a_person_too(hub, case):
    _, out, _ = hub("case", "decide", case, "--decision", "not-a-crime", *WHY)
    assert f"{case}: Not a crime" in out
    assert "They may ask for another look until" in out


def test_offences_are_named_with_their_days_and_their_worksheet(hub, case, sheet):
    named = ("--offence", "osa181", "--offence", "PHA2", "--aggravated", "race", "--first-sent", "2026-11-01")
    asked = ("case", "decide", case, "--decision", "crime", *WHY, *named)
    status, _, err = hub(*asked)
    assert status == 1
    assert "fill in the free expression worksheet" in err
    status, out, err = hub(*asked, "--last-act", "02/11/2026", "--worksheet", sheet(WHOLE), "--json")
    assert status == 0, err
    assert json.loads(out)["because"] == ["an aggravated form is named"]
    assert list(Candidate.objects.order_by("pk").values_list("offence", "principal", "strands")) == [
        ("OSA181", True, []),
        ("PHA2", False, ["race"]),
    ]


def test_a_second_person_checks_it(hub, case, sheet):
    named = ("--offence", "PHA2", "--aggravated", "race", "--first-sent", "2026-11-01")
    _, out, _ = hub(
        "case", "decide", case, "--decision", "crime", *WHY, *named, "--worksheet", sheet(WHOLE),
        "--as", "hub-officer",
    )  # fmt: skip
    assert "It waits for a second check, because an aggravated form is named" in out
    status, _, err = hub("case", "check", case, "--agree", "--reason", "Mine.", "--as", "inspector")
    assert status == 1
    assert "somebody else has to check it" in err


def test_a_check_that_is_not_shared_is_told(hub):
    arrive(telling(**AMINA, victim_under_18="yes"))
    case = Case.objects.get().reference
    new = NewDecision(CrimeAnswer.NOT_A_CRIME, "R.", ("C.",))
    deciding.decide(case=case, given=Given(new), seen=None, by=actor("bo"))
    _, out, _ = hub("case", "check", case, "--disagree", "--reason", "The threat is real.")
    assert "does not share it" in out
    deciding.decide(case=case, given=Given(new), seen=None, by=actor("bo"))
    _, out, _ = hub("case", "check", case, "--agree", "--reason", "Now I see.", "--json")
    assert json.loads(out)["holds"] is True


@pytest.mark.parametrize(
    "content", ["no json", "[]", '{"speech": "x"}', '{"mood": {"words": "x", "mark": "view"}}',
                '{"speech": {"words": "x", "mark": "guess"}}', '{"speech": {"words": "x"}}'],
)  # fmt: skip
def test_a_worksheet_that_is_none_is_refused_in_a_sentence(hub, case, sheet, content):
    named = ("--offence", "OSA181", "--first-sent", "2026-11-01", "--worksheet", sheet(content))
    status, _, err = hub("case", "decide", case, "--decision", "crime", *WHY, *named)
    assert status == 1
    assert "The worksheet is not one JSON object" in err


def test_what_is_not_there_is_said(hub, case):
    named = ("--offence", "OSA181", "--first-sent", "2026-11-01", "--worksheet", "/nowhere/at/all.json")
    status, _, err = hub("case", "decide", case, "--decision", "crime", *WHY, *named)
    assert (status, "cannot be read" in err) == (1, True)
    status, _, err = hub("case", "decide", case, "--decision", "crime", *WHY, "--offence", "OSA181")
    assert (status, "Give --first-sent" in err) == (1, True)
    status, _, err = hub("case", "decide", "C-00000-00000", "--decision", "crime", *WHY)
    assert (status, "There is no case" in err) == (1, True)
    status, _, _ = hub("case", "decide", case, "--decision", "crime", *WHY, "--as", "auditor")
    assert status == 1
    assert not CrimeDecision.objects.exists()


def test_the_story_of_a_case_tells_what_it_has_come_to(hub, case, sheet):
    named = ("--offence", "POA5", "--first-sent", "2026-11-01", "--worksheet", sheet(WHOLE))
    hub("case", "decide", case, "--decision", "crime", *WHY, *named)
    status, out, _ = hub("case", "show", case, "--json")
    assert status == 0
    told = json.loads(out)
    assert told["decided_whether_a_crime"][0]["considered"] == "The post.; That it is a quotation."
    assert told["decided_whether_a_crime"][0]["second_check"] == "not asked for"
    assert "Sat 1 May 2027" in told["offences"][0]["basis"]
    assert told["outcomes"] == []
    _, out, _ = hub("case", "show", case)
    assert "Decided whether a crime" in out
    assert "Invented reason." in out
