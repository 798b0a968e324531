"""Killed at any moment, or beside another: after a rerun every accepted report is there once, with all its steps."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings

from hub.cases.models import CaseReport
from hub.cli.demonstration import reports as demonstration
from hub.cli.importing import receiving
from hub.common import clock
from hub.config.database.cluster import Cluster
from hub.duties.models import Duty
from hub.reports.models import Report, Words
from hub.support.models import Offer
from hub.triage.models import Decision, Standing
from tests.walks import OPERATOR

pytestmark = pytest.mark.faults
HUB = [sys.executable, "-W", "ignore", "-m", "hub.cli"]


def environment(home: Path) -> dict[str, str]:
    given = {name: text for name, text in os.environ.items() if name not in {"DATABASE_URL", "SMTP_HOST"}}
    return {**given, "HUB_HOME": str(home)}


def receive(home: Path, file: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [*HUB, "receive", str(file), "--json"],
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def finish(home: Path, file: Path) -> dict[str, int]:
    done = receive(home, file)
    out, errors = done.communicate(timeout=300)
    assert done.returncode in {0, 2}, errors.decode()
    lines = out.decode().splitlines()
    assert len(lines) == 1
    return json.loads(lines[0])


def hub(home: Path, *words: str) -> str:
    done = subprocess.run(
        [*HUB, *words], env=environment(home), capture_output=True, check=False, timeout=300
    )
    assert done.returncode in {0, 3}, done.stderr.decode()
    return done.stdout.decode()


def postmaster(home: Path) -> int:
    return int((Cluster(home).data / "postmaster.pid").read_text().split("\n")[0])


# What a report has come to, by the reference that it was sent with; a step that hangs on its case is counted with it.
STEPS = """
    SELECT r.source || ' ' || r.source_reference,
        (SELECT count(*) FROM reports_words w WHERE w.report_id = r.id),
        (SELECT string_agg(p.strand || p.targeted_religion, ' ' ORDER BY p.strand, p.targeted_religion)
            FROM reports_perception p WHERE p.report_id = r.id),
        (SELECT string_agg(d.question || '=' || d.answer, ' ' ORDER BY d.question)
            FROM triage_decision d WHERE d.report_id = r.id),
        (SELECT string_agg(e.to || ' ' || e.state, ' ' ORDER BY e.to) FROM triage_exit e WHERE e.report_id = r.id),
        (SELECT s.scope FROM triage_standing s WHERE s.report_id = r.id),
        (SELECT string_agg(o.service, ' ' ORDER BY o.service) FROM support_offer o WHERE o.report_id = r.id),
        (SELECT string_agg(DISTINCT c.about || ' ' || c.unit || ' ' || c.borough, ' ') FROM cases_case c
            JOIN cases_casereport l ON l.case_id = c.id WHERE l.report_id = r.id),
        (SELECT string_agg(DISTINCT d.kind || ' ' || d.state, ' ') FROM duties_duty d WHERE d.subject IN (r.reference, k.case)),
        (SELECT string_agg(DISTINCT t.template, ' ') FROM letters_letter t WHERE t.subject IN (r.reference, k.case)),
        (SELECT count(*) FROM duties_alarm a WHERE a.subject = r.reference),
        (SELECT count(*) FROM queue_waiting q WHERE q.subject IN (r.reference, k.case)),
        (SELECT string_agg(DISTINCT a.action, ' ') FROM audit_line a
            WHERE a.subject = r.reference AND a.kind <> 'consultation' AND NOT a.refused)
    FROM reports_report r LEFT JOIN LATERAL (
        SELECT c.reference AS case FROM cases_case c JOIN cases_casereport l ON l.case_id = c.id WHERE l.report_id = r.id
    ) k ON true
"""


def connected(given: Mapping[str, Any]) -> "psycopg.Connection[Any]":
    """A connection beside the hub's own."""
    return psycopg.connect(
        host=given["HOST"], port=given["PORT"] or None, user=given["USER"], password=given["PASSWORD"], dbname=given["NAME"]
    )  # fmt: skip


def steps(given: Mapping[str, Any]) -> dict[str, tuple[object, ...]]:
    """Every report of a database with what it has come to."""
    with connected(given) as connection:
        return {name: tuple(found) for name, *found in connection.execute(STEPS).fetchall()}


def kept(home: Path) -> int:
    """How many reports are kept."""
    with connected(Cluster(home).settings_for("owner")) as connection:
        (found,) = connection.execute("SELECT count(*) FROM reports_report").fetchone() or (0,)
        return int(found)


def until_more_are_kept(home: Path, running: "subprocess.Popen[bytes]", more: int) -> None:
    """Wait until an import has kept some reports, and is not at its end."""
    begun, limit = kept(home), time.monotonic() + 120
    while running.poll() is None and kept(home) < begun + more and time.monotonic() < limit:
        time.sleep(0.01)


def test_an_importer_and_its_database_killed_at_any_moment_lose_nothing(
    home, own_database, tmp_path, monkeypatch
):
    file = tmp_path / "in.csv"
    rows = demonstration.write(file, clock.now())
    hub(home, "migrate")
    begun = time.monotonic()
    hub(home, "case", "list")
    to_start = time.monotonic() - begun  # seconds, on this machine as busy as it is
    chance = random.Random(7)
    left = []
    for attempt in range(6):
        running = receive(home, file)
        if attempt % 3:
            until_more_are_kept(home, running, chance.randint(1, 50))
        else:
            time.sleep(to_start * 0.5 + chance.random() * 2.0)
        if attempt % 3 == 2:
            os.kill(postmaster(home), signal.SIGKILL)
        else:
            running.kill()
        running.communicate(timeout=120)
        hub(home, "case", "list")  # PostgreSQL is there again, whatever was killed
        left.append(kept(home))
    assert left == sorted(left), "nothing that was kept is gone"
    one, two = receive(home, file), receive(home, file)
    for each in (one, two):
        _, errors = each.communicate(timeout=300)
        assert each.returncode in {0, 2}, errors.decode()
    summary = finish(home, file)
    assert summary["received"] == 0
    assert summary["read"] == rows == summary["duplicates"] + summary["changed"] + summary["rejected"]
    figures = json.loads(hub(home, "audit", "verify", "--json"))
    assert figures["sound"]
    listed = json.loads(hub(home, "case", "list", "--limit", "500", "--json"))
    assert len(listed["cases"]) > 200
    receipts = (tmp_path / "in.csv.receipts.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(receipts) == rows + 1
    assert sum("in-scope,metropolitan-police" in each for each in receipts) > 200
    monkeypatch.setattr(settings, "HUB_AUDIT_HEADS", tmp_path / "heads.log")
    whole = tmp_path / "whole.csv"
    whole.write_bytes(file.read_bytes())
    receiving.receive(path=whole, historic=False, by=OPERATOR, progress=lambda *_: None)
    assert settings.DATABASES["default"]["NAME"] == own_database
    undisturbed = steps(settings.DATABASES["owner"])
    assert len(undisturbed) > 300
    assert sum(before < after < len(undisturbed) for before, after in pairwise([0, *left])) >= 4, (
        f"killed while it kept reports: {left} of {len(undisturbed)}"
    )
    assert all(
        found[0] == 1 and found[2].count("=") == 5 and "reports.receive" in found[-1]
        for found in undisturbed.values()
    )
    assert {place for place in range(12) if not any(found[place] for found in undisturbed.values())} == set()
    assert steps(Cluster(home).settings_for("owner")) == undisturbed, (
        "each has the steps of a report that nothing disturbed"
    )


def test_every_report_in_the_database_has_all_its_steps(own_database, tmp_path):
    from tests.walks import arrive, telling  # noqa: PLC0415

    assert settings.DATABASES["default"]["NAME"] == own_database
    arrive(*(telling(each) for each in range(60)))
    for model in (Words, Standing, CaseReport):
        assert model.objects.count() == Report.objects.count() == 60
    assert Decision.objects.count() == 5 * 60
    assert Offer.objects.values("report").distinct().count() == 60
    assert Duty.objects.filter(kind="recorded").count() == 60
