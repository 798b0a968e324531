"""`hub clocks`: how the clocks were kept, for whoever reports on the hub."""

import json

import pytest

from hub.cli.running import run
from hub.common import clock
from tests.walks import arrive, telling

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    arrive(telling(1, reported_at=clock.now().isoformat(timespec="seconds")))  # today, at whatever hour
    return clock.now().astimezone(clock.LONDON).date()


def test_the_clocks_of_some_days_are_counted_by_kind(today, capsys):
    assert run(["clocks", "--from", today.isoformat(), "--to", f"{today:%d/%m/%Y}", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["from"], answer["to"]) == (today.isoformat(), today.isoformat())
    (found,) = [each for each in answer["clocks"] if each["kind"] == "recorded"]
    assert found == {
        "kind": "recorded", "began": 1, "in_time": 0, "late": 0, "overdue": 0, "open": 1, "not_possible": 0, "warned": 0,
        "paused": 0, "half_within_seconds": None,
    }  # fmt: skip
    assert run(["clocks", "--from", today.isoformat(), "--to", today.isoformat()]) == 0
    assert "Record the crime" in capsys.readouterr().out.replace("record", "Record")


def test_today_is_not_among_the_usual_days(today, capsys):
    assert run(["clocks", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["clocks"] == []


def test_what_is_no_day_is_said_in_a_sentence(capsys):
    with pytest.raises(SystemExit) as left:
        run(["clocks", "--from", "soon"])
    assert left.value.code == 2
    assert "--from" in capsys.readouterr().err
