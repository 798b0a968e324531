"""The demonstration's invented colleagues: made once, their secrets for their owner alone."""

import json
import socket
import stat

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from click.testing import CliRunner

from hub.cli.commands.demonstration import demo, show_accounts
from hub.cli.demonstration import accounts
from hub.common.refusals import NotFound
from hub.config.database.cluster import Cluster
from hub.people.models import Account
from hub.people.terms import Role
from hub.reports.models import Report
from tests.walks import OPERATOR


@pytest.fixture
def home(tmp_path, settings):
    """A HUB_HOME of this test's own; what the hub makes ready there does not outlive it."""
    settings.HUB_HOME = tmp_path
    yield tmp_path
    cluster = Cluster(tmp_path)
    cluster.stop()
    cluster.forget()


@pytest.mark.django_db
def test_there_is_one_for_each_role_and_a_second_run_makes_none(tmp_path):
    first = accounts.make(tmp_path, OPERATOR)
    assert {each.role for each in first} == set(Role) - {Role.MACHINE}
    assert all("(invented)" in each.name for each in Account.objects.all())
    assert accounts.make(tmp_path, OPERATOR) == first == accounts.made(tmp_path)
    assert Account.objects.count() == len(first)


@pytest.mark.django_db
def test_their_secrets_are_their_owners_alone_and_differ(tmp_path):
    people = accounts.make(tmp_path, OPERATOR)
    assert stat.S_IMODE((tmp_path / "accounts.json").stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["accounts.json"]
    assert len({each.password for each in people}) == len({each.seed for each in people}) == len(people)


@pytest.mark.django_db
def test_what_was_made_before_a_run_was_stopped_is_kept(tmp_path):
    people = accounts.make(tmp_path, OPERATOR)
    Account.objects.filter(email="olu@demo.example.org").update(email="moved@example.org")
    kept = json.loads((tmp_path / "accounts.json").read_text())
    del kept["olu"]
    (tmp_path / "accounts.json").write_text(json.dumps(kept))
    assert accounts.make(tmp_path, OPERATOR)[:-1] == people[:-1]


@pytest.mark.django_db
def test_the_code_is_the_one_that_the_app_would_show(tmp_path):
    accounts.make(tmp_path, OPERATOR)
    bo = accounts.named(tmp_path, "BO")
    account = Account.objects.get(email=bo.email)
    authenticator = account.authenticator_set.get(type="totp")
    assert TOTP(authenticator).validate_code(accounts.code(bo))
    with pytest.raises(NotFound, match="There is no eli in this demonstration: choose one of bo, ruth"):
        accounts.named(tmp_path, "eli")


def test_the_command_prints_six_digits_and_no_more(own_database, home):
    folder = home / "demonstration"
    folder.mkdir()
    accounts.make(folder, OPERATOR)
    said = CliRunner().invoke(demo, ["--code", "bo"])
    assert said.exit_code == 0, said.stderr
    assert len(said.stdout.strip()) == 6
    assert said.stdout.strip().isdecimal()
    answered = CliRunner().invoke(demo, ["--code", "bo", "--json"])
    assert json.loads(answered.stdout)["code"].isdecimal()


def test_a_port_that_is_taken_is_said_before_anything_is_taken_in(own_database, home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = CliRunner().invoke(demo, ["--port", str(taken.getsockname()[1])])
    assert done.exit_code == 1
    assert not (home / "demonstration").exists()
    assert not Report.objects.exists()


@pytest.mark.django_db
def test_the_accounts_are_shown_within_80_columns(tmp_path, capsys):
    people = accounts.make(tmp_path, OPERATOR)
    show_accounts(people, "http://127.0.0.1:8000", 8000)
    said = capsys.readouterr().out
    assert max(map(len, said.splitlines())) <= 80
    for each in people:
        (line,) = [found for found in said.splitlines() if f" {each.email} " in f" {found} "]
        assert each.role.label.casefold() in line.casefold()
        assert each.password in said
    assert "hub demo --code bo" in said
