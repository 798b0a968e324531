"""A bucket as the vault, against a server that speaks S3: once, whole, locked, and gone only when the lock lets it."""

import hashlib
import secrets
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import boto3
import pytest
from botocore.exceptions import ReadTimeoutError
from botocore.httpsession import URLLib3Session
from moto.server import ThreadedMotoServer

from hub.common import clock
from hub.evidence import adapters, rules
from hub.evidence.adapters import s3
from hub.evidence.adapters.s3 import S3
from hub.evidence.models import Exhibit
from hub.evidence.terms import Away, LockPeriod, Missing, NoRoom, Source, Trouble
from hub.pathway import evidence as pathway
from tests.evidence.clamd_peer import clamd
from tests.walks import BO, MACHINE, OPERATOR, arrive, telling

PERIODS = (LockPeriod(date(2017, 4, 1), None, 30),)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    found = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    found.start()
    host, port = found.get_host_and_port()
    yield f"http://{host}:{port}"
    found.stop()


@pytest.fixture
def bucket() -> str:
    """A bucket of each test's own: what is locked is emptied by nobody."""
    return f"invented-{secrets.token_hex(4)}"


@pytest.fixture
def client(server, bucket, monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "invented")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-2")
    found = boto3.client("s3", endpoint_url=server)
    found.create_bucket(
        Bucket=bucket, ObjectLockEnabledForBucket=True, CreateBucketConfiguration={"LocationConstraint": "eu-west-2"}
    )  # fmt: skip
    return found


@pytest.fixture
def store(client, server, bucket):
    return S3(bucket, server, PERIODS)


@pytest.mark.parametrize("size", [0, 1, (8 << 20) - 1, (8 << 20) + 1, 20 << 20])
def test_what_is_written_is_read_in_pieces(store, size):
    whole = hashlib.shake_256(b"invented").digest(size)
    store.write("a1", (whole[each : each + 1000_003] for each in range(0, size, 1000_003)))
    pieces = list(store.read("a1"))
    assert b"".join(pieces) == whole
    assert all(len(each) <= rules.PIECE for each in pieces)


def test_a_name_is_taken_once(store):
    store.write("a1", [b"first"])
    with pytest.raises(NoRoom, match="Nothing was kept"):
        store.write("a1", [b"second"])
    assert b"".join(store.read("a1")) == b"first"


def lost_answer(monkeypatch, *, after: int) -> None:
    """The answer to one request to write is lost on its way, and the library tries again by itself."""
    real, seen = URLLib3Session.send, []

    def send(session, request):
        answer = real(session, request)
        wrote = request.method == "PUT" or (
            request.method == "POST" and b"<CompleteMultipartUpload" in (request.body or b"")
        )
        seen.extend([request.method] if wrote else [])
        if wrote and len(seen) == after:
            raise ReadTimeoutError(endpoint_url=request.url)
        return answer

    monkeypatch.setattr(URLLib3Session, "send", send)


@pytest.mark.parametrize(("size", "after"), [(5, 1), (20 << 20, 4)])
def test_an_answer_that_is_lost_on_its_way_is_no_trouble(store, monkeypatch, size, after):
    whole = bytes(size)
    lost_answer(monkeypatch, after=after)
    store.write("a1", iter([whole]))
    assert b"".join(store.read("a1")) == whole


def test_a_plain_deletion_hides_nothing(store, client, bucket):
    store.write("a1", [b"x"])
    client.delete_object(Bucket=bucket, Key="a1")
    assert b"".join(store.read("a1")) == b"x"


def test_what_begins_with_the_same_letters_is_another(store, server, bucket):
    free = S3(bucket, server, (LockPeriod(date(2017, 4, 1), None, 0),))
    free.write("a1", [b"x"])
    free.write("a12", [b"y"])
    assert free.remove("a1")
    assert b"".join(free.read("a12")) == b"y"


def test_parts_grow_so_that_ten_thousand_are_enough(monkeypatch):
    monkeypatch.setattr("hub.evidence.adapters.s3._PART", 2)
    sizes = [len(each) for each in s3._parts(iter([bytes(8_000)]))]
    assert (sizes[0], sizes[999], sizes[1_000], sum(sizes)) == (2, 2, 4, 8_000)


def test_what_is_written_is_locked_by_the_period_of_its_day(store, client, bucket):
    store.write("a1", [b"x"])
    found = client.head_object(Bucket=bucket, Key="a1")
    assert found["ObjectLockMode"] == "COMPLIANCE"
    assert abs(found["ObjectLockRetainUntilDate"] - (clock.now() + timedelta(days=30))) < timedelta(minutes=1)


def test_what_a_lock_holds_stays_and_what_none_holds_goes(store, bucket, server):
    store.write("a1", [b"x"])
    assert not store.remove("a1")
    assert b"".join(store.read("a1")) == b"x"
    free = S3(bucket, server, (LockPeriod(date(2017, 4, 1), None, 0),))
    free.write("b2", [b"y"])
    assert free.remove("b2")
    with pytest.raises(Missing, match="does not hold it"):
        list(free.read("b2"))
    assert free.remove("b2"), "one that is gone is removed"


def test_what_a_killed_process_began_is_aborted_and_shown_to_nobody(store, client, bucket):
    client.create_multipart_upload(Bucket=bucket, Key="a1")
    store.write("b2", [b"y"])
    assert [name for name, _ in store.names()] == ["b2"]
    assert store.clear_unfinished(datetime(2000, 1, 1, tzinfo=UTC)) == 0
    assert store.clear_unfinished(clock.now() + timedelta(minutes=1)) == 1
    assert store.clear_unfinished(clock.now() + timedelta(minutes=1)) == 0


def test_a_stream_that_breaks_leaves_nothing(store):
    def breaks() -> Iterator[bytes]:
        yield b"a" * (9 << 20)
        raise OSError("the disk went away")

    with pytest.raises(OSError, match="went away"):
        store.write("a1", breaks())
    assert list(store.names()) == []


def test_a_store_that_is_not_there_is_one_sentence(client, bucket):
    away = S3(bucket, "http://127.0.0.1:9", PERIODS)
    with pytest.raises(NoRoom, match="cannot be written to"):
        away.write("a1", [b"x"])
    for asks in (
        lambda: list(away.read("a1")), lambda: list(away.names()), lambda: away.clear_unfinished(clock.now()),
    ):  # fmt: skip
        with pytest.raises(Away, match="does not answer"):
            asks()
    assert not away.remove("a1")


@pytest.mark.django_db
def test_the_doctor_says_whether_the_bucket_answers_and_locks_what_it_holds(settings, server, client, bucket):
    settings.HUB_S3_ENDPOINT = server

    def said() -> list[tuple[str, bool]]:
        return [(each.words, each.wrong) for each in pathway.of_files() if each.about == "bucket"]

    assert said() == []
    settings.HUB_S3_BUCKET = bucket
    assert said() == [(f"{bucket} answers, and locks what it holds", False)]
    settings.HUB_S3_BUCKET = f"{bucket}-open"
    ((words, wrong),) = said()
    assert ("does not answer: NoSuchBucket" in words, wrong) == (True, True)
    client.create_bucket(
        Bucket=f"{bucket}-open", CreateBucketConfiguration={"LocationConstraint": "eu-west-2"}
    )
    ((words, wrong),) = said()
    assert ("has no Object Lock" in words, wrong) == (True, True)
    settings.HUB_S3_ENDPOINT = "http://127.0.0.1:9"
    ((words, wrong),) = said()
    assert ("does not answer: EndpointConnectionError" in words, wrong) == (True, True)


@pytest.mark.django_db
def test_an_exhibit_stays_in_the_bucket_in_which_it_was_kept_and_an_outage_is_no_damage(
    settings, tmp_path, server, client, bucket
):
    settings.HUB_VAULT, settings.HUB_S3_BUCKET, settings.HUB_S3_ENDPOINT = tmp_path, bucket, server
    (found,) = arrive(telling(1))
    case, source = found.placed.case, Source("invented.png", lambda: iter([b"Invented."]))
    kept = pathway.collect(case=case, source=source, reason="x", by=BO)
    first = Exhibit.objects.get()
    assert first.store == f"s3:{bucket}"
    settings.HUB_S3_BUCKET = ""
    assert pathway.collect(case=case, source=source, reason="x", by=BO).again
    assert Exhibit.objects.get().object == first.object, "nothing was damaged, so nothing is put right"
    assert b"".join(pathway.take_out(exhibit=kept.exhibit, reason="x", by=BO).pieces) == b"Invented."
    settings.HUB_S3_ENDPOINT = "http://127.0.0.1:9"
    with clamd(b"stream: OK\0") as (settings.HUB_CLAMD, _):
        pathway.scan(exhibit=first.pk, by=MACHINE)
    assert Exhibit.objects.get().scan_trouble == Trouble.AWAY
    with pytest.raises(Away):
        pathway.collect(case=case, source=source, reason="x", by=BO)
    with pytest.raises(Away):
        pathway.examine(case=case, by=OPERATOR, told=lambda _: None)
    assert Exhibit.objects.get().object == first.object


def test_where_a_bucket_is_set_new_files_go_there_and_old_ones_stay_where_they_are(
    settings, tmp_path, client
):
    settings.HUB_VAULT = tmp_path
    assert adapters.store().name == "folder"
    settings.HUB_S3_BUCKET = "invented"
    assert adapters.store().name == "s3:invented"
    assert adapters.named("folder").name == "folder"
    assert adapters.lock_periods()[0].days > 365
