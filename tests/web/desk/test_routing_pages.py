"""Queues and rules on screen, and the pages of the second look."""

import re

import pytest

from hub import pathway
from hub.cases.models import Case
from hub.pathway import assessing
from hub.queue import queries as queue
from hub.queue.models import RuleVersion
from hub.queue.terms import NewRule
from hub.triage.models import SecondLook
from tests.pathway.test_assessing import HIGH, share_of
from tests.walks import AMINA, arrive, telling
from tests.web.accounts import actor, client_of

pytestmark = pytest.mark.django_db
RULE = {
    "name": "Children first", "under-18": "yes", "queue": "hub", "position": "1", "on": "on", "reason": "because", "act": "keep",
}  # fmt: skip


def plain(answer):
    """The words of a page without what is marked in them."""
    return re.sub(r"<[^>]+>", "", text(answer))


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def gita():
    return client_of("gita")


def test_a_queue_and_a_rule_are_made_tried_and_kept_on_screen(gita):
    answer = gita.post(
        "/desk/routing/queues/new/",
        {"name": "Children", "what": "", "roles": ["hub-officer", "inspector"]},
        follow=True,
    )
    assert "Children" in text(answer)
    arrive(telling(1, victim_under_18="yes"), telling(2))
    given = {**RULE, "queue": "children", "strand": ["race"], "platform": "X, tiktok"}
    tried = text(gita.post("/desk/routing/rules/new/", {**given, "act": "try"}))
    assert re.search(r"Children first .*?This one.*?<td class=\"hub-num\">1</td>", tried)
    assert "Nothing was changed" in tried
    assert "because" in tried
    assert not RuleVersion.objects.exists()
    page = text(gita.post("/desk/routing/rules/new/", given, follow=True))
    assert "Children first" in page
    assert "Never" in page
    (kept,) = queue.rules_as_they_stand()
    assert kept.conditions == {"under-18": ("yes",), "strand": ("race",), "platform": ("x", "tiktok")}
    assert "Children" in text(gita.get("/desk/queue/"))


def test_a_part_of_a_rule_is_folded_until_one_of_its_conditions_is_given(gita):
    fresh = text(gita.get("/desk/routing/rules/new/"))
    folds = r'<details class="hub-fold govuk-form-group"( open)?><summary>([^<]*)'
    assert re.findall(folds, fresh) == [
        ("", f"{each}: does not matter") for each in ("Who is at risk", "About what", "Where", "From where")
    ]
    open_parts = re.sub(r"<details.*?</details>", "", fresh)
    for name in ("name", "queue", "position", "on", "reason"):
        assert f'name="{name}"' in open_parts, "what every rule needs is never folded away"
    gita.post("/desk/routing/rules/new/", RULE)
    (kept,) = queue.rules_as_they_stand()
    page = text(gita.get(f"/desk/routing/rules/{kept.reference}/"))
    assert ("open", "Who is at risk: 1 given") in [
        (is_open.strip(), said) for is_open, said in re.findall(folds, page)
    ]


def test_a_rule_is_changed_switched_off_and_its_versions_are_read(gita):
    gita.post("/desk/routing/rules/new/", RULE)
    (kept,) = queue.rules_as_they_stand()
    address = f"/desk/routing/rules/{kept.reference}/"
    form = text(gita.get(address))
    assert 'value="Children first"' in form
    changed = {**RULE, "name": "Renamed", "version": "1", "reason": "Clearer."}
    del changed["on"]
    assert "Off" in text(gita.post(address, changed, follow=True))
    assert gita.post(address, changed).status_code == 409
    page = text(gita.get(address))
    assert "Version 2, off" in page
    assert "Clearer." in page


@pytest.mark.parametrize("act", ["keep", "try"])
def test_a_rule_that_could_never_fire_says_which_stands_in_its_way_and_keeps_the_words(gita, act):
    gita.post("/desk/routing/rules/new/", RULE)
    answer = gita.post(
        "/desk/routing/rules/new/",
        {
            **RULE,
            "name": "Shadowed",
            "strand": ["race"],
            "position": "2",
            "act": act,
            "reason": "Typed words.",
        },
    )
    page = text(answer)
    assert answer.status_code == (400 if act == "keep" else 200)
    assert "“Children first”, asked before it, takes everything that it would" in page
    assert "Typed words." in page
    assert RuleVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": ""}, "Give the rule a name"),
        ({"reason": ""}, "Say why"),
        ({"position": "x"}, "Write a number"),
        ({"under-18": ""}, "at least one condition"),
    ],
)
def test_a_rule_that_is_not_whole_says_what_is_missing(gita, given, said):
    answer = gita.post("/desk/routing/rules/new/", {**RULE, **given})
    assert answer.status_code == 400
    assert said in text(answer)


def test_what_is_not_there_is_not_found_and_a_queue_that_is_refused_says_why(gita):
    assert gita.get("/desk/routing/rules/F-00000-00000/").status_code == 404
    assert gita.get("/desk/routing/queues/nowhere/").status_code == 404
    answer = gita.post("/desk/routing/queues/hub/", {"name": "Hub", "what": "", "roles": ["inspector"]})
    assert answer.status_code == 400
    assert "catches the rest" in text(answer)
    assert "Give the queue a name" in text(gita.post("/desk/routing/queues/new/", {"name": ""}))


def test_a_queue_that_a_role_does_not_see_is_neither_offered_nor_opened(gita):
    gita.post("/desk/routing/queues/new/", {"name": "Closed", "what": "", "roles": ["inspector"]})
    by = actor("gita")
    pathway.save_rule(
        rule="", new=NewRule("All", {"about": ("victim",)}, "closed", 1, reason="x"), seen=0, by=by
    )
    arrive(telling(1))
    bo = client_of("bo")
    page = text(bo.get("/desk/queue/"))
    assert "Closed" not in page
    assert "Nothing is waiting" in page
    assert bo.get("/desk/queue/?queue=closed").status_code == 403
    assert Case.objects.get().reference in text(gita.get("/desk/queue/?queue=closed"))
    found = text(bo.post("/desk/find/", {"q": Case.objects.get().reference}))
    assert "Abuse about race" not in found


# -- the second look


@pytest.fixture
def drawn(monkeypatch):
    share_of(monkeypatch, 100)
    arrive(telling(1, **AMINA))
    assessing.assess_risk(subject=Case.objects.get().reference, new=HIGH, seen=None, by=actor("bo"))
    return SecondLook.objects.get()


def test_a_second_look_shows_what_was_told_and_not_what_was_decided(drawn):
    ruth = client_of("ruth")
    assert drawn.subject in text(ruth.get("/desk/looks/"))
    page = text(ruth.get(f"/desk/looks/{drawn.reference}/"))
    assert "Invented report 1" in page
    assert "A named threat" not in page
    assert "Bo Invented" not in page
    assert "Amina" not in page
    assert page.count("hub-button--fill") == 1


def test_whoever_decided_first_finds_nothing_to_read_again(drawn):
    bo = client_of("bo")
    assert "Nothing waits for a second look" in text(bo.get("/desk/looks/"))
    answer = bo.post(f"/desk/looks/{drawn.reference}/", {"answer": "low", "reason": "because"})
    assert answer.status_code == 403


def test_a_difference_stands_on_the_inspectors_pages_with_both_reasons_and_counts(drawn, gita):
    ruth = client_of("ruth")
    answer = ruth.post(f"/desk/looks/{drawn.reference}/", {"answer": "", "reason": "Typed words."})
    assert answer.status_code == 400
    assert "Typed words." in text(answer)
    assert "1 waiting, 0 agreed, 0 differed" in plain(gita.get("/desk/morning/"))
    page = text(
        ruth.post(
            f"/desk/looks/{drawn.reference}/", {"answer": "low", "reason": "I see no threat."}, follow=True
        )
    )
    assert "your inspector is told that you differ" in page
    assert ruth.get(f"/desk/looks/{drawn.reference}/").status_code == 404
    assert "0 waiting, 0 agreed, 1 differed" in plain(gita.get("/desk/morning/"))
    page = text(gita.get("/desk/looks/differences/"))
    for said in (
        "Bo Invented",
        "Ruth Invented",
        "<b>High.</b>",
        "<b>Low.</b>",
        "I see no threat.",
        "Threat high: A named threat.",
    ):
        assert said in page
