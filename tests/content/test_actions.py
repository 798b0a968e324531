import pytest
from django.db import transaction

from hub.audit.models import Line
from hub.common.refusals import NotPermitted
from hub.content import actions, queries, rules
from hub.content.models import Account, Handle, Item
from hub.content.terms import ContentGiven
from hub.people.terms import MACHINE, Actor, Role

pytestmark = pytest.mark.django_db


def shown(**facts):
    return rules.items(ContentGiven(**facts))


def test_one_item_however_many_report_it():
    posts = [
        shown(urls=(f"https://{host}/a/status/1",)) for host in ("x.com", "twitter.com", "mobile.twitter.com")
    ]
    (first,), (second,), (third,) = actions.keep(given=posts, by=MACHINE)
    ((later,),) = actions.keep(given=posts[:1], by=MACHINE)
    assert first == second == third == later
    assert Item.objects.count() == 1
    assert queries.items([first])[0].url == "https://x.com/a/status/1"


def test_each_telling_gets_its_own_items_in_its_own_order():
    both = shown(urls=("https://x.com/a/status/1", "https://x.com/a/status/2"))
    found = actions.keep(given=[both, (), both[1:]], by=MACHINE)
    assert found[1] == ()
    assert found[2] == found[0][1:]
    assert len(set(found[0])) == 2


def test_a_new_item_is_one_line_of_the_record_and_a_known_one_none():
    actions.keep(given=[shown(urls=("https://x.com/a/status/1",))] * 3, by=MACHINE)
    actions.keep(given=[shown(urls=("https://x.com/a/status/1",))], by=MACHINE)
    line = Line.objects.get(action="content.keep")
    assert line.subject == Item.objects.get().reference


def test_a_short_text_of_nobody_known_is_an_item_of_its_own_every_time():
    (one,), (other,) = actions.keep(given=[shown(text="go home"), shown(text="go home")], by=MACHINE)
    assert one != other
    assert {each.text for each in queries.items([one, other])} == {"go home"}


def test_an_account_is_known_by_its_number_whatever_its_handle():
    for number, handle in enumerate(["@first", "@second"]):
        actions.keep(
            given=[shown(urls=(f"https://x.com/a/status/{number}",), account_id=" 9 ", handle=handle)],
            by=MACHINE,
        )
    assert Account.objects.get().number == "9"
    assert set(Handle.objects.values_list("handle", flat=True)) == {"@first", "@second"}


def test_one_handle_under_two_numbers_is_two_accounts():
    posts = [
        shown(text="An invented text, number " + each, platform="X", account_id=each, handle="@moves")
        for each in "12"
    ]
    actions.keep(given=posts, by=MACHINE)
    assert Account.objects.count() == 2
    assert Handle.objects.count() == 2


def test_an_account_without_a_number_is_known_by_its_handle_until_then():
    posts = [
        shown(text="An invented text, number " + each, platform="X", handle=each) for each in ("@One", "one")
    ]
    actions.keep(given=posts, by=MACHINE)
    assert Account.objects.get().number == ""


def test_a_role_that_takes_no_reports_is_refused():
    with pytest.raises(NotPermitted):
        actions.keep(given=[shown(text="go home")], by=Actor(Role.AUDITOR, "eli"))
    assert not Item.objects.exists()


@transaction.atomic
def keep_and_fail():
    actions.keep(given=[shown(urls=("https://x.com/a/status/1",), handle="@a")], by=MACHINE)
    raise RuntimeError


def test_what_fails_later_leaves_nothing_of_it():
    with pytest.raises(RuntimeError):
        keep_and_fail()
    assert not Item.objects.exists()
    assert not Account.objects.exists()
    assert not Line.objects.exists()
