import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction

from hub.audit.models import Line
from hub.common.refusals import NotPermitted
from hub.identities import actions as identities
from hub.identities.terms import TellingGiven
from hub.reports import actions as reports
from hub.reports.models import Report
from hub.reports.terms import NewReport
from hub.support import actions, queries
from hub.support.models import Offer
from hub.support.terms import OfferWanted, Wanted
from tests import walks

pytestmark = pytest.mark.django_db


@pytest.fixture
def wanted():
    """Two reports to which nothing has been offered yet."""
    return [
        OfferWanted(each.pk, each.reference, Wanted(("race",), (), "hackney", None, "ur"))
        for each in (report(1), report(2))
    ]


def report(number):
    """A report on record, before help is offered."""
    telling = walks.telling(number)
    (recognised,) = reports.recognise(tellings=[telling], by=walks.MACHINE)
    (kept,) = identities.keep(
        given=[TellingGiven(dict(telling.given), None, None, same=False)], by=walks.MACHINE
    )
    (received,) = reports.receive(
        reports=[NewReport(telling, recognised.digest, kept.telling_id, None, None, (), False, {"what_happened": ""})],
        sender="test", by=walks.MACHINE,
    )  # fmt: skip
    return Report.objects.get(pk=received.id)


def offer(wanted, by=walks.MACHINE):
    return actions.offer(wanted=wanted, directory=queries.directory(), by=by)


def test_every_fitting_service_is_offered_on_each_report_with_its_reasons(wanted):
    first, second = offer(wanted)
    assert first.services == second.services
    shown = queries.offers(first.report_id)
    assert tuple(service.slug for service, _ in shown) == first.services
    assert all(reasons for _, reasons in shown)
    assert Offer.objects.filter(reference__startswith="O-").count() == 2 * len(first.services)


def test_an_offer_is_one_line_of_the_record_for_each_report(wanted):
    offer(wanted)
    lines = Line.objects.filter(action="support.offer")
    assert {each.subject for each in lines} == {each.report for each in wanted}
    assert len(lines) == len(wanted)


def test_no_report_wants_nothing():
    assert offer([]) == ()


def test_a_role_that_takes_no_reports_is_refused(wanted):
    with pytest.raises(NotPermitted):
        offer(wanted, by=walks.AUDITOR)
    assert not Offer.objects.exists()


def test_the_same_help_is_not_offered_twice_on_one_report(wanted):
    offer(wanted)
    before = Offer.objects.count()
    with pytest.raises(IntegrityError), transaction.atomic():
        offer(wanted)
    assert Offer.objects.count() == before
    assert Line.objects.filter(action="support.offer").count() == len(wanted)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE support_offer SET at = now()", "DELETE FROM support_offer", "TRUNCATE support_offer"],
)
def test_an_offer_once_made_is_neither_changed_nor_removed(wanted, statement):
    offer(wanted)
    before = Offer.objects.count()
    with (
        pytest.raises((ProgrammingError, InternalError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Offer.objects.count() == before
