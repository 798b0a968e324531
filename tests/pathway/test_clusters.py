"""The same thing again: suggested with what is shared, dismissed, joined and taken apart, and nobody's words are lost."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub import pathway
from hub.audit.models import Line
from hub.cases import queries as cases_known
from hub.cases.models import Case, CaseReport, Cluster, Dismissal, Membership, Note, Shared, Suggestion
from hub.cases.terms import Changed, NeedsReason
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.identities.models import Link
from hub.pathway import casework, clusters
from hub.queue.models import Waiting
from hub.reports.models import Appearance, Perception, Report, Words
from hub.reports.terms import AdditionKind
from tests.walks import AMINA, arrive, telling
from tests.web.accounts import actor
from tests.whole import undone

pytestmark = pytest.mark.django_db
POST = "https://x.com/invented/status/7"


@pytest.fixture(autouse=True)
def noise():
    """A case that shares nothing with any other, and that nothing may be put beside."""
    (found,) = arrive(telling(99, borough="Bexley"))
    yield
    case = found.placed.case_id
    assert not Suggestion.objects.filter(case=case).exists()
    assert not Suggestion.objects.filter(other=case).exists()


def case(number: int, **given: str) -> str:
    """A case of a victim of its own."""
    mine = {"reporter_name": f"Invented {number}", "reporter_email": f"v{number}@example.org"}
    return arrive(telling(number, **{**mine, **given}))[0].placed.case


def beside(reference: str) -> dict[str, str]:
    """What is put beside a case, and why."""
    found = cases_known.file(reference)
    assert found is not None
    return dict(found.suggestions)


def test_expert_check_9_one_post_that_targets_forty_people_is_forty_cases_put_beside_one_another_and_one_item():
    cases = [case(number, content_urls=POST) for number in range(1, 41)]
    assert len(set(cases)) == 40
    shown = Appearance.objects.filter(
        report__in=CaseReport.objects.filter(case__reference__in=cases).values("report")
    )
    assert (shown.count(), shown.values("item").distinct().count()) == (40, 1)
    assert beside(cases[1])[cases[0]] == beside(cases[0])[cases[1]] == "the same post"
    assert set(beside(cases[-1]).values()) == {"the same post"}


def test_one_text_without_an_address_puts_the_cases_of_both_victims_beside_one_another():
    told = {"content_urls": "", "content_text": "An invented text that is long enough to be known again."}
    first, second = case(1, **told), case(2, **told)
    third = case(
        3, content_urls="", content_text="Another invented text that is long enough to be known again."
    )
    assert beside(first) == {second: "the same post"}
    assert beside(second) == {first: "the same post"}
    assert beside(third) == {}


@pytest.mark.parametrize(
    "account",
    [
        ({"platform": "X", "account_handle": "@hater"}, {"platform": "X", "account_handle": "HATER"}),
        (
            {"platform": "X", "account_id": "123"},
            {"platform": "X", "account_id": "123", "account_handle": "@new"},
        ),
        (
            {"platform": "X", "account_handle": "@hater"},
            {"platform": "X", "account_id": "123", "account_handle": "@hater"},
        ),
    ],
    ids=["handle", "number", "a handle whose number is learned later"],
)
def test_one_account_behind_two_posts_puts_the_cases_of_both_victims_beside_one_another(account):
    first, second = (case(number, **given) for number, given in enumerate(account, start=1))
    assert beside(first) == {second: "the same account"}
    assert beside(second) == {first: "the same account"}
    assert all("hater" not in each.mark for each in Shared.objects.all())


def test_one_handle_on_two_platforms_is_nothing_that_two_cases_share():
    first = case(1, platform="X", account_handle="@hater")
    case(2, platform="Instagram", account_handle="@hater", content_urls="https://instagram.com/p/invented1/")
    assert beside(first) == {}


def test_a_contact_that_two_victims_share_is_put_beside_and_neither_is_taken_for_the_other():
    first = case(1, reporter_name="Ada Invented", reporter_email="home@example.org")
    second = case(2, reporter_name="Ben Invented", reporter_email="home@example.org")
    assert beside(first) == {second: "somebody with the same contact"}
    assert cases_known.gists([first])[first].earlier == 0
    assert Link.objects.filter(state="recognised").count() == 0


def test_a_professional_who_reports_for_many_puts_nothing_beside_anything():
    told = {
        "reporter_role": "organisation",
        "reporter_name": "Org Invented",
        "reporter_email": "org@example.org",
    }
    first = case(1, victim_name="Ada Invented", **told)
    case(2, victim_name="Ben Invented", **told)
    assert beside(first) == {}


def test_expert_check_7_a_victim_here_whose_name_is_a_suspects_handle_there_shares_nothing_with_that_case():
    amina = case(1, **AMINA)
    accused = case(2, platform="X", account_handle="amina invented", account_id="amina@example.org")
    assert beside(amina) == {}
    assert beside(accused) == {}
    assert cases_known.gists([accused])[accused].earlier == 0


def test_what_was_learned_later_is_looked_for_again_when_a_fact_comes():
    first, second = case(1, content_urls=POST), case(2, content_urls=POST)
    report = CaseReport.objects.get(case__reference=first).report.reference
    third = case(3, platform="X", account_handle="@hater")
    case(4, platform="X", account_handle="@hater")
    before = Shared.objects.count()
    pathway.add_fact(report=report, kind=AdditionKind.NOTE, text="Invented.", by=actor("bo"))
    casework.add_later_fact(
        subject=third, report=CaseReport.objects.get(case__reference=third).report.reference, kind=AdditionKind.NOTE,
        text="Invented.", seen=None, by=actor("bo"),
    )  # fmt: skip
    assert Shared.objects.count() == before, "nothing is kept twice"
    assert beside(second) == {first: "the same post"}


def test_a_report_that_is_kept_at_last_is_put_beside_what_it_shares():
    first = case(1, content_urls=POST)
    (gone,) = arrive(
        telling(2, content_urls=POST, borough="Kent", reporter_name="B", reporter_email="b@example.org")
    )
    assert beside(first) == {}
    kept = pathway.afterwards.place_again(
        report=Report.objects.get(pk=gone.report_id).reference, reason="She moved.", by=actor("bo")
    )
    assert beside(first) == {kept.case: "the same post"}


def test_each_case_that_is_put_beside_others_has_a_line():
    first, second = case(1, content_urls=POST), case(2, content_urls=POST)
    assert {*Line.objects.filter(action="cases.suggest").values_list("subject", flat=True)} == {second}
    assert first


# -- dismissing


def test_what_is_dismissed_comes_again_only_with_something_new():
    first, second = case(1, content_urls=POST), case(2, content_urls=POST)
    clusters.dismiss(case=first, other=second, reason="Two streets.", seen=None, by=actor("bo"))
    assert beside(first) == beside(second) == {}
    with pytest.raises(NotNow, match="dismissed already"):
        clusters.dismiss(case=second, other=first, reason="x", seen=None, by=actor("bo"))
    case(3, content_urls=POST)
    assert second not in beside(first)
    told = {"content_urls": f"{POST}8", "platform": "X"}
    arrive(telling(4, **told, reporter_name="Invented 1", reporter_email="v1@example.org"))
    arrive(
        telling(
            5, **{**told, "content_urls": POST}, reporter_name="Invented 1", reporter_email="v1@example.org"
        )
    )
    assert second not in beside(first)
    both = {"platform": "X", "account_handle": "@hater", "content_urls": f"{POST}9"}
    for number in (1, 2):
        arrive(
            telling(
                10 + number, **{**both, "content_urls": f"{POST};{POST}{number}00"}, reporter_name=f"Invented {number}",
                reporter_email=f"v{number}@example.org",
            )
        )  # fmt: skip
    assert beside(first).get(second, "").endswith("the same account")
    kept = Dismissal.objects.get()
    assert (kept.by, kept.reason) == (str(actor("bo")), "Two streets.")


@pytest.mark.parametrize(
    ("reason", "error", "sentence"), [(" ", Refusal, "Say why"), ("x", NotFound, "is not suggested beside")]
)
def test_only_what_is_suggested_is_dismissed_and_only_for_a_reason(reason, error, sentence):
    first, second = case(1), case(2)
    with pytest.raises(error, match=sentence):
        clusters.dismiss(case=first, other=second, reason=reason, seen=None, by=actor("bo"))


# -- joining


def join(one: str, two: str, who: str = "bo") -> str:
    return clusters.join(case=one, other=two, reason="One campaign.", seen=None, by=actor(who))


def leave(one: str) -> None:
    clusters.leave(case=one, reason="Another matter.", seen=None, by=actor("bo"))


def test_two_cases_are_a_cluster_a_third_joins_it_and_each_stays_whole():
    one, two, three = (case(number, content_urls=POST) for number in (1, 2, 3))
    reports = list(CaseReport.objects.order_by("pk").values())
    cluster = join(one, two)
    assert join(three, one) == cluster
    assert cases_known.clusters([one, two, three]) == {
        each: cases_known.clusters([each])[each] for each in (one, two, three)
    }
    found = cases_known.file(one)
    assert found is not None
    assert found.cluster is not None
    assert (found.cluster.cluster, found.cluster.size) == (cluster, 3)
    assert found.suggestions == (), "what is joined is not suggested any more"
    assert list(CaseReport.objects.order_by("pk").values()) == reports
    rows = Membership.objects.order_by("pk").values_list("case__reference", "by", "reason")
    assert list(rows) == [(each, str(actor("bo")), "One campaign.") for each in (one, two, three)]


def test_whoever_has_a_case_open_while_it_is_joined_looks_again():
    one, two = case(1), case(2)
    before = Case.objects.get(reference=two).version
    join(one, two)
    assert Case.objects.get(reference=two).version == before + 1
    with pytest.raises(Changed):
        clusters.leave(case=one, reason="x", seen=before, by=actor("bo"))
    with pytest.raises(Changed):
        clusters.join(case=one, other=case(3), reason="x", seen=before, by=actor("bo"))


def test_a_case_is_in_one_live_cluster():
    one, two, three, four = (case(number) for number in (1, 2, 3, 4))
    join(one, two)
    join(three, four)
    with pytest.raises(NotNow, match="in two clusters"):
        join(one, three)
    with pytest.raises(NotNow, match="in one cluster already"):
        join(two, one)
    with pytest.raises(Refusal, match="is one case"):
        join(one, one)
    with pytest.raises(NotNow, match="in no cluster"):
        leave(case(5))
    with pytest.raises(NotFound, match="There is no case"):
        join(one, "C-00000-00000")


def test_the_last_one_left_in_a_cluster_is_taken_out_with_the_other():
    one, two, three = (case(number) for number in (1, 2, 3))
    join(one, two)
    join(two, three)
    leave(two)
    assert set(cases_known.clusters([one, two, three])) == {one, three}
    leave(one)
    assert cases_known.clusters([one, two, three]) == {}
    ended = Membership.objects.get(case__reference=three)
    assert ended.ended_reason == "The only other case of the cluster was taken out."
    assert Membership.objects.get(case__reference=one).ended_reason == "Another matter."


def test_nobody_joins_without_a_reason_a_part_in_both_or_the_role():
    one, two = case(1), case(2)
    with pytest.raises(Refusal, match="Say why"):
        clusters.join(case=one, other=two, reason=" ", seen=None, by=actor("bo"))
    with pytest.raises(NotPermitted):
        join(one, two, who="aud")
    pathway.claim(subject=two, by=actor("ruth"))
    with pytest.raises(NeedsReason):
        join(one, two)
    assert not Membership.objects.exists()
    pathway.open_case(case=two, reason="They share a post.", by=actor("bo"))
    cluster = join(one, two)
    with pytest.raises(Refusal, match="Say why"):
        clusters.leave(case=one, reason=" ", seen=None, by=actor("bo"))
    assert Cluster.objects.get().reference == cluster


def test_a_look_at_a_cluster_is_on_the_record_and_is_paged():
    one, two = case(1), case(2)
    cluster = join(one, two)
    page = clusters.open_cluster(cluster=cluster, after=0, by=actor("bo"))
    assert [each.case for each in page.members] == [one, two]
    assert (page.cluster.size, page.following) == (2, None)
    assert Line.objects.filter(action="cases.read-cluster", subject=cluster, kind="consultation").count() == 1
    with pytest.raises(NotFound, match="There is no cluster"):
        clusters.open_cluster(cluster="K-00000-00000", after=0, by=actor("bo"))
    with pytest.raises(NotPermitted):
        clusters.open_cluster(cluster=cluster, after=0, by=actor("chandra"))


@pytest.mark.parametrize(("days", "others"), [(365, 1), (366, 0)])
def test_a_victim_of_long_ago_is_no_repeat_victim(days, others):
    then = datetime(2025, 9, 1, 12, tzinfo=UTC)
    first = case(7, reported_at=then.isoformat())
    again = {"reporter_name": "Invented 7", "reporter_email": "v7@example.org"}
    second = case(8, **again, reported_at=(then + timedelta(days=days)).isoformat())
    assert beside(second) == {first: "the same victim, another item"}
    assert [each.earlier for each in cases_known.gists([first, second]).values()] == [others, others]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("join"), st.integers(0, 3), st.integers(0, 3)),
        st.tuples(st.just("leave"), st.integers(0, 3), st.just(0)),
    ),
    max_size=10,
)


@pytest.fixture
def four() -> list[str]:
    found = [
        case(number, content_urls=POST, strands="race;religion", targeted_religion="muslim")
        for number in range(4)
    ]
    for each in found:
        casework.write_note(case=each, text="Invented.", seen=_version(each), by=actor("bo"))
    return found


def _version(reference: str) -> int:
    return Case.objects.get(reference=reference).version


def who_said_what():
    """Every report in its case, its words, its perceptions and each note, with who said it."""
    return [
        list(model.objects.order_by("pk").values()) for model in (CaseReport, Words, Perception, Note)
    ] + [dict(Waiting.objects.values_list("subject", "reports"))]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_joined_and_taken_apart_in_any_order_nobodys_words_are_lost_and_all_apart_is_as_before(four, steps):
    before, shown = who_said_what(), {each: beside(each) for each in four}
    with undone():
        for what, one, two in steps:
            try:
                join(four[one], four[two]) if what == "join" else leave(four[one])
            except (NotNow, Refusal):
                continue
            assert who_said_what() == before
            live = list(Membership.objects.filter(to_at__isnull=True).values_list("case", flat=True))
            assert len(live) == len(set(live))
            sizes = [each.size for each in cases_known.clusters(four).values()]
            assert all(size > 1 for size in sizes)
        for each in four:
            if each in cases_known.clusters(four):
                leave(each)
        assert cases_known.clusters(four) == {}
        assert who_said_what() == before
        assert {each: beside(each) for each in four} == shown
