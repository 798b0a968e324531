"""What is sexual, or shows a child: opened by nobody, told to the dedicated unit, and gone by its recorded word alone."""

import pytest

from hub import pathway
from hub.audit.models import Line
from hub.cases.models import Case
from hub.common import clock
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.duties.models import Alarm
from hub.evidence.models import Custody, Exhibit
from hub.evidence.terms import Act, Source, State
from hub.keys import actions as keys
from hub.keys.keyring import keyring
from hub.keys.terms import DataKey, KeyTrouble
from hub.letters.models import Letter
from hub.pathway import evidence, quarantine
from hub.people.terms import Role
from hub.workers import tasks
from tests.evidence.clamd_peer import clamd
from tests.walks import AMINA, BO, MACHINE, OPERATOR, arrive, telling
from tests.web.accounts import account, actor

pytestmark = pytest.mark.django_db
WORDS = b"Invented words of a post.\n"
WHY = "The reporter says that it shows a child."


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    settings.HUB_VAULT, settings.HUB_QUARANTINE_KEYS = tmp_path / "vault", tmp_path / "quarantine"
    keys.enrol(by=MACHINE)


@pytest.fixture
def case():
    arrive(telling(1, **AMINA))
    return Case.objects.get().reference


def kept(case: str, content: bytes = WORDS, *, flagged: bool = False):
    source = Source("screenshot.png", lambda: iter([content]))
    return evidence.collect(case=case, source=source, reason=WHY, flagged=flagged, by=BO)


def ken():
    """An officer of the dedicated unit."""
    return actor("ken")


def test_what_comes_flagged_is_in_quarantine_before_anything_looks_at_it(case, settings):
    account("ken")
    with clamd(b"stream: OK\0") as (settings.HUB_CLAMD, given):
        found = kept(case, flagged=True)
        tasks.scan_exhibit(id=Exhibit.objects.get().pk)
    assert given == []
    assert found.state == State.QUARANTINED
    acts = Custody.objects.order_by("pk").values_list("act", flat=True)
    assert list(acts) == [Act.COLLECT, Act.QUARANTINE]
    alarm = Alarm.objects.get(subject=case)
    assert found.exhibit in alarm.reason
    told = Letter.objects.get(template="quarantine")
    assert told.subject == found.exhibit


def test_no_key_of_the_hub_opens_it(case):
    found = kept(case, flagged=True)
    row = Exhibit.objects.get()
    with pytest.raises(KeyTrouble):
        keyring().unwrap(DataKey(bytes(row.wrapped_key), row.key_version))
    for by in (BO, actor("gita"), OPERATOR):
        with pytest.raises(NotNow, match="in quarantine"):
            evidence.take_out(exhibit=found.exhibit, reason="I need it.", by=by)
    with pytest.raises(NotNow, match="in quarantine"):
        evidence.take_out_of(case=case, exhibit=found.exhibit, reason="I need it.", by=BO)
    whole = evidence.examine(case=case, by=OPERATOR, told=lambda _: None)
    assert (whole.checked, whole.failed) == (1, ())


@pytest.mark.parametrize("role", [each for each in Role if each != Role.DEDICATED_UNIT])
def test_it_leaves_by_the_word_of_the_dedicated_unit_alone(case, role):
    found = kept(case, flagged=True)
    by = {Role.MACHINE: MACHINE, Role.OPERATOR: OPERATOR}.get(role) or actor(
        {"hub-officer": "bo", "inspector": "gita", "borough-officer": "chandra", "auditor": "aud", "administrator": "adi"}[role.value]
    )  # fmt: skip
    for step in (quarantine.release, quarantine.destroy):
        with pytest.raises(NotPermitted):
            step(exhibit=found.exhibit, reason="because", by=by)
    assert Exhibit.objects.get().state == State.QUARANTINED


def test_released_it_waits_for_its_scan_and_comes_out_as_it_came(case):
    found = kept(case, flagged=True)
    with pytest.raises(Refusal, match="Say why"):
        quarantine.release(exhibit=found.exhibit, reason=" ", by=ken())
    quarantine.release(exhibit=found.exhibit, reason="An adult, in a newspaper.", by=ken())
    assert Exhibit.objects.get().state == State.WAITING
    opened = evidence.take_out(exhibit=found.exhibit, reason="For the file.", by=OPERATOR)
    assert b"".join(opened.pieces) == WORDS
    line = Line.objects.get(action="evidence.release", refused=False)
    assert (line.subject, line.actor, line.codes["exhibit"]) == (case, str(ken()), found.exhibit)
    with pytest.raises(NotNow, match="not in quarantine"):
        quarantine.destroy(exhibit=found.exhibit, reason="x", by=ken())


def test_destroyed_its_key_is_gone_and_its_bytes_follow(case):
    found = kept(case, flagged=True)
    quarantine.destroy(exhibit=found.exhibit, reason="We have our own copy.", by=ken())
    row = Exhibit.objects.get()
    assert (row.state, bytes(row.wrapped_key), bytes(row.sha256)) == (State.DESTROYED, b"", b"")
    assert evidence.remove_destroyed(by=MACHINE) == 1


def test_a_file_that_somebody_sees_to_be_such_goes_there_from_every_case(case):
    (other,) = arrive(telling(2, reporter_name="Bea Invented", reporter_email="bea@example.org"))
    one, two = kept(case), kept(other.placed.case)
    quarantine.put_in(exhibit=one.exhibit, reason=WHY, by=BO)
    assert set(Exhibit.objects.values_list("reference", "state")) == {
        (one.exhibit, "quarantined"), (two.exhibit, "quarantined"),
    }  # fmt: skip
    assert set(Alarm.objects.values_list("subject", flat=True)) == {case, other.placed.case}
    with pytest.raises(NotNow, match="already"):
        quarantine.put_in(exhibit=two.exhibit, reason=WHY, by=BO)
    (third,) = arrive(telling(3, reporter_name="Cas Invented", reporter_email="cas@example.org"))
    assert kept(third.placed.case).state == State.QUARANTINED, "the same bytes are known for what they are"


def test_the_same_bytes_offered_again_stay_where_they_are_and_flagged_they_go_there(case):
    first = kept(case)
    again = kept(case, flagged=True)
    assert (again.exhibit, again.state) == (first.exhibit, State.QUARANTINED)
    assert kept(case).state == State.QUARANTINED
    assert Alarm.objects.filter(subject=case).count() == 1


def test_what_is_set_aside_leaves_its_quarantined_files_where_they_are(case):
    found = kept(case, flagged=True)
    from hub.evidence import actions  # noqa: PLC0415

    assert actions.lay_aside(subjects=[case], by=BO) == ()
    assert actions.destroy(subjects=[case], by=MACHINE) == 0
    quarantine.release(exhibit=found.exhibit, reason="Nothing of ours.", by=ken())


def test_what_was_set_aside_is_brought_back_first(case):
    found = kept(case)
    pathway.set_aside(subject=case, decided_at=clock.now(), by=BO)
    with pytest.raises(NotNow, match="Bring that back first"):
        quarantine.put_in(exhibit=found.exhibit, reason=WHY, by=BO)
    assert not Alarm.objects.exists()


@pytest.mark.parametrize("step", [quarantine.release, quarantine.destroy, quarantine.take_over])
def test_without_the_key_at_hand_it_is_quarantined_and_nobody_gives_a_word(case, settings, tmp_path, step):
    settings.HUB_QUARANTINE_KEYS = tmp_path / "elsewhere"
    found = kept(case, flagged=True)
    with pytest.raises(KeyTrouble, match="is not in"):
        step(exhibit=found.exhibit, reason="Nothing of ours.", by=ken())
    assert Exhibit.objects.get().state == State.QUARANTINED


def test_a_key_of_another_hub_is_refused_in_a_sentence(settings, tmp_path):
    from hub.keys import lockbox  # noqa: PLC0415

    settings.HUB_QUARANTINE_KEYS = tmp_path / "of-another"
    lockbox.make()
    with pytest.raises(KeyTrouble, match="is not the one this database locks with"):
        keys.enrol(by=MACHINE)


def test_the_unit_takes_it_over_exactly_as_it_came_and_it_stays_in_quarantine(case):
    found = kept(case, flagged=True)
    opened = quarantine.take_over(exhibit=found.exhibit, reason="For our own file.", by=ken())
    assert (b"".join(opened.pieces), opened.name) == (WORDS, "screenshot.png")
    assert Exhibit.objects.get().state == State.QUARANTINED
    assert list(Custody.objects.order_by("pk").values_list("act", flat=True))[-1] == Act.EXPORT
    with pytest.raises(NotPermitted):
        quarantine.take_over(exhibit=found.exhibit, reason="I want to see it.", by=BO)


def test_what_waits_for_the_unit_is_listed_to_it_alone_and_the_look_is_on_record(case):
    found = kept(case, flagged=True)
    (shown,), following = quarantine.waiting(after=0, by=ken())
    assert (shown.reference, following) == (found.exhibit, 0)
    assert Line.objects.filter(action="evidence.read-quarantine", kind="consultation").count() == 1
    with pytest.raises(NotPermitted):
        quarantine.waiting(after=0, by=BO)


def test_nobody_puts_in_what_is_not_there_or_not_theirs(case):
    with pytest.raises(NotFound):
        quarantine.put_in(exhibit="M-00000-00000", reason=WHY, by=BO)
    found = kept(case)
    with pytest.raises(NotPermitted):
        quarantine.put_in(exhibit=found.exhibit, reason=WHY, by=actor("nadia"))


def test_the_doctor_says_that_nobody_gives_a_word_and_that_the_key_does_not_lie_apart(case, settings):
    kept(case, flagged=True)

    def said() -> dict[str, str]:
        return {each.about: each.words for each in evidence.of_files() if each.advice}

    assert said()["quarantine"] == "nobody of the dedicated unit has an account; 1 in quarantine"
    ken()
    assert "quarantine" not in said()
    assert "key of the quarantine" not in said(), "elsewhere"
    settings.HUB_QUARANTINE_KEYS, settings.HUB_LOCAL = settings.HUB_HOME / "quarantine", False
    assert "beside everything else" in said()["key of the quarantine"]
    settings.HUB_LOCAL = True
    assert "key of the quarantine" not in said(), "invented reports only"
