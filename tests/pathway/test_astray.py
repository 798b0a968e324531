"""Whatever points at a case or report that is not there is found, and said by doctor and every day."""

import logging
from dataclasses import replace

import pytest
from django.db import transaction

from hub import pathway
from hub.audit import actions as audit
from hub.audit.models import Line
from hub.audit.terms import Entry, Kind
from hub.cli import examination
from hub.common import subjects
from hub.disclosures.models import Agreement, Release
from hub.duties.models import Duty
from hub.letters.models import Letter
from hub.pathway import astray
from hub.pathway.astray import Orphan
from hub.workers import tasks
from tests.walks import AMINA, OPERATOR, arrive, telling

pytestmark = pytest.mark.django_db
GONE = "R-GONE0-00000"


def told():
    arrive(telling(1, consent_support="yes", consent_partners="Galop", **AMINA), telling(2, borough="Kent"))


def _duty():
    Duty.objects.filter(pk=Duty.objects.first().pk).update(subject_kind="report", subject=GONE)


def _letter():
    Letter.objects.filter(pk=Letter.objects.first().pk).update(subject=GONE)


def _agreement():
    given = Agreement.objects.first()
    given.pk, given.reference, given.subject_kind, given.subject = None, "A-1", "report", GONE
    given.save()


def _release():
    Release.objects.create(
        reference="L-1", at=Agreement.objects.first().at, by="bo", subject_kind="report", subject=GONE,
        recipient_kind="organisation", recipient="Galop", purpose="support", basis="vital-interest", fields=[],
    )  # fmt: skip


def _line(**change):
    entry = Entry(Kind.ALTERATION, "reports.add-fact", "report", GONE, "bo")
    with transaction.atomic():
        audit.record([replace(entry, **change)])


@pytest.mark.parametrize(
    ("what", "lose"),
    [
        ("duty", _duty), ("letter", _letter), ("agreement", _agreement), ("release", _release),
        ("line of the record", _line),
    ],
)  # fmt: skip
def test_what_points_at_nothing_is_found(what, lose):
    told()
    assert astray.orphans() == ()
    lose()
    assert astray.orphans() == (Orphan(what, GONE),)


def test_a_refused_attempt_may_name_what_is_not_there():
    told()
    _line(refused=True)
    assert astray.orphans() == ()


def test_the_daily_check_is_on_the_record_and_says_what_to_do(caplog):
    told()
    tasks.check_subjects(timestamp=0)
    assert caplog.records == []
    _line()
    with caplog.at_level(logging.ERROR):
        tasks.check_subjects(timestamp=0)
    assert "hub doctor" in caplog.text
    assert [
        each.codes["orphans"] for each in Line.objects.filter(action="pathway.check-subjects").order_by("pk")
    ] == [0, 1]


def test_the_doctor_names_what_leads_nowhere():
    told()
    _line()
    wrong = [each for each in examination._subjects() if each.wrong]
    assert GONE in wrong[0].words


def test_at_most_so_many_are_named(monkeypatch):
    told()
    monkeypatch.setattr(subjects, "_PAGE", 2)
    for number in range(5):
        _line(subject=f"R-GONE0-0000{number}")
    assert len(astray.orphans(limit=3)) == 3
    assert len(astray.orphans()) == 5
    assert len(pathway.check_subjects(by=OPERATOR)) == 5
