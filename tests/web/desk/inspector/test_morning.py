"""The inspector's morning, as Gita sees it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from hub import pathway
from hub.audit.models import Line
from hub.cases.models import BreakGlass, Case
from hub.common import clock
from hub.duties import queries as duties
from hub.duties.models import Duty
from hub.duties.terms import Kind, Sort
from hub.pathway import assessing, belonging, examining, morning, walls
from hub.people.terms import Role
from hub.queue import actions as queue
from hub.reports.models import Report
from hub.triage.models import SecondLook
from tests.architecture.risk_actions import look_at
from tests.pathway import deciding_world
from tests.walks import AMINA, arrive, telling
from tests.web.accounts import PEOPLE, account, actor, client_of

pytestmark = pytest.mark.django_db


def shown(response):
    assert response.status_code == 200, response.content.decode()[:2000]
    return response.content.decode()


def words(response):
    """What is read on a page, without its tags."""
    text = re.sub(r"<(script|style|svg).*?</\1>", " ", shown(response), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def days_ago(days, hour=12):
    there = (clock.now() - timedelta(days=days)).astimezone(clock.LONDON)
    return there.replace(hour=hour, minute=0, second=0, microsecond=0).isoformat()


def just_now():
    """Today, at whatever hour this is run."""
    return clock.now().isoformat(timespec="seconds")


def test_how_the_clocks_were_kept_is_counted_by_kind_for_the_days_asked_for(gita):
    arrive(telling(1, reported_at=just_now()))
    pathway.complete_duty(
        duty=Duty.objects.get(kind=Kind.RECORDED).reference, reason="Recorded.", by=actor("bo")
    )
    today = clock.now().astimezone(clock.LONDON).date().isoformat()
    page = words(gita.get(f"/desk/clocks/?from={today}&to={today}"))
    assert "Record the crime 1 1 0 0 0 0 0 0 under 1 min" in page
    assert "No duty began" in words(gita.get("/desk/clocks/"))
    assert 'href="/desk/clocks/"' in shown(gita.get("/desk/morning/"))
    assert gita.get("/desk/clocks/?from=nonsense").status_code == 404


def test_what_waits_for_a_second_check_is_counted_and_listed(gita):
    assert "for a second check" not in words(gita.get("/desk/morning/"))
    (found,) = arrive(telling(1, victim_under_18="yes", **AMINA))
    case = pathway.whereabouts([found.report_id])[found.report_id].case
    deciding_world.decide(case, deciding_world.NOT)
    assert "1 decision waits for a second check" in words(gita.get("/desk/morning/"))
    assert case in words(gita.get("/desk/due/?of=second-check"))


def test_of_a_dispute_that_is_closed_to_the_inspector_the_reference_alone_is_told(gita):
    (found,) = arrive(telling(1, borough="Kent"))
    report = Report.objects.get(pk=found.report_id).reference
    pathway.confirm_exit(report=report, reason="Kent's.", by=actor("bo"))
    belonging.dispute(subject=report, report=report, reason="Not theirs.", seen=None, by=actor("bo"))
    walls.declare_interest(subject=report, reason="A relative of mine.", seen=None, by=actor("gita"))
    page = shown(gita.get("/desk/disputes/"))
    assert report in page
    assert "Closed to you: another inspector settles it." in page
    assert ("Kent Police" in page, "/settle/" in page) == (False, False)


def test_disputes_and_appeals_wait_on_a_list_of_their_own(gita):
    assert "to settle" not in words(gita.get("/desk/morning/"))
    assert "Nothing to settle" in words(gita.get("/desk/disputes/"))
    (found,) = arrive(telling(1, borough="Kent"))
    report = Report.objects.get(pk=found.report_id).reference
    pathway.confirm_exit(report=report, reason="Kent's.", by=actor("bo"))
    step = {"subject": report, "report": report, "reason": "Not theirs.", "seen": None, "by": actor("bo")}
    belonging.dispute(**step)
    assert "1 dispute or appeal to settle" in words(gita.get("/desk/morning/"))
    page = shown(gita.get("/desk/disputes/"))
    assert f'href="/desk/reports/{report}/settle/"' in page
    assert "Disputed with Kent Police" in page
    belonging.settle(**{**step, "stays": True, "by": actor("gita")})
    belonging.appeal(**{**step, "subject": Case.objects.get().reference})
    page = shown(gita.get("/desk/disputes/"))
    assert "Appealed against" in page
    assert "another inspector settles it" in page, "she settled the dispute"
    assert f'href="/desk/cases/{Case.objects.get().reference}/settle/"' not in page
    assert gita.get("/desk/disputes/?after=nonsense").status_code == 404


@pytest.fixture
def gita():
    return client_of("gita")


@pytest.fixture
def week():
    """Yesterday three in two boroughs, ten days ago one, forty days ago one, a year ago one, and one that leaves."""
    arrive(
        telling(1, reported_at=days_ago(1), **AMINA),
        telling(2, reported_at=days_ago(1), strands="religion; race", targeted_religion="muslim"),
        telling(3, reported_at=days_ago(1), borough="Ealing"),
        telling(4, reported_at=days_ago(10), borough="Kent"),
        telling(5, reported_at=days_ago(40), borough="Ealing"),
        telling(6, reported_at=days_ago(365), borough="Ealing"),
    )


def test_only_the_inspector_opens_it():
    for who, person in PEOPLE.items():
        expected = 200 if person.role == Role.INSPECTOR else 403
        for name in ("morning", "due", "reports-of", "opened"):
            assert client_of(who).get(reverse(f"desk:{name}")).status_code == expected, (who, name)
    assert Line.objects.filter(refused=True, subject="desk:morning").count() == len(PEOPLE) - 1


def test_an_empty_hub_says_so_in_words(gita):
    text = words(gita.get(reverse("desk:morning")))
    for sentence in (
        "Nothing is late, and no exit waits for you.", "Nothing is late, and nothing comes near it.",
        "No way out is proposed.", "Nothing was reported from", "Nothing that you have not seen.",
        "Nothing of last year is on record.",
    ):  # fmt: skip
        assert sentence in text


def test_the_title_is_the_day_in_london(gita):
    page = shown(gita.get(reverse("desk:morning")))
    assert f"<h1>{clock.now().astimezone(clock.LONDON):%A} " in page
    assert "data-print" in page


def test_every_number_is_as_long_as_the_list_that_it_opens(gita, week):
    page = shown(gita.get(reverse("desk:morning")))
    figures = re.findall(r'class="hub-figure__number" href="([^"]+)">([\d,]+)<', page)
    undecided, _, supported, yesterday = (int(number) for _, number in figures)
    assert (undecided, supported, yesterday) == (6, 5, 3)
    for address, number in figures:
        rows = shown(gita.get(address.replace("&amp;", "&"))).count("data-row>")
        assert rows == int(number), (address, number, rows)


def test_the_figures_add_up(gita, week):
    page = shown(gita.get(reverse("desk:morning")))
    text = words(gita.get(reverse("desk:morning")))
    yesterday = (clock.now() - timedelta(days=1)).astimezone(clock.LONDON)
    assert f"Reports on {yesterday:%A} 3 " in text
    assert re.search(r"Hackney</a></th><td class=\"hub-num\">2</td><td class=\"hub-num\">2 more", page)
    assert re.search(r"Ealing</a></th><td class=\"hub-num\">1</td><td class=\"hub-num\">the same", page)
    assert "1 more, borough not known" in text
    assert re.search(r"Race</a></th><td class=\"hub-num\">4</td><td class=\"hub-num\">3 more", page)
    assert re.search(r"Religion</a></th><td class=\"hub-num\">1</td>", page)
    assert "To Kent Police" in text
    assert "one exit waits for you" in text


def number(page, pattern):
    """A figure in words, and how many rows the list has that it opens."""
    address, found = re.search(rf'<a href="([^"]+)">([\w,]+) {pattern}</a>', page).groups()
    return address.replace("&amp;", "&"), found


def test_live_cases_and_cases_supported_are_two_figures_and_whoever_was_helped_has_a_list(gita, week):
    page = shown(gita.get(reverse("desk:morning")))
    assert re.search(
        r'Live cases(?:(?!hub-figure__number).)*hub-figure__number" href="/desk/[^"]*\?cases=1">5<',
        page,
        re.DOTALL,
    )
    # Of the last 28 days: three of yesterday in cases, and one of ten days ago that is to leave and has no case.
    for pattern, expected, title in (
        ("cases supported", 3, "Cases supported"), ("victims offered help", 4, "Victims offered help"),
        ("agreed to be referred", 0, "Agreed to be referred"),
    ):  # fmt: skip
        address, found = number(page, pattern)
        behind = shown(gita.get(address))
        assert (int(found), behind.count("data-row>")) == (expected, expected), pattern
        assert f"<h1>{title}</h1>" in behind


def opens(client, html, pattern):
    """A figure on a page, as its link says it, and how many rows the list has that it opens."""
    address, found = re.search(rf'<a href="([^"]+)">({pattern})</a>', html).groups()
    count = int(re.search(r"[\d,]+", found)[0].replace(",", ""))
    return count, shown(client.get(address.replace("&amp;", "&"))).count("data-row>")


def test_whoever_tells_of_danger_and_waits_for_a_first_decision_is_counted_and_listed(gita, week):
    arrive(telling(7, immediate_danger="yes"), telling(8, immediate_danger="yes"))
    in_danger = Case.objects.order_by("-pk")[0].reference
    page = shown(gita.get(reverse("desk:morning")))
    assert opens(gita, page, r"\d+ with danger") == (2, 2)
    recorded = Duty.objects.get(subject=in_danger, kind=Kind.RECORDED).reference
    pathway.complete_duty(duty=recorded, reason="Recorded.", by=actor("bo"))
    page = shown(gita.get(reverse("desk:morning")))
    assert opens(gita, page, r"\d+ with danger") == (1, 1), "a case that is decided waits no more"


def test_what_is_set_beside_other_days_opens_the_list_of_those_days(gita, week):
    arrive(
        telling(9, reported_at=days_ago(1 + 364), borough="Hackney"), telling(10, reported_at=days_ago(41)),
        telling(11, reported_at=days_ago(42)),
    )  # fmt: skip
    page = shown(gita.get(reverse("desk:morning")))
    assert opens(gita, page.split("Same weekday last year")[1], r"\d+") == (2, 2)
    assert opens(gita, page.split("This year, ")[1], r"\d+") == (4, 4)
    assert opens(gita, page.split("Same days last year, ")[1], r"\d+") == (2, 2)
    assert opens(gita, page.split("Hackney</a></th>")[1].split("the same as")[1], r"\d+") == (2, 2)
    assert opens(gita, page.split("Race</a></th>")[1].split("more than")[1], r"\d+") == (3, 3)


@pytest.mark.parametrize(("answer", "counted"), [("", "waiting"), ("low", "agreed"), ("high", "differed")])
def test_second_looks_are_counted_by_what_came_of_them_and_each_opens_its_list(gita, answer, counted):
    arrive(telling(1))
    look = look_at(Case.objects.get().reference)
    if answer:
        assessing.read_again(look=look, answer=answer, reason="because", by=actor("bo"))
    page = shown(gita.get(reverse("desk:morning"))).split("Second looks</h2>")[1]
    for each in ("waiting", "agreed", "differed"):
        expected = int(each == counted)
        of_risk = page.split("The overall risk")[1]
        assert opens(gita, of_risk, rf"\d+ {each}") == (expected, expected), each
        assert opens(gita, page, rf"\d+ {each}") == (0, 0), "none of whether a report leaves"


def test_a_second_look_at_what_the_inspector_decided_herself_waits_for_somebody_else(gita):
    arrive(telling(1))
    look = look_at(Case.objects.get().reference)
    address = reverse("desk:differences") + "?of=waiting"
    assert f'href="{reverse("desk:look", args=[look])}"' in shown(gita.get(address))
    SecondLook.objects.update(first_by=str(actor("gita")))
    page = shown(gita.get(address))
    assert "you decided first, so somebody else reads it" in page
    assert reverse("desk:look", args=[look]) not in page


def test_duties_at_risk_are_counted_beside_the_late_and_open_their_list(gita, week):
    soon, past = clock.now() + timedelta(hours=1), clock.now() - timedelta(hours=1)
    Duty.objects.filter(state="running").update(starts_at=past, due_at=clock.now() + timedelta(days=30))
    kinds = Duty.objects.filter(kind="recorded", state="running").order_by("pk")
    at_risk, late = kinds[:3].values_list("pk", flat=True), kinds[3:5].values_list("pk", flat=True)
    Duty.objects.filter(pk__in=list(late)).update(starts_at=past - timedelta(hours=9), due_at=past)
    Duty.objects.filter(pk__in=list(at_risk)).update(due_at=soon)
    page = shown(gita.get(reverse("desk:morning")))
    address, found = number(page, "at risk")
    assert (found, shown(gita.get(address)).count("data-row>")) == ("3", 3)
    assert shown(gita.get(reverse("desk:due") + "?of=late")).count("data-row>") == 2
    assert re.search(r'href="/desk/due/\?of=late">2<', page)


def test_each_day_stands_beside_the_same_weekday_a_year_before(gita):
    arrive(
        *(telling(each, reported_at=days_ago(1)) for each in range(3)), telling(4, reported_at=days_ago(2)),
        *(telling(each, reported_at=days_ago(1 + 364)) for each in range(5, 10)),
        telling(10, reported_at=days_ago(3 + 364)),
        telling(11, reported_at=days_ago(1 + 371)), telling(12, reported_at=just_now()),
    )  # fmt: skip
    days = morning.read(by=actor("gita")).days
    assert [(each.count, each.before) for each in days[-4:]] == [(0, 0), (0, 1), (1, 0), (3, 5)]
    assert sum(each.before for each in days) == 7  # a week earlier is within these 28 days too
    yesterday = days[-1].on
    assert yesterday.weekday() == (yesterday - timedelta(days=364)).weekday()
    page = shown(gita.get(reverse("desk:morning")))
    table = re.findall(
        r'class="hub-num"><a href="([^"]+)">(\d+)</a>', page.split("Show as a table")[1].split("</table>")[0]
    )
    assert [int(found) for _, found in table] == [1, 1, 1, 3, 5]
    for address, found in table:
        assert shown(gita.get(address.replace("&amp;", "&"))).count("data-row>") == int(found)


def test_each_place_and_strand_opens_its_reports(gita, week):
    page = shown(gita.get(reverse("desk:morning")))
    addresses = set(re.findall(r'href="(/desk/reports-of/[^"]+(?:borough|strand)=[^"]+)"', page))
    assert len(addresses) > 30
    for address in (each for each in addresses if f"from={morning.last_days().first}" in each):
        if "borough=hackney" in address or "strand=race" in address:
            expected = 2 if "hackney" in address else 4
            assert shown(gita.get(address.replace("&amp;", "&"))).count("data-row>") == expected


def test_a_duty_that_is_late_is_said_with_who_has_it(gita, week):
    case = Case.objects.first().reference
    Duty.objects.filter(subject=case, kind="recorded").update(
        starts_at=clock.now() - timedelta(hours=30), due_at=clock.now() - timedelta(hours=6)
    )
    queue.refresh(cases=[case])
    pathway.claim(subject=case, by=actor("bo"))
    text = words(gita.get(reverse("desk:morning")))
    assert "The oldest has waited 30 hours; the limit is 24 hours." in text
    assert "Record the crime, Hackney" in text
    assert "Bo Invented" in text
    assert "late" in words(gita.get(reverse("desk:due") + "?of=late"))


def test_nobody_is_named_on_it(gita, week):
    text = shown(gita.get(reverse("desk:morning"))) + shown(gita.get(reverse("desk:reports-of")))
    assert "Amina" not in text
    assert "07700" not in text
    assert "Invented report" not in text


def test_it_takes_as_many_queries_however_much_there_is(gita, week, django_assert_max_num_queries):
    opened()
    gita.get(reverse("desk:morning"))
    # One fewer by day: whether something is due before midnight depends on when this runs.
    with django_assert_max_num_queries(22):
        gita.get(reverse("desk:morning"))
    for name in ("due", "reports-of", "opened"):
        with django_assert_max_num_queries(21):
            gita.get(reverse(f"desk:{name}"))


def test_lists_are_paged_and_a_page_that_is_none_is_refused(gita):
    arrive(*(telling(each, reported_at=days_ago(2), borough="Ealing") for each in range(30)))
    page = shown(gita.get(reverse("desk:reports-of")))
    (older,) = re.findall(r'rel="next" href="([^"]+)"', page)
    second = shown(gita.get(reverse("desk:reports-of") + older.replace("&amp;", "&")))
    assert page.count("data-row>") + second.count("data-row>") == Report.objects.count()
    for name in ("reports-of", "due", "opened"):
        assert gita.get(reverse(f"desk:{name}") + "?after=nonsense").status_code == 404
    assert gita.get(reverse("desk:reports-of") + "?from=yesterday").status_code == 404
    assert gita.get(reverse("desk:reports-of") + "?borough=atlantis&strand=x&help=y").status_code == 200


def opened():
    """A case that Bo opened without a relation to it."""
    if not Case.objects.exists():
        arrive(telling(1))
    return BreakGlass.objects.create(
        case=Case.objects.first(), account=account("bo"), at=clock.now(), reason="A neighbour rang."
    )


def test_what_was_opened_without_a_relation_is_seen_once_and_is_on_the_record(gita):
    row = opened()
    assert "A neighbour rang." in shown(gita.get(reverse("desk:morning")))
    assert "Bo Invented" in shown(gita.get(reverse("desk:opened")))
    for _ in range(2):
        assert gita.post(reverse("desk:seen", args=[row.pk])).headers["Location"] == reverse("desk:opened")
    row.refresh_from_db()
    assert row.seen_by == account("gita")
    line = Line.objects.get(action="cases.see-break-glass")
    assert (line.subject, line.refused) == (row.case.reference, False)
    assert "Every opening without a relation has been seen" in words(gita.get(reverse("desk:opened")))


def test_nobody_sees_their_own_opening(gita):
    row = opened()
    BreakGlass.objects.filter(pk=row.pk).update(account=account("gita"))
    answer = gita.post(reverse("desk:seen", args=[row.pk]))
    assert "Another inspector has to see it" in answer.content.decode()
    row.refresh_from_db()
    assert row.seen_at is None
    assert Line.objects.filter(action="cases.see-break-glass", refused=True).count() == 1


def test_a_danger_that_nobody_acted_on_comes_before_what_is_late_for_longer(gita, week):
    arrive(telling(7, immediate_danger="yes"), telling(8, immediate_danger="yes"))
    told = clock.now() - timedelta(minutes=19)
    Duty.objects.filter(kind=Kind.ALARM).update(starts_at=told, due_at=told + timedelta(minutes=15))
    older = Duty.objects.filter(pk=Duty.objects.filter(kind=Kind.NEEDS_ASSESSMENT).first().pk)
    older.update(starts_at=told - timedelta(days=9), due_at=told - timedelta(days=8))
    page = words(gita.get(reverse("desk:morning")))
    assert "Two dangers were not acted on in time. Begin there." in page
    assert shown(gita.get(reverse("desk:due") + f"?of={Sort.DANGER_LATE}")).count("data-row>") == 2
    late = page.split("Late and at risk", 1)[1]
    assert late.index("Act on immediate danger") < late.index("Assess the victim")
    first, following = duties.sorted_out(Sort.LATE, limit=1)
    seen = list(first)
    while following:
        found, following = duties.sorted_out(Sort.LATE, after=following, limit=1)
        seen += found
    assert [each.kind for each in seen[:2]] == [Kind.ALARM, Kind.ALARM]
    assert (
        len({each.reference for each in seen})
        == Duty.objects.filter(state="running", due_at__lt=clock.now()).count()
    )
    assert any("2 not acted on in time" in each.words for each in examining.of_work())
