"""Reports received per second, beside pgbench's simple-update on the same server in the same run.

Run: make bench [REPORTS=2000]. Prints one JSON object; nothing is asserted.
"""

import csv
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path

from hub.config.database.cluster import Cluster

REPORTS = int(os.environ.get("REPORTS", "2000"))
SECONDS = 10
HUB = [sys.executable, "-W", "ignore", "-m", "hub.cli"]


def write(path: Path, count: int) -> None:
    """A file of invented reports, each with its own victim and item."""
    hour_ago = (datetime.now(UTC) - timedelta(hours=1)).isoformat(timespec="seconds")  # noqa: TID251 - outside the hub
    boroughs = cycle(["Hackney", "Camden", "Brent", "Sutton"])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["source", "source_reference", "reported_at", "what_happened", "borough", "online", "strands",
             "content_urls", "reporter_name", "reporter_email", "safe_to_contact"]
        )  # fmt: skip
        for number, borough in enumerate(islice(boroughs, count)):
            writer.writerow(
                ["Benchmark", f"B-{number}", hour_ago, f"Invented report {number}", borough, "yes", "race",
                 f"https://x.com/invented/status/{number}", f"Invented Person {number}", f"p{number}@example.org", "yes"]
            )  # fmt: skip


def pgbench(cluster: Cluster) -> float:
    """Transactions per second of pgbench's simple-update."""
    program = next(
        each
        for each in (cluster.binaries / "pgbench", shutil.which("pgbench"))
        if each and Path(each).exists()
    )
    admin = cluster.settings_for("admin")
    environment = {
        **os.environ,
        "PGPASSWORD": admin["PASSWORD"],
        "PGHOST": admin["HOST"],
        "PGUSER": admin["USER"],
    }
    subprocess.run(
        [program, "-i", "-q", "-s", "5", "postgres"], env=environment, check=True, capture_output=True
    )
    done = subprocess.run(
        [program, "-N", "-n", "-c", "2", "-j", "2", "-T", str(SECONDS), "postgres"],
        env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return next(
        float(line.split("=")[1].split()[0]) for line in done.stdout.splitlines() if line.startswith("tps")
    )


def main() -> None:
    """Measure both on one fresh server."""
    with tempfile.TemporaryDirectory() as place:
        home, file = Path(place) / "home", Path(place) / "in.csv"
        cluster = Cluster(home)
        try:
            write(file, REPORTS)
            environment = {**os.environ, "HUB_HOME": str(home)}
            subprocess.run([*HUB, "migrate"], env=environment, check=True, capture_output=True)
            done = subprocess.run(
                [*HUB, "receive", str(file), "--json"],
                env=environment,
                check=True,
                capture_output=True,
                text=True,
            )
            summary = json.loads(done.stdout)
            rate = summary["received"] / summary["seconds"]
            tps = pgbench(cluster)
            memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            facts = {
                "reports": REPORTS, "reports_per_second": round(rate, 1), "pgbench_tps": round(tps, 1),
                "ratio": round(rate / tps, 3), "largest_child_mib": round(memory),
            }  # fmt: skip
            print(json.dumps(facts))
        finally:
            cluster.stop()
            cluster.forget()


main()
