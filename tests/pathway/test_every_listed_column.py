"""Each column of the list of where a name may stand: what is written there is masked when it is set aside."""

import json
from dataclasses import replace

import pytest
from django.db import connection

from hub import pathway
from hub.aside import rules
from hub.aside.actions.texts import mask_all
from hub.aside.models import Original
from hub.aside.terms import Form
from hub.cases import queries as cases
from hub.common import clock
from hub.duties.models import Alarm, Duty
from hub.pathway import aside, assessing, belonging, bulk, casework, clusters, deciding, walls
from hub.pathway.deciding import Given
from hub.pathway.keeping import hider_of, subject_of
from hub.pathway.opening import reports_of
from hub.queue.models import Routed
from hub.queue.terms import Act, Because
from hub.reports import queries as reports
from hub.reports.terms import AdditionKind, Strand
from hub.triage.models import SecondLook
from hub.triage.queries.looking import rules as looking
from hub.triage.terms import Belongs, Word
from hub.triage.terms.deciding import CrimeAnswer
from tests.architecture.risk_actions import today, victim
from tests.pathway.deciding_world import SUMMARY, WHOLE, decide, new, outcome
from tests.pathway.test_bulk import asked
from tests.triage.test_risk_rules import WHOLE as RISK
from tests.walks import BO, arrive, telling
from tests.web import one_of_each
from tests.web.accounts import account, actor

pytestmark = pytest.mark.django_db
NAME = "Quarkwright"
AGGRAVATED = replace(SUMMARY, offence="PHA2", strands=("race",))


@pytest.fixture(autouse=True)
def nothing_in_the_way(monkeypatch, settings):
    """Everything is drawn, mail goes nowhere, and what is unfinished holds nothing up."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    monkeypatch.setattr(looking, "drawn", lambda *_: True)
    monkeypatch.setattr(aside, "_refuse_unfinished", lambda _: None)


def a_case_of_everything() -> str:
    """A case with a row in every table of the list."""
    found = one_of_each.make()
    case = found["queue/subject"]
    report = reports.summaries(reports_of(case))[reports_of(case)[0]].reference
    bo, gita, ruth = actor("bo"), actor("gita"), actor("ruth")
    for alarm in Alarm.objects.filter(state="raised").exclude(subject_kind="test"):
        pathway.acknowledge_alarm(alarm=alarm.reference, by=bo)
    pathway.add_fact(report=report, kind=AdditionKind.ANSWER, text="x", by=bo)
    told = {
        **one_of_each._TOLD,
        "borough": "Hackney",
        "reporter_email": "amina2@example.org",
        "reporter_phone": "",
    }
    arrive(telling(2, **told, wants="Another word"))
    casework.disagree(subject=case, report=report, strand=Strand.RACE, reason="x", seen=None, by=bo)
    belonging.decide_whose(
        subject=case, report=report, answer=Belongs("kent-police", "", "x"), seen=None, by=bo
    )
    casework.decide_exit(report=report, leaves=False, reason="x", by=bo, case=case)
    clusters.leave(case=case, reason="x", seen=None, by=bo)
    casework.set_headline(case=case, words="x", seen=None, by=bo)
    assessing.assess_risk(subject=case, new=RISK, seen=None, by=bo)
    look = SecondLook.objects.get(what="risk", subject=case)
    assessing.read_again(look=look.reference, answer="low", reason="x", by=ruth)
    assessing.assess_victim(subject=case, new=victim(), seen=None, by=bo)
    assessing.set_priority(subject=case, word=Word.HIGH, until=today(), reason="x", seen=None, by=bo)
    pathway.pass_on(subject=case, queue_named="", to=account("ruth").reference, reason="x", by=gita)
    pathway.open_case(case=case, reason="x", by=bo)
    pathway.release_passing(subject=case, reason="x", by=gita)
    decide(case, Given(new(CrimeAnswer.CRIME), (AGGRAVATED,), WHOLE))
    deciding.check(case=case, agrees=True, reason="x", seen=None, by=ruth)
    deciding.save_decision(case=case, words={"reason": ["x"]}, by=bo)
    outcome(case)
    for duty in Duty.objects.filter(subject__in=[case, report], kind="alarm", state="running"):
        pathway.complete_duty(duty=duty.reference, reason="x", by=bo)
    Routed.objects.create(subject=case, queue="hub", because=Because.DEFAULT, inputs={}, at=clock.now())
    pathway.open_case(case=case, by=ruth)
    bulk.act(asked=asked(Act.CLAIM, [case]), reason="x", by=ruth)
    (wall,) = cases.walls([case])[case]
    walls.take_down(subject=case, wall=wall.reference, reason="x", seen=None, by=gita)
    return case


def test_what_is_written_in_any_column_of_the_list_is_masked():
    case = a_case_of_everything()
    pathway.set_aside(subject=case, decided_at=clock.now(), by=BO)
    row = Original.objects.get(subject=case)
    about = {"reports": row.reports, "subjects": row.subjects, "case": row.case_number}
    written = []
    for column in rules.COLUMNS:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, {column.name}::text FROM {column.table} WHERE {column.found} ORDER BY 2 DESC NULLS LAST",
                about,
            )
            found = cursor.fetchall()
            assert found, f"nothing is known of {column.table}.{column.name}: give the case a row there"
            pk, before = found[0]
            said = _named(column.form, before or "")
            cursor.execute(
                f"SELECT {rules.FUNCTION}(%s, %s, %s, %s, %s)", [row.pk, column.table, column.name, pk, said]
            )
            written.append((column, pk))
    mask_all(row, hider_of(subject_of(case, BO)))
    for column, pk in written:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {column.name}::text FROM {column.table} WHERE id = %s", [pk])
            assert NAME not in cursor.fetchone()[0], f"{column.table}.{column.name}"


def _named(form: Form, before: str) -> str:
    """A text of a column with the name in it, in the shape that the column has."""
    if form == Form.GIVEN:
        return json.dumps({**json.loads(before), "what_happened": NAME})
    if form == Form.JSON:
        return json.dumps([NAME] if before.startswith("[") else {"said": NAME})
    return NAME
