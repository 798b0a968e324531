import traceback
from dataclasses import dataclass
from pathlib import Path

import pytest

from hub.config import environment
from hub.config.database import connection
from hub.config.environment import SettingsError

SECRET = "hunter2secret"


@dataclass
class Given:
    database_url: str
    database_application_url: str
    keys: Path


@pytest.mark.parametrize(
    "url",
    [
        f"mysql://hub:{SECRET}@db/hub",
        f"postgresql://hub:{SECRET}@db",
        f"postgresql://hub:{SECRET}@db:{SECRET}/hub",
        f"postgresql://hub:/{SECRET}@db/hub",
        f"postgresql://hub:#{SECRET}@db/hub",
        f"postgresql://hub:[{SECRET}@db/hub",
        f"postgresql://hub:{SECRET}@db:99999/hub",
        SECRET,
    ],
)
def test_an_address_that_cannot_be_read_is_refused_without_showing_its_password(url):
    with pytest.raises(SettingsError) as refused:
        connection.parse(url)
    assert SECRET not in str(refused.value)
    assert SECRET not in "".join(traceback.format_exception(refused.value))
    assert "postgresql://USER:PASSWORD@HOST:PORT/NAME" in str(refused.value)


def test_an_address_is_read_whole():
    found = connection.parse("postgresql://a%40b:p%2Fq%3A@db:6000/hub?sslmode=require&host=/run/pg")
    assert found == {
        "NAME": "hub", "USER": "a@b", "PASSWORD": "p/q:", "HOST": "/run/pg", "PORT": "6000",
        "OPTIONS": {"sslmode": "require"},
    }  # fmt: skip


def test_the_application_role_has_a_password_of_its_own_that_stays(tmp_path):
    given = Given(f"postgresql://boss:{SECRET}@db/Hub", "", tmp_path / "keys")
    first, second = connection.databases(given), connection.databases(given)
    assert first == second
    assert first["owner"]["USER"] == "boss"
    assert first["default"]["USER"] == "hub_application"
    assert first["default"]["PASSWORD"] != SECRET
    assert (tmp_path / "keys" / "database-application.json").stat().st_mode & 0o777 == 0o600


def test_a_process_may_have_the_application_role_alone(tmp_path):
    found = connection.databases(Given("", "postgresql://app:x@db/hub", tmp_path))
    assert set(found) == {"default"}


def test_the_owner_is_not_accepted_as_the_application_role(tmp_path):
    url = f"postgresql://boss:{SECRET}@db/hub"
    with pytest.raises(SettingsError, match="owns nothing") as refused:
        connection.databases(Given(url, url.replace("@db", "@db:5432"), tmp_path))
    assert SECRET not in str(refused.value)


def test_the_settings_never_show_a_password(monkeypatch, tmp_path):
    (tmp_path / "url").write_text(f"postgresql://hub:{SECRET}@db/hub\n")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("DATABASE_URL_FILE", str(tmp_path / "url"))
    monkeypatch.setenv("DATABASE_APPLICATION_URL", f"postgresql://app:{SECRET}@db/hub")
    monkeypatch.setenv("SMTP_PASSWORD", SECRET)
    found = environment.load()
    assert found.database_url == f"postgresql://hub:{SECRET}@db/hub"
    assert SECRET not in repr(found)


def test_a_secret_whose_file_cannot_be_read_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL_FILE", str(tmp_path / "none"))
    with pytest.raises(SettingsError, match="DATABASE_URL_FILE"):
        environment.load()
