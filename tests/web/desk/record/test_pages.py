"""The auditor's pages: the record, a person's lines, the export and the chain."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import transaction

from hub.audit import actions as audit
from hub.audit.models import Line
from hub.audit.terms import Entry, Kind
from hub.common import clock
from hub.identities import actions as identities
from hub.pathway import recording
from hub.reports import queries as reports
from tests.walks import AMINA, BO, arrive, telling
from tests.web.accounts import account, actor, client_of

pytestmark = pytest.mark.django_db
ADDRESSES = ("/desk/record/", "/desk/chain/")


@pytest.fixture(autouse=True)
def heads(settings, tmp_path):
    settings.HUB_AUDIT_HEADS = tmp_path / "heads.log"


def write(action="cases.read", subject="C-7K3M9-QXT4H", actor="hub-officer:bo", **given):
    kind = given.pop("kind", Kind.CONSULTATION)
    with transaction.atomic():
        audit.record([Entry(kind, action, given.pop("about", "case"), subject, actor, **given)])


def shown(response):
    return response.content.decode()


def reference(arrival):
    return reports.summaries([arrival.report_id])[arrival.report_id].reference


def table(response):
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("who", ["bo", "gita", "chandra", "adi"])
def test_whoever_does_not_audit_is_refused_and_the_attempt_is_on_record(who, address):
    assert client_of(who).get(address).status_code == 403
    assert Line.objects.filter(action="desk.open", actor=str(actor(who)), refused=True).exists()


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("who", ["aud", "olu"])
def test_an_auditor_and_an_operator_read_it_and_their_reading_is_on_record(who, address):
    assert client_of(who).get(address).status_code == 200
    action = "audit.read" if "record" in address else "audit.read-chain"
    assert Line.objects.filter(action=action, actor=str(actor(who)), refused=False).count() == 1


def test_a_line_says_when_who_what_whose_and_why():
    write(actor=str(actor("bo")), reason="To call the victim back")
    text = shown(client_of("aud").get("/desk/record/"))
    (line,) = Line.objects.filter(action="cases.read")
    for words in (clock.in_london(line.at), "Bo Invented", "Hub officer", "Read a case", "Case C-7K3M9-QXT4H",
                  "To call the victim back"):  # fmt: skip
        assert words in text, words
    assert "/desk/cases/" not in text


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("record=C-7K3M9-QXT4H", {"one"}), ("record=D-7K3M9-QXT4H", {"two"}), ("actor=operator:olu", {"three"}),
        ("kind=erasure", {"four"}), ("refused=1", {"five"}), ("kind=nonsense", {"one", "two", "three", "four", "five"}),
    ],
)  # fmt: skip
def test_lines_are_narrowed_by_record_officer_kind_and_refusal(query, seen):
    write(codes={"tell": "one"})
    write("duties.done", "C-00000-00000", codes={"duty": "D-7K3M9-QXT4H", "tell": "two"})
    write("cases.read", "C-00000-00001", "operator:olu", codes={"tell": "three"})
    write("reports.end-draft", "O-00000-00000", kind=Kind.ERASURE, codes={"tell": "four"})
    write("queue.claim", "C-00000-00002", refused=True, codes={"tell": "five"})
    text = shown(client_of("aud").get(f"/desk/record/?{query}"))
    assert {each for each in ("one", "two", "three", "four", "five") if f"tell {each}" in text} == seen


def test_a_colleague_is_found_in_every_role_they_had():
    bo = account("bo")
    write(actor=f"borough-officer:{bo.reference}", codes={"tell": "then"})
    write(actor=f"hub-officer:{bo.reference}", codes={"tell": "now"})
    write(actor="hub-officer:ruth", codes={"tell": "another"})
    text = shown(client_of("aud").get(f"/desk/record/?officer={bo.reference}"))
    assert ("tell then" in text, "tell now" in text, "tell another" in text) == (True, True, False)


def test_days_are_londons_and_a_first_day_after_the_last_is_asked_about():
    write()
    today = clock.now().astimezone(clock.LONDON).date()
    aud = client_of("aud")
    assert "Case C-7K3M9-QXT4H" in shown(aud.get(f"/desk/record/?from={today}&to={today}"))
    assert "Case C-7K3M9-QXT4H" not in shown(aud.get(f"/desk/record/?to={today - timedelta(days=1)}"))
    page = aud.get(f"/desk/record/?from={today}&to={today - timedelta(days=1)}")
    assert "The last day is before the first" in shown(page)


def test_what_is_chosen_goes_into_the_address_and_a_name_never_does():
    aud = client_of("aud")
    sent = aud.post("/desk/record/choose/", {"record": " c-7k3m9-qxt4h ", "refused": "1", "kind": ""})
    assert sent.headers["Location"] == "/desk/record/?record=C-7K3M9-QXT4H&refused=1"
    for typed in ({"record": "Amina Invented"}, {"actor": "Amina Invented"}, {"from": "yesterday"}):
        page = aud.post("/desk/record/choose/", typed)
        assert "To put right" in shown(page)
        assert "Location" not in page.headers
    assert not Line.objects.filter(subject__contains="AMINA").exists()


def test_a_long_record_goes_on_from_the_last_line():
    for number in range(60):
        write(codes={"tell": f"n{number:03}"})
    aud = client_of("aud")
    first = shown(aud.get("/desk/record/?record=C-7K3M9-QXT4H"))
    assert ("n059" in first, "n011" in first, "n010" in first) == (True, True, False)
    before = first.split("before=")[1].split('"')[0]
    second = shown(aud.get(f"/desk/record/?record=C-7K3M9-QXT4H&before={before}"))
    assert ("n010" in second, "n000" in second, "n011" in second) == (True, True, False)


def test_a_person_is_found_by_a_whole_contact_and_nothing_but_references_is_shown():
    (found,) = arrive(telling(1, **AMINA))
    (other,) = arrive(telling(2, reporter_email="other@example.org", reporter_name="Other Invented"))
    aud = client_of("aud")
    page = aud.post("/desk/record/person/", {"contact": "AMINA@example.org"})
    text = shown(page)
    assert reference(found) in text
    assert reference(other) not in text
    assert "Amina Invented" not in text
    assert "900123" not in text
    line = Line.objects.get(action="identities.find-for-audit")
    assert "amina" not in f"{line.subject} {line.codes}".lower()
    assert Line.objects.filter(action="audit.read", codes__person=True).count() == 1
    assert "Nobody who gave this contact" in shown(
        aud.post("/desk/record/person/", {"contact": "nobody@example.org"})
    )
    assert "Write a whole e-mail" in shown(aud.post("/desk/record/person/", {"contact": " "}))


def test_an_officer_may_not_look_for_a_persons_lines():
    with pytest.raises(identities.Refusal, match="may not read the audit"):
        identities.find_for_audit(contact="amina@example.org", by=BO)


@pytest.mark.parametrize("marking", ["OFFICIAL", "OFFICIAL-SENSITIVE"])
def test_the_export_bears_the_marking_of_the_hub_in_its_name_and_its_first_line(settings, marking):
    settings.HUB_CLASSIFICATION = marking
    write()
    answer = client_of("aud").post("/desk/record/export/", {"record": "C-7K3M9-QXT4H"})
    assert f'filename="{marking} record ' in answer.headers["Content-Disposition"]
    assert table(answer)[0][0].startswith(f"{marking}. Lines of the record")


def test_the_export_holds_every_line_as_text_and_is_a_disclosure(settings):
    settings.HUB_CLASSIFICATION = "OFFICIAL-SENSITIVE"
    for number in range(120):
        write(codes={"tell": f"n{number:03}"}, reason="=HYPERLINK(1)" if number == 7 else "")
    answer = client_of("aud").post("/desk/record/export/", {"record": "C-7K3M9-QXT4H"})
    assert 'filename="OFFICIAL-SENSITIVE record ' in answer.headers["Content-Disposition"]
    marking, head, *lines = table(answer)
    assert marking[0].startswith("OFFICIAL-SENSITIVE. Lines of the record: about C-7K3M9-QXT4H. Exported ")
    assert len(lines) == 121  # and the line of this export
    told = [dict(zip(head, each, strict=True)) for each in lines]
    assert {each["Reason"] for each in told} == {"", "'=HYPERLINK(1)"}
    assert next(each["More"] for each in told if each["Action"] == "cases.read") == "tell n119"
    line = Line.objects.get(action="audit.export")
    assert (line.kind, line.recipient) == (Kind.DISCLOSURE, str(actor("aud")))


def test_a_persons_lines_are_exported_without_the_contact():
    (found,) = arrive(telling(1, **AMINA))
    answer = client_of("aud").post("/desk/record/export/", {"contact": "amina@example.org"})
    lines = table(answer)
    assert lines[0][0].split(": ")[1].startswith("every line, about one person")
    assert reference(found) in {each[10] for each in lines[2:]}
    assert not any("amina@" in cell.lower() or "Amina" in cell for each in lines for cell in each)


def test_lines_looks_and_refusals_are_counted_by_day():
    write("identities.open", "R-00000-00000", about="report")
    write("queue.claim", "C-00000-00000", refused=True)
    write()
    found = recording.days(search=recording.Search(actors=("hub-officer:bo",)), alone=True, by=actor("aud"))
    assert len(found) == 28
    assert (found[-1].lines, found[-1].looks, found[-1].refused) == (3, 1, 1)
    assert found[-1].on == clock.now().astimezone(clock.LONDON).date()


def test_the_days_are_part_of_the_page_or_a_page_of_their_own():
    write()
    aud = client_of("aud")
    assert "Show lines per day" in shown(aud.get("/desk/record/?kind=consultation"))
    assert "Looks at people" in shown(aud.get("/desk/record/?record=C-7K3M9-QXT4H"))
    part = shown(aud.get("/desk/record/days/?kind=consultation", headers={"HX-Request": "true"}))
    assert ("Looks at people" in part, "<html" in part) == (True, False)
    whole = shown(aud.get("/desk/record/days/?kind=consultation"))
    assert ("Looks at people" in whole, "<html" in whole) == (True, True)


def test_the_lines_of_a_person_stand_before_their_days_and_are_narrowed_to_who_looked():
    arrive(telling(1, **AMINA))
    aud = client_of("aud")
    every = shown(aud.post("/desk/record/person/", {"contact": "amina@example.org"}))
    assert every.index('id="lines"') < every.index('class="hub-record"') < every.index('id="days-title"')
    assert "Collection" in every.split('id="lines"')[1].split("</table>")[0]
    looks = shown(aud.post("/desk/record/person/", {"contact": "amina@example.org", "looks": "1"}))
    assert "kind: consultation" in looks
    assert "Collection" not in looks.split('id="lines"')[1].split("</table>")[0]
