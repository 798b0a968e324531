"""A setting that cannot be used is one sentence that names it and never shows its value."""

import re
import runpy
from pathlib import Path

import pytest

from hub.config import environment, urls
from hub.config.database import passwords
from hub.config.environment import SettingsError

SECRET = "hunter2secret"


@pytest.fixture(autouse=True)
def nothing_given(monkeypatch):
    for name in environment.Environment.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(f"{name.upper()}_FILE", raising=False)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("SMTP_PORT", SECRET, "a number from 1 to 65535"),
        ("SMTP_PORT", "70000", "a number from 1 to 65535"),
        ("SMTP_SECURITY", SECRET, "starttls, tls or none"),
        ("MAIL_FROM", SECRET, "one e-mail address"),
        ("MAIL_FROM", f"{SECRET}@x.org\nBcc: y@x.org", "one e-mail address"),
        ("MAIL_FROM", f"{SECRET} <a@x.org>", "one e-mail address"),
        ("MAIL_SENDER_NAME", f"{SECRET}\r\nBcc: y@x.org", "one line of text"),
        ("HUB_MAILBOX", SECRET, "one e-mail address"),
        ("HUB_CLASSIFICATION", SECRET, "OFFICIAL or OFFICIAL-SENSITIVE: nothing above them is kept here"),
        ("OIDC_TRUSTS_MFA", SECRET, "yes or no"),
    ],
)
def test_a_setting_that_cannot_be_used_says_what_it_should_be(monkeypatch, name, text, words):
    monkeypatch.setenv(name, text)
    with pytest.raises(SettingsError) as refused:
        environment.load()
    assert str(refused.value).startswith(f"These settings cannot be used: {name}: {words}")
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("mark", ["SECRET", "TOP SECRET", "OFFICIAL-SECRET", "official", "UNMARKED"])
def test_the_hub_is_marked_official_or_official_sensitive_and_nothing_else(monkeypatch, mark):
    for known in ("OFFICIAL", "OFFICIAL-SENSITIVE"):
        monkeypatch.setenv("HUB_CLASSIFICATION", known)
        assert environment.load().hub_classification == known
    monkeypatch.setenv("HUB_CLASSIFICATION", mark)
    with pytest.raises(SettingsError, match=r"HUB_CLASSIFICATION: OFFICIAL or OFFICIAL-SENSITIVE: nothing"):
        environment.load()


READ_ALONE = ("HUB_POSTGRES_BIN",)  # by whatever finds the embedded database's programs


def test_every_setting_stands_in_the_page_that_an_operator_reads():
    page = (Path(__file__).resolve().parents[2] / "docs" / "operating" / "settings.md").read_text("utf-8")
    rows = "".join(line.split("|")[1] for line in page.splitlines() if line.startswith("| `"))
    told = set(re.findall(r"`([A-Z0-9_]+)`", rows))
    assert told == {each.upper() for each in environment.Environment.model_fields} | set(READ_ALONE)
    as_files = set(re.findall(r"`([A-Z0-9_]+)`", page.partition("`NAME_FILE`")[0]))
    assert as_files == set(environment._SECRETS)


def test_no_setting_is_read_past_the_settings():
    source = Path(environment.__file__).parents[1]
    names = {
        name
        for each in source.rglob("*.py")
        for name in re.findall(r"""environ(?:\.get\(|\[)["'](\w+)["']""", each.read_text("utf-8"))
    }
    assert {each for each in names if not each.startswith("XDG_")} == set(READ_ALONE)


def test_a_setting_that_is_empty_is_not_given(monkeypatch):
    for name in environment.Environment.model_fields:
        monkeypatch.setenv(name.upper(), "")
    given = environment.load()
    assert given.home == environment._default_home()
    assert (given.smtp_port, given.mail_from) == (25, "noreply@hub.invalid")


def test_without_a_word_the_hub_lives_in_var_of_the_checkout():
    assert environment.load().home == Path(__file__).resolve().parents[2] / "var"


@pytest.mark.parametrize("text", ["desk", " desk , ", "desk,desk"])
def test_the_doors_that_are_named_are_opened(monkeypatch, text):
    monkeypatch.setenv("HUB_DOORS", text)
    assert set(environment.load().doors) == {"desk"}


@pytest.mark.parametrize(
    ("text", "named"), [("desk, garage", "garage"), ("garage", "garage"), (",", "no door")]
)
def test_a_door_that_there_is_not_is_said_with_those_that_there_are(monkeypatch, text, named):
    monkeypatch.setenv("HUB_DOORS", text)
    with pytest.raises(SettingsError, match=f"HUB_DOORS names {named}; the doors are desk"):
        _ = environment.load().doors


def test_the_site_has_the_addresses_of_the_doors_that_it_opens_and_of_no_other(settings):
    def addresses(*doors):
        """Where the site answers when these doors are open."""
        settings.HUB_DOORS = doors
        return {str(each.pattern) for each in runpy.run_path(urls.__file__)["urlpatterns"]}

    shut = addresses()
    assert {"healthz", "readyz", "components/"} <= shut
    assert addresses("desk") - shut == {"desk/", "sign-in/"}


def test_a_secret_is_read_from_its_file(monkeypatch, tmp_path):
    file = tmp_path / "password"
    file.write_text(f"{SECRET}\n", encoding="utf-8")
    monkeypatch.setenv("SMTP_PASSWORD_FILE", str(file))
    given = environment.load()
    assert given.smtp_password == SECRET
    assert SECRET not in repr(given)


@pytest.mark.parametrize("content", [None, SECRET.encode() + b"\xff\xfe"])
def test_a_file_of_a_secret_that_cannot_be_read_is_one_sentence(monkeypatch, tmp_path, content):
    file = tmp_path / "password"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setenv("SMTP_PASSWORD_FILE", str(file))
    with pytest.raises(SettingsError, match="SMTP_PASSWORD_FILE names a file that") as refused:
        environment.load()
    assert SECRET not in str(refused.value)


def test_a_secret_given_twice_is_asked_about(monkeypatch, tmp_path):
    monkeypatch.setenv("SMTP_PASSWORD", SECRET)
    monkeypatch.setenv("SMTP_PASSWORD_FILE", str(tmp_path / "password"))
    with pytest.raises(SettingsError, match="are both set"):
        environment.load()


@pytest.mark.parametrize("content", ["{", "", f'{{"admin": "{SECRET}'])
def test_a_damaged_file_of_passwords_is_one_sentence(tmp_path, content):
    file = tmp_path / "database.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match="is damaged") as refused:
        passwords.kept(file, ["admin"])
    assert SECRET not in str(refused.value)


def test_passwords_that_cannot_be_kept_are_one_sentence(tmp_path):
    file = tmp_path / "a-file"
    file.touch()
    with pytest.raises(SettingsError, match="cannot be read or made"):
        passwords.kept(file / "database.json", ["admin"])
