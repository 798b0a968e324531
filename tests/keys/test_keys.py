"""A wrong or damaged key folder is refused in a sentence before anything is sealed with it."""

from pathlib import Path

import pytest

from hub.audit.models import Line
from hub.common import clock
from hub.keys import actions, queries
from hub.keys.keyring import Keyring, keyring
from hub.keys.models import KeyVersion
from hub.keys.terms import KeyTrouble
from hub.people.terms import MACHINE


@pytest.mark.parametrize("content", ["not hex at all", "", "ab" * 31])
def test_a_damaged_master_key_is_refused_in_a_sentence(tmp_path: Path, content):
    (tmp_path / "master-1.key").write_text(content, "ascii")
    with pytest.raises(KeyTrouble, match="damaged"):
        Keyring(tmp_path)


@pytest.mark.django_db
def test_enrolling_twice_remembers_each_key_once_and_says_so_once():
    actions.enrol(by=MACHINE)
    actions.enrol(by=MACHINE)
    ring = keyring()
    assert dict(KeyVersion.objects.values_list("version", "fingerprint")) == {
        each: ring.fingerprint(each) for each in ring.versions
    }
    assert Line.objects.filter(action="keys.enrol").count() == len(ring.versions)
    assert queries.troubles() == ()


@pytest.mark.django_db
@pytest.mark.parametrize(("version", "words"), [(1, "is not the one"), (999, "is missing")])
def test_keys_of_another_database_are_refused(version, words):
    KeyVersion.objects.create(version=version, fingerprint="0" * 16, enrolled_at=clock.now())
    with pytest.raises(KeyTrouble, match=words):
        actions.enrol(by=MACHINE)


@pytest.mark.django_db
def test_an_empty_key_folder_of_a_sealed_database_is_refused_and_stays_empty(tmp_path: Path, settings):
    actions.enrol(by=MACHINE)
    settings.HUB_KEYS = tmp_path / "not-mounted"
    with pytest.raises(KeyTrouble, match="holds no master key"):
        actions.enrol(by=MACHINE)
    assert not settings.HUB_KEYS.exists()


def test_a_key_folder_that_cannot_be_is_refused_in_a_sentence():
    with pytest.raises(KeyTrouble, match="HUB_KEYS cannot be"):
        Keyring(Path("/dev/null/keys"))
