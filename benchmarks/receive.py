"""Reports received per second, beside pgbench's simple-update on the same server in the same run.

Run: make bench [REPORTS=100000]. A server of its own is made, with fsync on, and removed again. Files of 1,000, 10,000
and so on up to REPORTS go into one database, each by a `hub receive` of its own, so that the rate of each thousand shows
whether the time of a batch grows with what is in the tables. Prints one JSON object; nothing is asserted.

    runs                     for each file: reports a second (starting and sealing included), the importer's own CPU time
                             a report, and its peak memory
    reports_per_second_by_thousand   while rows were taken in, the sealing at the end not included
    pgbench_tps, ratio       the mean of pgbench before and after; reports a second of the longest run over it
    where_the_time_goes      milliseconds a report, by step and by table (steps.py)
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import invented
import psycopg

from hub.config.database.cluster import Cluster

REPORTS = int(os.environ.get("REPORTS") or 1000)
WATCHED = 500
SECONDS = 10
HUB = [sys.executable, "-W", "ignore", "-m", "hub.cli"]
_BY_THOUSAND = """
    SELECT min(place), count(*) / extract(epoch FROM max(received_at) - min(received_at)) FROM (
        SELECT id, received_at, (row_number() OVER (ORDER BY id) - 1) / 1000 AS place FROM reports_report
    ) AS placed GROUP BY place ORDER BY place
"""


def sizes() -> list[int]:
    """How many reports each file holds: a thousand, ten times as many, and so on up to REPORTS."""
    found = [1000]
    while found[-1] * 10 <= REPORTS:
        found.append(found[-1] * 10)
    return found if REPORTS in found or found[-1] > REPORTS else [*found, REPORTS]


def pgbench(cluster: Cluster) -> float:
    """Transactions per second of pgbench's simple-update, by two clients."""
    program = next(
        each
        for each in (cluster.binaries / "pgbench", shutil.which("pgbench"))
        if each and Path(each).exists()
    )
    admin = cluster.settings_for("admin")
    environment = {
        **os.environ, "PGPASSWORD": admin["PASSWORD"], "PGHOST": admin["HOST"], "PGUSER": admin["USER"]
    }  # fmt: skip
    for arguments in (["-i", "-q", "-s", "5"], ["-N", "-n", "-c", "2", "-j", "2", "-T", str(SECONDS)]):
        done = subprocess.run(
            [program, *arguments, "postgres"], env=environment, check=True, capture_output=True, text=True
        )
    return next(
        float(line.split("=")[1].split()[0]) for line in done.stdout.splitlines() if line.startswith("tps")
    )


def receive(file: Path, environment: dict[str, str]) -> dict[str, Any]:
    """One `hub receive`: how fast, with how much of its own CPU time, and its peak memory."""
    with subprocess.Popen(
        [*HUB, "receive", str(file), "--json"], env=environment, stdout=subprocess.PIPE, text=True
    ) as importer:
        said = importer.stdout.read() if importer.stdout else ""
        _, importer.returncode, used = os.wait4(importer.pid, 0)
    if importer.returncode:
        raise SystemExit(
            f"hub receive {file.name} ended with {os.waitstatus_to_exitcode(importer.returncode)}."
        )
    summary = json.loads(said)
    received = summary["received"]
    return {
        "reports": received,
        "reports_per_second": round(received / summary["seconds"], 1),
        "cpu_milliseconds_a_report": round(1000 * (used.ru_utime + used.ru_stime) / received, 2),
        "peak_memory_mib": round(used.ru_maxrss / 1024),
    }


def by_thousand(cluster: Cluster) -> list[int]:
    """Reports a second of each thousand, in the order in which they came."""
    owner = cluster.settings_for("owner")
    with psycopg.connect(
        host=owner["HOST"], user=owner["USER"], password=owner["PASSWORD"], dbname=owner["NAME"]
    ) as connection:
        return [round(rate) for _, rate in connection.execute(_BY_THOUSAND).fetchall() if rate]


def where_the_time_goes(file: Path, environment: dict[str, str]) -> dict[str, Any]:
    """A last short file, watched, in a database that by now is full."""
    watched = subprocess.run(
        [sys.executable, "-W", "ignore", str(Path(__file__).with_name("steps.py")), str(file)],
        env=environment, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(watched.stdout)
    return found


def measure(place: Path, cluster: Cluster) -> dict[str, Any]:
    """Every figure, from one server in one run."""
    environment = {**os.environ, "HUB_HOME": str(cluster.home)}
    subprocess.run([*HUB, "migrate"], env=environment, check=True, capture_output=True)
    before, runs, first = pgbench(cluster), [], 0
    for size in sizes():
        file = place / f"{size}.csv"
        invented.write(file, first, size)
        runs.append(receive(file, environment))
        print(json.dumps(runs[-1]), file=sys.stderr)
        first += size
    invented.write(place / "watched.csv", first, WATCHED)
    rates = by_thousand(cluster)
    steps = where_the_time_goes(place / "watched.csv", environment)
    tps = (before + pgbench(cluster)) / 2
    return {
        "runs": runs, "reports_per_second_by_thousand": rates, "pgbench_tps": round(tps),
        "ratio": round(runs[-1]["reports_per_second"] / tps, 3), "load": round(os.getloadavg()[1], 1),
        "where_the_time_goes": steps,
    }  # fmt: skip


def main() -> None:
    """Measure on a fresh server, and leave nothing."""
    with tempfile.TemporaryDirectory() as place:
        cluster = Cluster(Path(place) / "home")
        try:
            print(json.dumps(measure(Path(place), cluster)))
        finally:
            cluster.stop()
            cluster.forget()


main()
