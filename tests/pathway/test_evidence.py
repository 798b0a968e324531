"""Files of a case: kept exactly, taken out as they came, never opened once set aside, and known when they are changed."""

import hashlib
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from hub import pathway
from hub.aside.models import Original
from hub.aside.terms import IsSetAside
from hub.audit.models import Line
from hub.cases.models import Case
from hub.common import clock
from hub.common.refusals import NotFound, NotNow, NotPermitted, Refusal
from hub.evidence import actions, adapters, queries, rules
from hub.evidence.actions import keeping, reading
from hub.evidence.models import Custody, Exhibit
from hub.evidence.rules import PIECE
from hub.evidence.terms import Act, Damaged, NewExhibit, Scanned, Source, State, Trouble
from hub.keys.keyring import keyring
from hub.keys.terms import DataKey
from hub.pathway import aside, evidence
from hub.workers import tasks
from tests.evidence.clamd_peer import clamd
from tests.walks import AMINA, BO, MACHINE, OPERATOR, arrive, telling
from tests.web.accounts import actor

pytestmark = pytest.mark.django_db
WORDS = b"Invented words of a post.\n"
WHY = "Handed over by the reporter on a stick."


@pytest.fixture(autouse=True)
def vault(settings, tmp_path):
    settings.HUB_VAULT = tmp_path / "vault"
    return settings.HUB_VAULT


@pytest.fixture
def case():
    arrive(telling(1, **AMINA))
    return Case.objects.get().reference


def source(content: bytes = WORDS, name: str = "screenshot of Quarkwright.png") -> Source:
    return Source(name, lambda: iter([content[:5], content[5:]]))


def kept(case: str, content: bytes = WORDS, **more):
    return evidence.collect(case=case, source=source(content, **more), reason=WHY, by=BO)


def out(exhibit: str, by=BO) -> bytes:
    return b"".join(evidence.take_out(exhibit=exhibit, reason="For the file.", by=by).pieces)


def objects(vault):
    return [each for each in vault.rglob("*") if each.is_file()]


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1])
def test_what_comes_out_is_what_came_in(case, size):
    plain = hashlib.shake_256(b"invented").digest(size)
    found = kept(case, plain)
    assert (found.sha256, found.size, found.state) == (hashlib.sha256(plain).hexdigest(), size, State.WAITING)
    assert out(found.exhibit) == plain


def test_neither_the_words_nor_the_name_of_a_file_lie_in_the_vault(case, vault):
    kept(case)
    (found,) = objects(vault)
    held = found.read_bytes()
    assert WORDS.strip() not in held
    assert b"Quarkwright" not in held + found.name.encode()
    assert hashlib.sha256(WORDS).digest() not in held, "what it is stands in the database only"
    row = Exhibit.objects.get()
    assert b"Quarkwright" not in bytes(row.sealed_name)
    assert row.object == found.name
    assert evidence.take_out(exhibit=row.reference, reason="x", by=BO).name == "screenshot of Quarkwright.png"


def test_the_same_bytes_in_two_cases_are_two_objects_and_in_one_case_one_exhibit(case, vault):
    (other,) = arrive(telling(2, reporter_name="Bea Invented", reporter_email="bea@example.org"))
    one, two = kept(case), kept(other.placed.case)
    assert one.exhibit != two.exhibit
    first, second = (path.read_bytes() for path in objects(vault))
    assert first != second, "each has a key of its own"
    again = kept(case, name="another name.png")
    assert (again.exhibit, again.again) == (one.exhibit, True)
    assert len(objects(vault)) == 2, "nothing that nobody has a key for is left"
    assert Exhibit.objects.count() == 2
    acts = Custody.objects.filter(exhibit__reference=one.exhibit).order_by("pk").values_list("act", flat=True)
    assert list(acts) == [Act.COLLECT, Act.OFFER_AGAIN]


def test_custody_tells_who_held_it_and_the_record_tells_why(case):
    found = kept(case)
    out(found.exhibit, by=actor("gita"))
    (shown,), _ = evidence.of_case(case=case, after=0, by=BO)
    done = queries.custody([shown.id])[shown.id]
    assert [each.act for each in done] == [Act.COLLECT, Act.EXPORT]
    assert done[0].by == str(BO)
    lines = Line.objects.filter(action__startswith="evidence.").order_by("pk")
    assert [(each.action, each.subject) for each in lines] == [
        ("evidence.collect", case), ("evidence.export", case), ("evidence.read", case),
    ]  # fmt: skip
    assert {each.codes.get("exhibit", found.exhibit) for each in lines} == {found.exhibit}


def test_the_same_bytes_put_right_what_was_damaged(case, vault):
    found = kept(case)
    (path,) = objects(vault)
    path.unlink()
    again = kept(case)
    assert (again.exhibit, again.again) == (found.exhibit, False)
    assert out(found.exhibit) == WORDS
    assert examined() == evidence.Examined(1, ())
    assert Custody.objects.filter(act=Act.MEND).count() == 1


def test_what_is_refused_after_it_was_sealed_leaves_nothing(case, vault, monkeypatch):
    def gone(*_: object, **__: object) -> None:
        raise NotFound("gone")

    monkeypatch.setattr("hub.pathway.evidence.cases.hold", gone)
    with pytest.raises(NotFound):
        kept(case)
    assert objects(vault) == []


def test_that_it_leaves_is_on_record_before_its_first_byte_does(case):
    found = kept(case)
    evidence.take_out(exhibit=found.exhibit, reason="For the file.", by=BO)
    assert Custody.objects.filter(act=Act.EXPORT, exhibit__reference=found.exhibit).exists()


def test_a_file_that_changes_while_it_is_read_is_not_kept(case, vault):
    turns = iter([[b"first"], [b"other"]])
    with pytest.raises(Refusal, match="changed while it was read"):
        evidence.collect(case=case, source=Source("x", lambda: iter(next(turns))), reason=WHY, by=BO)
    assert not Exhibit.objects.exists()
    assert objects(vault) == []


def test_a_file_that_cannot_be_read_is_not_kept(case):
    def breaks():
        yield b"half"
        raise OSError(5, "Input/output error")

    with pytest.raises(Refusal, match="cannot be read: Input/output error"):
        evidence.collect(case=case, source=Source("x", breaks), reason=WHY, by=BO)
    assert not Exhibit.objects.exists()


def test_what_the_store_does_not_give_back_as_it_was_is_not_received(case, monkeypatch):
    class Forgets:
        name = "folder"

        def write(self, name, pieces):
            self.held = [b"".join(pieces)]

        def read(self, name):
            return iter([self.held[0][:-1]])

        def remove(self, name):
            return True

    monkeypatch.setattr(adapters, "store", Forgets)
    with pytest.raises(Damaged):
        kept(case)
    assert not Exhibit.objects.exists()


def test_what_is_read_back_is_compared_with_what_came(case, monkeypatch):
    monkeypatch.setattr(keeping.rules, "opened", lambda *_: iter([b"other"]))
    with pytest.raises(Damaged, match="Nothing was kept"):
        kept(case)
    assert not Exhibit.objects.exists()


def test_what_was_looked_through_is_not_looked_through_again_when_it_is_offered_again(case):
    kept(case)
    actions.settle_scan(exhibit=Exhibit.objects.get().pk, scanned=Scanned("", "Invented 1"), by=MACHINE)
    assert kept(case).state == State.CLEAN


def test_nothing_is_kept_without_a_reason_or_a_case(case, vault):
    with pytest.raises(Refusal, match="Say why"):
        evidence.collect(case=case, source=source(), reason=" ", by=BO)
    with pytest.raises(NotFound, match="no case C-00000-00000"):
        kept("C-00000-00000")
    with pytest.raises(Refusal, match="SECRET"):
        evidence.collect(case=case, source=source(), reason="SECRET: from a colleague", by=BO)
    assert objects(vault) == []
    sealed = actions.seal(source=source(), by=BO)
    with pytest.raises(Refusal, match="Say why"):
        actions.keep(exhibits=[NewExhibit("case", case, sealed, " ")], by=BO)
    with pytest.raises(NotFound):
        actions.prove(exhibit="M-00000-00000", by=BO)
    found = kept(case)
    for step in (
        lambda: evidence.take_out(exhibit=found.exhibit, reason="", by=BO),
        lambda: actions.export(exhibit=found.exhibit, reason="", clean=False, by=BO),
    ):
        with pytest.raises(Refusal, match="Say why"):
            step()
    with pytest.raises(NotFound, match="no exhibit"):
        evidence.take_out(exhibit="M-00000-00000", reason="x", by=BO)


def test_a_borough_officer_reaches_the_files_of_their_own_unit_alone(case):
    found = kept(case)
    Case.objects.update(unit="CE")
    chandra = actor("chandra")
    assert chandra.unit == "CE"
    assert out(found.exhibit, by=chandra) == WORDS
    Case.objects.update(unit="SX")
    for step in (
        lambda: out(found.exhibit, by=chandra),
        lambda: evidence.collect(case=case, source=source(), reason=WHY, by=chandra),
        lambda: evidence.of_case(case=case, after=0, by=chandra),
    ):
        with pytest.raises(NotPermitted, match="not with your command unit"):
            step()


# -- examined


def damage(vault):
    (path,) = objects(vault)
    path.chmod(0o600)
    held = bytearray(path.read_bytes())
    held[3] ^= 1
    path.write_bytes(held)


def examined(case=""):
    return evidence.examine(case=case, by=OPERATOR, told=lambda _: None)


def test_what_is_as_it_came_is_found_so(case):
    kept(case)
    assert (examined().checked, examined(case).failed) == (1, ())
    with pytest.raises(NotFound):
        examined("C-00000-00000")


@pytest.mark.parametrize(
    ("harm", "why"),
    [
        (damage, "not what was sealed"),
        (lambda vault: [each.unlink() for each in objects(vault)], "does not hold it"),
        (lambda _: Exhibit.objects.update(wrapped_key=bytes(60)), "cannot be opened"),
        (lambda _: Exhibit.objects.update(sha256=bytes(32)), "not what was sealed"),
        (lambda _: Exhibit.objects.update(size=3), "not what was sealed"),
    ],
)
def test_what_is_not_as_it_came_is_named_with_why(case, vault, harm, why):
    found = kept(case)
    harm(vault)
    (failed,) = examined().failed
    assert failed.exhibit == found.exhibit
    assert why in failed.why


def test_what_is_not_as_it_came_does_not_leave(case, vault):
    found = kept(case)
    damage(vault)
    with pytest.raises(Damaged, match="Nothing was taken out"):
        out(found.exhibit)
    assert not Custody.objects.filter(act=Act.EXPORT).exists()
    assert Line.objects.get(action="evidence.export").refused


def test_a_file_that_turns_out_to_be_another_is_seen_at_its_end(case):
    kept(case)
    row = Exhibit.objects.get()
    plain = keyring().unwrap(DataKey(bytes(row.wrapped_key), row.key_version))
    bound = rules.about("f" * 32, bytes(row.sha256), row.size)
    adapters.store().write("f" * 32, rules.sealed(plain, [WORDS.upper()], bound))
    Exhibit.objects.update(object="f" * 32)
    (failed,) = examined().failed
    assert failed.why == "What the vault holds is not what came."


def test_what_was_destroyed_while_it_was_examined_is_no_failure(case, monkeypatch):
    found = kept(case)
    looked = reading._why_not

    def meanwhile(row):
        actions.destroy(subjects=[case], by=MACHINE)
        evidence.remove_destroyed(by=MACHINE)
        return looked(row)

    monkeypatch.setattr(reading, "_why_not", meanwhile)
    assert actions.check(exhibits=[found.exhibit], by=OPERATOR) == ()


def test_an_exhibit_whose_key_is_laid_aside_is_examined_without_being_opened(case, vault):
    kept(case)
    pathway.set_aside(subject=case, decided_at=clock.now(), by=BO)
    assert examined() == evidence.Examined(1, ())
    damage(vault)
    assert len(examined().failed) == 1


def test_all_are_examined_a_page_at_a_time(case, monkeypatch):
    monkeypatch.setattr(evidence, "_AT_ONCE", 2)
    for number in range(5):
        kept(case, bytes([number]))
    told: list[int] = []
    assert evidence.examine(case="", by=OPERATOR, told=told.append).checked == 5
    assert told == [2, 2, 1]


# -- set aside


def test_what_is_set_aside_takes_its_files_along_and_brings_them_back(case):
    found = kept(case)
    pathway.set_aside(subject=case, decided_at=clock.now(), by=BO)
    row = Exhibit.objects.get()
    assert (bytes(row.wrapped_key), bytes(row.sealed_name)) == (b"", b"")
    for step in (lambda: out(found.exhibit), lambda: kept(case)):
        with pytest.raises(IsSetAside):
            step()
    collected = Custody.objects.order_by("pk")[0]
    assert collected.reason != WHY, "what somebody wrote is masked with the rest"
    with pytest.raises(NotNow, match="set aside with what it belongs to"):
        actions.prove(exhibit=found.exhibit, by=BO)
    pathway.restore(subject=case, reason="Decided otherwise.", by=BO)
    assert out(found.exhibit) == WORDS
    assert Custody.objects.first().reason == WHY


def test_what_is_disposed_of_takes_its_files_along_for_ever(case, vault):
    found = kept(case)
    pathway.set_aside(subject=case, decided_at=clock.now(), by=BO)
    Original.objects.update(dispose_on=clock.now().date() - timedelta(days=2))
    aside.dispose_of_originals(by=MACHINE)
    row = Exhibit.objects.get()
    assert (row.state, bytes(row.wrapped_key), bytes(row.sha256)) == (State.DESTROYED, b"", b"")
    assert Line.objects.filter(action="evidence.destroy", codes__exhibit=found.exhibit).exists()
    assert len(objects(vault)) == 1, "its bytes go with the daily run"
    assert evidence.remove_destroyed(by=MACHINE) == 1
    assert objects(vault) == []
    assert evidence.remove_destroyed(by=MACHINE) == 0
    assert examined().checked == 0


def test_what_no_exhibit_names_is_left_in_the_vault(case, vault):
    kept(case)
    adapters.store().write("f" * 32, [b"of a database that was restored"])
    tasks.remove_daily(0)
    assert len(objects(vault)) == 2
    assert evidence.unnamed() == 1


# -- looked through


def test_a_file_waits_until_something_looked_through_it(case, settings):
    found = kept(case)
    number = Exhibit.objects.get().pk
    evidence.scan(exhibit=number, by=MACHINE)
    row = Exhibit.objects.get()
    assert (row.state, row.scan_trouble) == (State.WAITING, Trouble.NO_SCANNER)
    assert evidence.scan_again(by=MACHINE) == 0, "nothing is asked where nothing can answer"
    with clamd(b"stream: OK\0") as (settings.HUB_CLAMD, given):
        tasks.scan_exhibit(id=number)
    assert given == [WORDS]
    row = Exhibit.objects.get()
    assert (row.state, row.scan_trouble, row.signatures[:6]) == (State.CLEAN, "", "ClamAV")
    assert Line.objects.get(action="evidence.scan").codes["exhibit"] == found.exhibit


def test_what_is_infected_still_comes_out_as_it_came(case, settings):
    found = kept(case)
    with clamd(b"stream: Invented.Trojan FOUND\0") as (settings.HUB_CLAMD, _):
        evidence.scan(exhibit=Exhibit.objects.get().pk, by=MACHINE)
    assert Exhibit.objects.get().state == State.INFECTED
    assert out(found.exhibit) == WORDS
    assert Custody.objects.filter(act=Act.SCAN, reason="Invented.Trojan").exists()


def test_what_could_not_be_looked_through_is_tried_again_and_what_is_too_large_once_a_day(case, settings):
    kept(case)
    number = Exhibit.objects.get().pk
    settings.HUB_CLAMD = "127.0.0.1:9"
    evidence.scan(exhibit=number, by=MACHINE)
    assert queries.to_scan(at=clock.now()) == ()
    assert queries.to_scan(at=clock.now() + timedelta(minutes=11)) == (number,)
    with clamd(b"INSTREAM size limit exceeded. ERROR\0") as (settings.HUB_CLAMD, _):
        evidence.scan(exhibit=number, by=MACHINE)
    assert queries.unscanned(before=clock.now()) == {Trouble.TOO_LARGE: 1}
    assert queries.to_scan(at=clock.now() + timedelta(hours=23)) == ()
    assert queries.to_scan(at=clock.now() + timedelta(hours=25)) == (number,)


def test_a_damaged_file_is_not_looked_through_for_ever(case, settings, vault):
    kept(case)
    number = Exhibit.objects.get().pk
    damage(vault)
    with clamd(b"stream: OK\0") as (settings.HUB_CLAMD, _):
        tasks.scan_exhibit(id=number)
    assert Exhibit.objects.get().scan_trouble == Trouble.DAMAGED
    assert queries.to_scan(at=clock.now() + timedelta(hours=23)) == ()


def test_what_was_asked_for_is_not_asked_for_again_before_it_had_its_time(case, settings):
    kept(case)
    Exhibit.objects.update(received_at=clock.now() - timedelta(hours=1))
    settings.HUB_CLAMD = "127.0.0.1:9"
    assert evidence.scan_again(by=MACHINE) == 1
    assert evidence.scan_again(by=MACHINE) == 0


def test_what_was_settled_meanwhile_is_settled_once(case):
    kept(case)
    number = Exhibit.objects.get().pk
    for found in ("", "Invented.Trojan"):
        actions.settle_scan(exhibit=number, scanned=Scanned(found, "Invented 1"), by=MACHINE)
    assert Exhibit.objects.get().state == State.CLEAN


def test_what_is_destroyed_or_laid_aside_is_not_looked_through(case, settings):
    kept(case)
    number = Exhibit.objects.get().pk
    pathway.set_aside(subject=case, decided_at=clock.now(), by=BO)
    with clamd(b"stream: OK\0") as (settings.HUB_CLAMD, given):
        evidence.scan(exhibit=number, by=MACHINE)
    assert given == []
    assert queries.to_scan(at=clock.now() + timedelta(days=3)) == ()


def test_a_vault_of_its_own_is_watched_for_room(settings, tmp_path, monkeypatch):
    settings.HUB_HOME, settings.HUB_VAULT = tmp_path, tmp_path / "vault"
    assert "vault" not in {each.about for each in evidence.of_files()}, (
        "it is the disk that is watched anyway"
    )
    settings.HUB_HOME = tmp_path / "home"
    (found,) = [each for each in evidence.of_files() if each.about == "vault"]
    assert not found.wrong
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=1024**3))
    (found,) = [each for each in evidence.of_files() if each.about == "vault"]
    assert found.wrong
    assert "1.0 GB free" in found.words


def test_custody_only_grows(case):
    kept(case)
    for statement in (
        "UPDATE evidence_custody SET by = 'x'", "DELETE FROM evidence_custody", "TRUNCATE evidence_custody",
    ):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_destroyed_exhibit_is_gone_for_good(case):
    found = kept(case)
    actions.destroy(subjects=[case], by=MACHINE)
    with pytest.raises(NotNow, match="destroyed"):
        out(found.exhibit)
    assert kept(case).exhibit != found.exhibit, "what comes again after that is another exhibit"
