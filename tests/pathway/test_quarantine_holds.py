"""What is in quarantine stays there: when a case goes and comes back, whoever puts it in, and whatever is at hand."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from hub import pathway
from hub.audit.models import Line
from hub.cases.models import Case
from hub.common import clock
from hub.common.refusals import NotFound, NotNow
from hub.duties import actions as duties
from hub.duties.models import Alarm, Duty
from hub.evidence.models import Custody, Exhibit
from hub.evidence.terms import Act, Source, State
from hub.keys import actions as keys
from hub.keys.models import QuarantineKey
from hub.keys.terms import KeyTrouble
from hub.letters.models import Letter
from hub.pathway import alarming, aside, evidence, quarantine
from tests.pathway.aside_world import later
from tests.walks import AMINA, BO, MACHINE, arrive, telling
from tests.web.accounts import account, actor

pytestmark = pytest.mark.django_db
WORDS = b"Invented words of a post.\n"
WHY = "She says that it is of her son."


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    settings.HUB_VAULT, settings.HUB_QUARANTINE_KEYS = tmp_path / "vault", tmp_path / "quarantine"
    keys.enrol(by=MACHINE)
    account("ken")


@pytest.fixture
def case() -> str:
    return another(1)


def another(number: int) -> str:
    """A case of somebody else's."""
    (found,) = arrive(
        telling(number, **{**AMINA, "reporter_email": f"one{number}@example.org", "reporter_phone": ""})
    )
    return found.placed.case


def kept(case: str, *, flagged: bool = False, by=BO) -> str:
    """A file of a case; always the same bytes."""
    source = Source("invented.png", lambda: iter([WORDS]))
    return evidence.collect(case=case, source=source, reason=WHY, flagged=flagged, by=by).exhibit


def state(exhibit: str) -> str:
    return Exhibit.objects.get(reference=exhibit).state


def nothing_left_to_do(case: str) -> None:
    """Whoever was called has acted, and every clock has ended."""
    for each in Alarm.objects.filter(subject=case, state="raised"):
        alarming.acknowledge_alarm(alarm=each.reference, by=BO)
    for one in Duty.objects.filter(subject=case, state__in=["running", "paused"]):
        duties.complete(reference=one.reference, reason="Done.", by=BO)


def set_aside(case: str) -> None:
    """The case is no crime, and nothing of it is left to do."""
    nothing_left_to_do(case)
    pathway.set_aside(subject=case, decided_at=clock.now(), by=BO)
    nothing_left_to_do(case)


def opened(exhibit: str) -> bytes:
    """What the hub gives out of it."""
    return b"".join(evidence.take_out(exhibit=exhibit, reason="For the file.", by=BO).pieces)


def test_a_copy_that_was_laid_aside_comes_back_in_quarantine(case):
    other = another(2)
    one, two = kept(case), kept(other)
    set_aside(other)
    quarantine.put_in(exhibit=one, reason=WHY, by=BO)
    assert {each.reference for each in quarantine.waiting(after=0, by=actor("ken"))[0]} == {one}
    quarantine.destroy(exhibit=one, reason="We have our own.", by=actor("ken"))
    pathway.restore(subject=other, reason="Decided otherwise.", by=BO)
    assert state(two) == State.QUARANTINED
    with pytest.raises(NotNow, match="in quarantine"):
        opened(two)
    assert b"".join(quarantine.take_over(exhibit=two, reason="Ours.", by=actor("ken")).pieces) == WORDS


def test_of_a_copy_that_is_laid_aside_nothing_is_decided_and_it_goes_with_its_case(case, monkeypatch):
    other = another(2)
    one, two = kept(case), kept(other)
    set_aside(other)
    quarantine.put_in(exhibit=one, reason=WHY, by=BO)
    with pytest.raises(NotNow, match="Bring that back first"):
        quarantine.destroy(exhibit=two, reason="x", by=actor("ken"))
    nothing_left_to_do(other)
    later(monkeypatch, days=400)
    assert aside.dispose_of_originals(by=MACHINE) == 1
    assert state(two) == State.DESTROYED


def test_what_was_released_goes_in_again_and_the_unit_is_told_again(case):
    one = kept(case, flagged=True)
    quarantine.release(exhibit=one, reason="An adult.", by=actor("ken"))
    quarantine.put_in(exhibit=one, reason=WHY, by=BO)
    assert state(one) == State.QUARANTINED
    assert Letter.objects.filter(template="quarantine").count() == 2


def test_an_officer_of_the_borough_puts_it_away_and_brings_it_flagged(case):
    Case.objects.update(unit="CE")
    one = kept(case, by=actor("chandra"))
    quarantine.put_in(exhibit=one, reason=WHY, by=actor("chandra"))
    assert state(one) == State.QUARANTINED
    other = another(2)
    Case.objects.update(unit="CE")
    assert state(kept(other, by=actor("chandra"))) == State.QUARANTINED, "the same bytes"
    assert Letter.objects.filter(template="quarantine").count() == 2


def test_no_other_key_is_taken_into_use_because_it_lies_there(case, settings, tmp_path):
    before = list(QuarantineKey.objects.values_list("version", "public"))
    settings.HUB_QUARANTINE_KEYS = tmp_path / "of-somebody"
    settings.HUB_QUARANTINE_KEYS.mkdir()
    mine = X25519PrivateKey.generate().private_bytes_raw().hex()
    (settings.HUB_QUARANTINE_KEYS / "quarantine-2.key").write_text(mine)
    keys.enrol(by=MACHINE)
    assert list(QuarantineKey.objects.values_list("version", "public")) == before
    one = kept(case, flagged=True)
    with pytest.raises(KeyTrouble):
        quarantine.take_over(exhibit=one, reason="Mine.", by=actor("ken"))


def test_the_record_says_of_what_came_flagged_that_it_is_in_quarantine(case):
    kept(case, flagged=True)
    assert Line.objects.filter(action="evidence.quarantine", subject=case).count() == 1
    assert list(Custody.objects.values_list("act", flat=True)) == [Act.COLLECT, Act.QUARANTINE]


def test_released_it_is_so_in_every_case_and_stays_so_when_it_comes_again(case):
    other = another(2)
    one, two = kept(case, flagged=True), kept(other)
    quarantine.release(exhibit=one, reason="An adult, in a newspaper.", by=actor("ken"))
    assert (state(one), state(two)) == (State.WAITING, State.WAITING)
    assert opened(two) == WORDS
    assert state(kept(another(3))) == State.WAITING
    assert Line.objects.filter(action="evidence.release").count() == 2


def test_a_copy_that_is_laid_aside_comes_back_as_any_other_once_it_is_released(case):
    other = another(2)
    one, two = kept(case), kept(other)
    set_aside(other)
    quarantine.put_in(exhibit=one, reason=WHY, by=BO)
    quarantine.release(exhibit=one, reason="An adult.", by=actor("ken"))
    pathway.restore(subject=other, reason="Decided otherwise.", by=BO)
    assert opened(two) == WORDS


def test_of_a_case_that_is_set_aside_nothing_is_released(case):
    one = kept(case, flagged=True)
    set_aside(case)
    with pytest.raises(NotNow, match=r"have C-.* brought back first"):
        quarantine.release(exhibit=one, reason="An adult.", by=actor("ken"))
    quarantine.destroy(exhibit=one, reason="We have our own.", by=actor("ken"))
    assert state(one) == State.DESTROYED


def test_released_elsewhere_it_stays_in_quarantine_in_a_case_that_is_set_aside(case):
    other = another(2)
    one, two = kept(case, flagged=True), kept(other)
    set_aside(other)
    quarantine.release(exhibit=one, reason="An adult.", by=actor("ken"))
    assert (state(one), state(two)) == (State.WAITING, State.QUARANTINED)


def test_what_is_held_for_a_court_is_not_destroyed(case):
    one = kept(case, flagged=True)
    set_aside(case)
    aside.hold_original(subject=case, until=None, reason="A court asks.", by=actor("gita"))
    with pytest.raises(NotNow, match="An inspector lets it go first"):
        quarantine.destroy(exhibit=one, reason="We have our own.", by=actor("ken"))
    assert state(one) == State.QUARANTINED


def test_of_what_is_not_there_or_gone_for_ever_nothing_is_decided(case):
    one = kept(case, flagged=True)
    for step in (quarantine.take_over, quarantine.release, quarantine.destroy):
        with pytest.raises(NotFound, match="There is no exhibit M-00000-00000"):
            step(exhibit="M-00000-00000", reason="x", by=actor("ken"))
    quarantine.destroy(exhibit=one, reason="We have our own.", by=actor("ken"))
    for step in (quarantine.take_over, quarantine.release, quarantine.destroy):
        with pytest.raises(NotNow, match="was destroyed"):
            step(exhibit=one, reason="x", by=actor("ken"))


def test_a_key_that_is_damaged_is_a_sentence(case):
    one = kept(case, flagged=True)
    Exhibit.objects.update(wrapped_key=b"short")
    with pytest.raises(KeyTrouble):
        quarantine.take_over(exhibit=one, reason="x", by=actor("ken"))


def test_what_a_disposal_of_long_ago_left_is_decided_by_the_unit(case, monkeypatch):
    one = kept(case, flagged=True)
    set_aside(case)
    later(monkeypatch, days=400)
    assert aside.dispose_of_originals(by=MACHINE) == 1
    assert state(one) == State.QUARANTINED
    with pytest.raises(NotNow, match="Destroy it"):
        quarantine.release(exhibit=one, reason="x", by=actor("ken"))
    quarantine.destroy(exhibit=one, reason="x", by=actor("ken"))
    assert evidence.remove_destroyed(by=MACHINE) == 1
    assert clock.now() - Exhibit.objects.get().removed_at < timedelta(minutes=1)
