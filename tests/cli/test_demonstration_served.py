"""Where nobody asked it to leave, the demonstration serves the desk with a worker beside it until it is stopped."""

import pytest

from hub.cli import serving
from hub.cli.commands import demonstration
from hub.common.refusals import Refusal
from tests.walks import OPERATOR


class Served:
    """What would be processes: which were asked for, and that they were waited for and stopped."""

    stopping, ended = False, ""

    def __init__(self, commands) -> None:
        self.commands, self.said = commands, []
        Served.last = self

    def wait(self):
        self.said.append("waited")
        return self.ended

    def stop(self):
        self.said.append("stopped")


@pytest.fixture
def served(monkeypatch):
    monkeypatch.setattr(serving, "Served", Served)
    monkeypatch.setattr(serving, "free_or_refused", lambda *_: None)
    monkeypatch.setattr(serving, "until_it_answers", lambda *_: None)
    return Served


def test_its_port_is_8000_where_nobody_says_another():
    (port,) = [each for each in demonstration.demo.params if each.name == "port"]
    assert port.default == 8000


@pytest.mark.django_db
def test_it_serves_with_the_worker_beside_it_until_somebody_stops_it(served, tmp_path, capsys):
    demonstration._serve(tmp_path, 8000, OPERATOR, leave=False)
    (site, serves), (worker, works) = served.last.commands
    assert served.last.said == ["waited", "stopped"]
    said = capsys.readouterr().out
    assert "The desk: http://127.0.0.1:8000" in said
    assert "bo@demo.example.org" in said
    assert "is shown:" not in said
    assert (site, worker, works[-1]) == ("site", "worker", "worker")
    assert {"granian", "127.0.0.1", "8000"} <= set(serves)


@pytest.mark.django_db
def test_one_that_ends_by_itself_is_a_failure_that_says_what_to_do(served, tmp_path, monkeypatch):
    monkeypatch.setattr(served, "ended", "worker")
    with pytest.raises(Refusal, match=r"The worker ended by itself: .* Run `make demo` again"):
        demonstration._serve(tmp_path, 8000, OPERATOR, leave=False)
    assert served.last.said == ["waited", "stopped"]
