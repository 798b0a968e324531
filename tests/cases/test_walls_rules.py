"""To whom a case or report is closed, whatever reason they give."""

from datetime import UTC, datetime

import pytest

from hub.cases import rules
from hub.cases.terms import Relation, Wall
from hub.people.terms import Actor, Role

_AT = datetime(2026, 1, 1, tzinfo=UTC)
_OWN, _OTHERS, _RESTRICTED = (Wall(f"Q-{each}", each, "because", "x", _AT) for each in (1, 2, None))
_BO = Actor(Role.HUB_OFFICER, "bo", account=1)


def _by(role: Role, account: int | None = 1) -> Actor:
    return Actor(role, "somebody", account=account)


@pytest.mark.parametrize("relation", Relation)
@pytest.mark.parametrize("role", [Role.HUB_OFFICER, Role.INSPECTOR, Role.BOROUGH_OFFICER])
@pytest.mark.parametrize("danger", [True, False])
def test_an_interest_closes_it_whatever_they_have_to_do_with_it_and_whatever_happens(relation, role, danger):
    assert "an interest of yours" in rules.shut(_by(role), [_OTHERS, _OWN], relation, danger=danger)


@pytest.mark.parametrize("relation", Relation)
def test_an_interest_of_a_colleague_closes_it_to_nobody_else(relation):
    assert rules.shut(_BO, [_OTHERS], relation, danger=False) == ""


@pytest.mark.parametrize(
    ("role", "relation", "danger", "shut"),
    [
        (Role.HUB_OFFICER, Relation.FREE, False, True),
        (Role.HUB_OFFICER, Relation.NONE, False, True),
        (Role.HUB_OFFICER, Relation.HOLDS, False, False),
        (Role.HUB_OFFICER, Relation.FREE, True, False),
        (Role.BOROUGH_OFFICER, Relation.NONE, False, True),
        (Role.BOROUGH_OFFICER, Relation.OFFERED, False, False),
        (Role.BOROUGH_OFFICER, Relation.OFFICER, False, False),
        (Role.INSPECTOR, Relation.SUPERVISES, False, False),
        (Role.OPERATOR, Relation.NONE, False, False),
        (Role.MACHINE, Relation.NONE, False, False),
    ],
)
def test_what_is_restricted_is_opened_by_whoever_works_on_it_and_gives_way_to_danger(
    role, relation, danger, shut
):
    assert bool(rules.shut(_by(role), [_RESTRICTED], relation, danger=danger)) == shut


def test_nobody_is_kept_out_at_the_command_line_by_the_interest_of_an_account():
    assert rules.shut(_by(Role.OPERATOR, None), [_OWN], Relation.NONE, danger=False) == ""


def test_where_there_is_no_wall_nothing_is_closed():
    assert rules.shut(_BO, [], Relation.NONE, danger=False) == ""
