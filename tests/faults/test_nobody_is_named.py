"""Names and contacts of a file are nowhere but sealed: not in the database's files, its log or WAL, a dump, jobs or logs."""

import json
import re
import subprocess
from pathlib import Path

import psycopg
import pytest

from hub.config.database import binaries
from hub.config.database.cluster import NAME, Cluster
from tests.faults.test_nothing_lost import HUB, environment, hub
from tests.walks import row

pytestmark = pytest.mark.faults

PEOPLE = {
    "reporter_name": "Zebedee Quuxley", "reporter_email": "zebedee.quuxley@example.org",
    "reporter_phone": "07700 900456", "safe_to_contact": "yes", "victim_name": "Wilhelmina Invented",
    "victim_date_of_birth": "1987-06-05", "postcode": "E8 1EA", "reporter_role": "on behalf",
}  # fmt: skip
TRACES = [
    b"zebedee", b"quuxley", b"wilhelmina", b"900456", b"900 456", b"447700900456", b"1987-06-05", b"E8 1EA", b"E81EA",
]  # fmt: skip


def traces(place: Path) -> set[tuple[str, bytes]]:
    """Where in these files somebody is named; names as UTF-16, too."""
    found = set()
    for path in place.rglob("*"):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes().lower()
            for each in TRACES:
                for spelled in (each.lower(), each.lower().decode().encode("utf-16-le")):
                    if spelled in content:
                        found.add((str(path.relative_to(place)), each))
    return found


def given(number: int, **more: str) -> str:
    told = f"Invented: they called zebedee  quuxley and Wilhelmina Invented, mail ZEBEDEE.QUUXLEY@example.org, {number}"
    spread = {
        "content_urls": f"https://x.com/invented/status/{number} https://a.example/{number}?mail=zebedee.quuxley%40example.org"
        f" https://a.example/{number}?q=Zebedee+Quuxley https://wa.example/447700900456?{number}",
        "language": "as zebedee.quuxley@example.org asks", "platform": "Zebedee Quuxley",
        "consent_partners": "write to zebedee.quuxley@example.org", "zebedee.quuxley@example.org": "theirs",
        "Wilhelmina_Invented": "the victim", "07700 900 456": "ring",
    }  # fmt: skip
    words = {**PEOPLE, **spread, "what_happened": told, "content_text": told}
    return json.dumps(row(number, **{**words, **more})) + "\n"


def test_nobody_of_a_file_is_named_anywhere_but_sealed(home, tmp_path):
    file = tmp_path / "in" / "in.jsonl"
    file.parent.mkdir()
    file.write_text("".join(given(each) for each in range(20)), encoding="utf-8")
    hub(home, "receive", str(file))
    more = {"wants": "Zebedee Quuxley wants this taken down", "Aunt of Zebedee Quuxley": "Invented"}
    changed = "".join(given(each, **more) for each in range(5))
    file.write_text(changed + given(99, their_aunt="Zebedee Quuxley"), encoding="utf-8")
    said = subprocess.run(
        [*HUB, "receive", str(file)], env=environment(home), capture_output=True, check=False
    )
    assert said.returncode == 2
    said_by_worker = subprocess.run(
        [*HUB, "worker", "--once"], env=environment(home), capture_output=True, check=True
    )
    assert not [each for each in home.rglob("*") if each.is_file() and each.stat().st_mode & 0o077]
    reference = json.loads(hub(home, "case", "list", "--json"))["cases"][0]["reference"]
    hub(home, "case", "show", reference, "--people", "--reason", "to telephone")
    cluster = Cluster(home)
    _break_statements(cluster)
    dump = _dump(cluster)
    hub(home, "stop")
    (tmp_path / "said").mkdir()
    (tmp_path / "said" / "dump").write_bytes(dump)
    (tmp_path / "said" / "streams").write_bytes(
        said.stdout + said.stderr + said_by_worker.stdout + said_by_worker.stderr
    )
    assert b"procrastinate_jobs" in dump
    assert traces(home) | traces(cluster.folder) | traces(tmp_path / "said") == set()


def _dump(cluster: Cluster) -> bytes:
    """Everything in the database, as a backup would hold it; bytes as they are, for their digits may spell anything."""
    secrets = cluster.settings_for("admin")
    found = subprocess.run(
        [binaries.find() / "pg_dump", "--host", secrets["HOST"], "--username", secrets["USER"], NAME],
        env={"PGPASSWORD": secrets["PASSWORD"]}, capture_output=True, check=True,
    ).stdout  # fmt: skip
    return re.sub(rb"\\\\x((?:[0-9a-f]{2})+)", lambda each: bytes.fromhex(each[1].decode()), found)


def _break_statements(cluster: Cluster) -> None:
    """Statements that fail with somebody's name in them: as text, as a parameter, in a COPY, in a broken constraint."""
    with cluster._connect("application", NAME) as connection:
        name, token = "Zebedee Quuxley", "00000000-0000-0000-0000-000000000001"
        for words, values in (
            (f"SELECT '{name}'::int", None),
            ("SELECT %s::int", [name]),
            ("INSERT INTO audit_reason (line, salt, text) VALUES (%s, '', NULL)", [name]),
            (f"INSERT INTO letters_attempt (letter_id, at, code) VALUES (-1, now(), '{name}')", None),
        ):
            with pytest.raises(psycopg.Error):
                connection.execute(words, values)
        with (
            pytest.raises(psycopg.Error),
            connection.cursor() as cursor,
            cursor.copy("COPY audit_line (token, subject) FROM STDIN") as copy,
        ):
            copy.write_row([token, name * 20])
