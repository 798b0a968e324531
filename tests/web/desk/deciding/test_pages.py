"""The pages of a decision and of the offences, as each role sees them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hub import pathway
from hub.audit.models import Line
from hub.cases.models import Candidate, Case, Outcome
from hub.common import clock
from hub.duties.models import Duty
from hub.duties.terms import Danger, State
from hub.law import queries as law
from hub.pathway import casework, deciding
from hub.pathway.deciding import Given
from hub.triage.models import CrimeDecision, UnsentDecision, Worksheet
from hub.triage.terms.deciding import CrimeAnswer, NewDecision
from hub.web.desk.deciding import typed as reading
from hub.web.desk.deciding.offences import offered
from hub.web.desk.deciding.typed import Typed
from tests.walks import AMINA, arrive, telling
from tests.web.accounts import account, actor, client_of

pytestmark = pytest.mark.django_db
BUDGET = 20
YESTERDAY = (clock.now() - timedelta(days=1)).astimezone(clock.LONDON).date().isoformat()
SHEET = {f"w-{each}": f"Invented {each}." for each in ("speech", "aim", "necessity", "proportion", "less")}
THREAT = {"q-threat": ["death"], "q-channel": ["private"], "first_sent": YESTERDAY}
WHY = {"considered": "The post.\r\nThat it is a quotation.", "reason": "Invented reason."}
CRIME = {"decision": "crime", "offence": ["OSA181"], **THREAT, **SHEET, **WHY}


@pytest.fixture
def case():
    arrive(telling(**AMINA))
    return Case.objects.get().reference


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def form(case, **given):
    return {
        "version": Case.objects.get(reference=case).version, "seen_at": "2020-01-01T00:00:00+00:00", "do": "record",
        **given,
    }  # fmt: skip


def send(case, who="bo", page="decision", **given):
    return client_of(who).post(f"/desk/cases/{case}/{page}/", form(case, **given))


def suggest(case, **given):
    """What fits, as the page shows it after the answers were kept."""
    answer = send(case, do="suggest", decision="crime", **given)
    return text(client_of("bo").get(answer["Location"]) if answer.status_code == 302 else answer)


def test_the_page_says_under_which_policies_it_is_decided_and_so_does_the_case(case):
    page = text(client_of("bo").get(f"/desk/cases/{case}/decision/"))
    assert "Decided under: National Crime Recording Standard" in page
    send(case, **CRIME)
    found = text(client_of("bo").get(f"/desk/cases/{case}/"))
    assert "Under: National Crime Recording Standard: on the balance of probabilities a crime" in found


def test_the_page_asks_and_each_showing_is_on_the_record(case):
    before = Line.objects.filter(action="cases.read").count()
    answer = client_of("bo").get(f"/desk/cases/{case}/decision/")
    page = text(answer)
    assert answer.status_code == 200
    assert Line.objects.filter(action="cases.read").count() == before + 1
    assert page.count("hub-button--fill") == 1
    assert page.count("<h1") == 1
    assert "Amina" not in page
    assert "Not yet" not in page
    assert all(each.words in page.replace("&#x27;", "'") for each in law.questions())


def test_the_next_action_leads_here_once_the_needs_are_known(case):
    duty = Duty.objects.get(subject=case, kind="needs-assessment").reference
    seen = Case.objects.get().version
    casework.move_duty(subject=case, duty=duty, to=State.DONE, reason="Known.", seen=seen, by=actor("bo"))
    page = text(client_of("bo").get(f"/desk/cases/{case}/"))
    assert "Decide whether it is a crime" in page
    assert f'href="/desk/cases/{case}/decision/"' in page


def test_answers_show_what_fits_with_its_limit_and_what_an_officer_weighs(case):
    page = suggest(case, **THREAT)
    assert "Online Safety Act 2023 s.181" in page
    assert "Either way, no time limit" in page
    assert "Threats to kill" in page
    assert "To prove" in page
    assert "Chambers v DPP" in page
    assert "OSA181 (Online Safety Act 2023 s.181), as it stood on" in page
    assert not CrimeDecision.objects.exists()
    silent = suggest(case)
    assert "Offences that fit" not in silent


def test_an_offence_is_shown_by_the_law_of_its_day_and_looked_for_by_hand(case):
    page = suggest(case, other="POA4B", first_sent="2026-04-01")
    assert "Looked up by an officer." in page
    page = suggest(case, other="POA4B", first_sent="2026-03-31")
    assert "Looked up by an officer." not in page
    page = suggest(case, other="POA5", first_sent="2026-11-01")
    assert "Summary only, last day Sat 1 May 2027" in page
    page = suggest(case, other="POA5")
    assert "its limit is counted from the day it was first sent" in page
    page = suggest(case, other="POA5", first_sent="2026-11-01", last_act="2026-10-01")
    assert "The last act is before the day that it was first sent" in page


def test_what_fits_is_a_page_of_its_own_so_that_going_back_sends_nothing_twice(case):
    answer = send(case, do="suggest", decision="crime", **THREAT, reason="Half a reason.")
    assert answer.status_code == 302
    assert answer["Location"] == f"/desk/cases/{case}/decision/#offences"
    page = text(client_of("bo").get(answer["Location"]))
    assert "Half a reason." in page
    assert re.search(r'value="death"[^>]* checked', page)


def test_what_fits_is_not_shown_over_a_change_that_nobody_saw(case):
    seen = form(case, do="suggest", decision="crime", **THREAT, reason="Half a reason.")
    casework.write_note(case=case, text="She rang.", seen=seen["version"], by=actor("gita"))
    client = client_of("bo")
    answer = client.post(f"/desk/cases/{case}/decision/", seen)
    page = text(client.get(answer["Location"]))
    assert "was changed while you were writing" in page
    assert "Gita" in page
    assert "Half a reason." in page


def test_what_was_kept_for_later_says_what_changed_since_and_nothing_is_ended_unseen(case):
    send(case, do="suggest", decision="crime", offence=["POA5"], **THREAT)
    deciding.choose_offences(
        case=case,
        chosen=reading.chosen(Typed({"offence": ("OSA181",), "first_sent": (YESTERDAY,)})),
        seen=None,
        by=actor("gita"),
    )
    page = text(client_of("bo").get(f"/desk/cases/{case}/decision/"))
    assert "was changed while you were writing" in page
    assert "Gita" in page
    send(case, do="save", decision="crime", **THREAT)
    assert "was changed while" not in text(client_of("bo").get(f"/desk/cases/{case}/decision/"))


@pytest.mark.parametrize(
    ("page", "given"),
    [
        ("offences", {"do": "suggest", "offence": ["POA5"], "first_sent": YESTERDAY}),
        ("decision", {"do": "record", "decision": "crime"}),
        ("decision", {"do": "suggest", "decision": "crime", "first_sent": "x"}),
    ],
)
def test_a_form_that_comes_back_is_not_taken_for_one_that_saw_what_changed_meanwhile(case, page, given):
    asked = form(case, **given)
    casework.write_note(case=case, text="She rang.", seen=asked["version"], by=actor("gita"))
    client = client_of("bo")
    back = text(client.post(f"/desk/cases/{case}/{page}/", asked))
    version = re.search(r'name="version" value="(\d+)"', back)[1]
    assert int(version) == asked["version"]
    late = {**CRIME, **asked, **{each: CRIME[each] for each in ("offence", "first_sent")}, "version": version}
    late["do"] = "keep" if page == "offences" else "record"
    answer = client.post(f"/desk/cases/{case}/{page}/", late)
    assert answer.status_code == 409
    assert "was changed while you were writing" in text(answer)


def test_what_is_too_long_to_be_kept_is_said_and_not_lost(case):
    answer = send(case, do="suggest", decision="crime", reason="x" * 100_001)
    assert answer.status_code == 400
    assert "Shorten what you wrote" in text(answer)
    assert "x" * 100_001 in answer.content.decode()


def test_a_decision_is_recorded(case):
    answer = send(case, **CRIME)
    assert answer.status_code == 302
    row = CrimeDecision.objects.get()
    assert (row.decision, row.considered) == ("crime", ["The post.", "That it is a quotation."])
    sheet = Worksheet.objects.get()
    assert sheet.answers["law"] == {"words": "Yes: Online Safety Act 2023 s.181.", "mark": "fact"}
    assert sheet.answers["less"] == {"words": "Invented less.", "mark": "view"}
    assert Candidate.objects.get().answers == {"channel": ["private"], "threat": ["death"]}
    page = text(client_of("bo").get(f"/desk/cases/{case}/"))
    assert "Decided: crime" in page
    assert "The letter in full" in page


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Choose one: crime, not a crime, or more information."),
        ({"decision": "odd"}, "Choose one: crime, not a crime, or more information."),
        ({**CRIME, "reason": " "}, "Give your reason"),
        ({**CRIME, "considered": "\n \n"}, "Say what you considered."),
        ({**CRIME, "w-less": ""}, "One worksheet answer is missing: Would something less do?"),
        ({**CRIME, "first_sent": ""}, "Say when it was first sent"),
        ({**CRIME, "first_sent": "soon"}, "is not a date"),
        ({**CRIME, "offence": ["POA4B"], "first_sent": "2026-03-31"}, "POA4B was no offence on that day"),
        ({**CRIME, "first_sent": "2099-01-01"}, "lies in the future"),
        ({"decision": "more-information", **WHY}, "Write the question"),
        ({**WHY, "decision": "not-a-crime", "reason": "SECRET: invented"}, "SECRET"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(case, given, words):
    answer = send(case, **given)
    assert answer.status_code == 400
    page = text(answer)
    assert words in page
    assert "Not yet." in page
    for name in ("w-aim", "reason"):
        if given.get(name, "").strip():
            assert given[name] in page
    assert not CrimeDecision.objects.exists()


def test_a_fact_is_marked_as_one(case):
    send(case, **{**CRIME, "m-necessity": "fact", "m-aim": "view", "m-less": "odd"})
    marks = {name: each["mark"] for name, each in Worksheet.objects.get().answers.items()}
    assert marks == {
        "speech": "view", "aim": "view", "law": "fact", "necessity": "fact", "proportion": "view", "less": "view",
    }  # fmt: skip


def test_it_is_kept_and_come_back_to_and_gone_once_recorded(case):
    client = client_of("bo")
    answer = client.post(
        f"/desk/cases/{case}/decision/", form(case, **{**CRIME, "do": "save", "reason": "Half a"})
    )
    assert answer.status_code == 302
    assert UnsentDecision.objects.get().words["reason"] == ["Half a"]
    page = text(client.get(f"/desk/cases/{case}/decision/"))
    assert "Half a" in page
    assert "This is what you kept at" in page
    too_long = client.post(f"/desk/cases/{case}/decision/", form(case, do="save", reason="x" * 100_001))
    assert too_long.status_code == 400
    client.post(f"/desk/cases/{case}/decision/", form(case, **CRIME))
    assert not UnsentDecision.objects.exists()
    again = text(client.get(f"/desk/cases/{case}/decision/"))
    assert "Invented less." in again
    assert re.search(r'value="OSA181"[^>]* checked', again)
    assert "Invented reason." in again


def test_of_two_officers_the_second_sees_what_changed_and_keeps_their_words(case):
    seen = form(case, decision="not-a-crime", **WHY)
    casework.write_note(case=case, text="She rang.", seen=seen["version"], by=actor("gita"))
    answer = client_of("bo").post(f"/desk/cases/{case}/decision/", seen)
    assert answer.status_code == 409
    page = text(answer)
    assert "was changed while you were writing" in page
    assert "Note written" in page
    assert "Invented reason." in page
    assert not CrimeDecision.objects.exists()


def test_a_case_that_a_colleague_took_is_not_decided_and_the_words_are_not_lost(case):
    given = form(case, decision="not-a-crime", **WHY)
    pathway.claim(subject=case, by=actor("ruth"))
    answer = client_of("bo").post(f"/desk/cases/{case}/decision/", given)
    assert answer.status_code == 409
    assert "Invented reason." in text(answer)
    assert client_of("bo").get(f"/desk/cases/{case}/decision/").status_code == 302
    assert client_of("bo").get(f"/desk/cases/{case}/offences/").status_code == 302
    taken = client_of("bo").post(
        f"/desk/cases/{case}/offences/", form(case, do="keep", **THREAT, offence=["OSA181"])
    )
    assert taken.status_code in {302, 409}
    assert not Candidate.objects.exists()


def test_a_decision_that_waits_says_so_and_a_finalised_case_leads_back(case):
    send(case, **{**CRIME, "offence": ["PHA2"], "by-PHA2": ["race"]})
    page = text(client_of("gita").get(f"/desk/cases/{case}/decision/"))
    assert "Crime: waits for a second check." in page
    assert "an aggravated form is named" in page
    check = client_of("gita")
    assert "Bo Invented decided: crime. Invented reason." in text(
        check.get(f"/desk/cases/{case}/second-check/")
    )
    assert (
        check.post(f"/desk/cases/{case}/second-check/", form(case, agrees="yes", reason="Yes.")).status_code
        == 302
    )
    assert "No decision waits" in text(check.get(f"/desk/cases/{case}/second-check/"))
    told = {"number": "15", "suspect_named": "yes", "suspect_age": "44", "victim_supports": "yes", "evidential_difficulty": "yes",
            "decided_by": "police", "body_named": "", "reason": "Not enough."}  # fmt: skip
    assert send(case, "gita", "outcome", **told).status_code == 302
    assert Outcome.objects.get().facts["suspect_age"] == 44
    page = text(client_of("gita").get(f"/desk/cases/{case}/decision/"))
    assert "An outcome is recorded on this case." in page
    assert send(case, "gita", decision="not-a-crime", **WHY).status_code == 409
    assert send(case, "gita", "reopen", reason="A witness.").status_code == 302
    page = text(client_of("gita").get(f"/desk/cases/{case}/"))
    assert "Taken up again" in page
    assert "Outcome 15" in page


def test_the_borough_changes_days_and_records_the_outcome_and_decides_nothing(case):
    deciding.decide(
        case=case, given=Given(NewDecision(CrimeAnswer.CRIME, "R.", ("C.",))), seen=None, by=actor("bo")
    )
    version = Case.objects.get().version
    casework.offer_case(case=case, to=account("chandra").reference, seen=version, by=actor("bo"))
    casework.accept_case(case=case, seen=version + 1, by=actor("chandra"))
    client = client_of("chandra")
    page = text(client.get(f"/desk/cases/{case}/"))
    assert f"/desk/cases/{case}/offences/" in page
    assert f"/desk/cases/{case}/outcome/" in page
    assert f"/desk/cases/{case}/decision/" not in page
    assert client.get(f"/desk/cases/{case}/decision/").status_code == 403
    refused = send(case, "chandra", "offences", do="keep", offence=["OSA181"], **THREAT)
    assert refused.status_code == 409
    assert "worksheet" in text(refused)
    assert client.get(f"/desk/cases/{case}/offences/").status_code == 200


def test_the_offences_are_kept_or_it_is_said_why_not(case):
    assert send(case, page="offences", do="keep", offence=["POA5"], first_sent="").status_code == 400
    assert "is not a date" in text(
        send(case, page="offences", do="suggest", offence=["POA5"], first_sent="x")
    )
    assert send(case, page="offences", do="keep", offence=["POA5"], first_sent=YESTERDAY).status_code == 302
    twice = send(case, page="offences", do="keep", offence=["POA5"], first_sent=YESTERDAY)
    assert twice.status_code == 409
    assert "are on the case already" in text(twice)
    page = text(client_of("bo").get(f"/desk/cases/{case}/offences/"))
    assert re.search(r'value="POA5"[^>]* checked', page)
    seen = form(case, do="keep", offence=["POA5"], first_sent="2026-11-01")
    casework.write_note(case=case, text="She rang.", seen=seen["version"], by=actor("gita"))
    late = client_of("bo").post(f"/desk/cases/{case}/offences/", seen)
    assert late.status_code == 409
    assert "was changed while you were writing" in text(late)


def test_where_nobody_has_the_alarm_the_page_says_so_before_anything_is_written(case):
    alarm = pathway.raise_alarm(
        subject=case, dangers=[Danger.WEAPON], reason="Invented: a knife.", by=actor("ruth")
    )
    page = client_of("bo").get(f"/desk/cases/{case}/decision/").content.decode()
    assert "Nobody has the alarm yet." in page
    assert f">Take {alarm}</a>" in page
    pathway.acknowledge_alarm(alarm=alarm, by=actor("ruth"))
    assert (
        "Nobody has the alarm yet."
        not in client_of("bo").get(f"/desk/cases/{case}/decision/").content.decode()
    )


def test_the_pages_ask_the_database_few_questions(case):
    for number in range(2, 9):
        arrive(telling(number, **AMINA, content_urls="https://x.com/invented/status/1001"))
    client = client_of("bo")
    send(case, **CRIME)
    client.post(f"/desk/cases/{case}/decision/", form(case, **{**CRIME, "do": "save"}))
    for page in ("decision/", "offences/", ""):
        client.get(f"/desk/cases/{case}/{page}")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/desk/cases/{case}/{page}").status_code == 200
        said = [
            each["sql"] for each in asked if not each["sql"].startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))
        ]
        assert len(said) <= BUDGET, (page, len(said), [each[:120] for each in said])


@pytest.mark.parametrize("pattern", law.law().patterns, ids=lambda each: f"{each.offence}|{each.because}")
def test_every_offence_of_the_catalogue_is_offered_by_some_answers_and_none_by_silence(pattern):
    on = pattern.standing.valid_to or clock.now().date()
    answers = {f"q-{name}": (min(wanted),) for name, wanted in pattern.when.items()}
    found = offered(Typed({**answers, "first_sent": (on.isoformat(),)}))
    assert pattern.offence in {each.id for each in found}
    assert all(each.prove and each.defences and each.speech and each.basis and each.bounds for each in found)
    assert offered(Typed({"first_sent": (on.isoformat(),)})) == ()


def test_the_patterns_reach_every_offence_there_is():
    assert {each.offence for each in law.law().patterns} == {each.id for each in law.law().offences}
