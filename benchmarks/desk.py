"""How long the desk's pages take at the server, with how many questions to the database, from 1,000 reports upwards.

Run: make bench-desk [REPORTS=1000000]. A server of its own is made, with fsync on, and removed again. Five hundred
invented reports go through `hub receive`; multiplied.py copies them to 1,000, 10,000 and so on up to REPORTS (100,000).
Everything that was received still waits in the queue. Prints one JSON object; nothing is asserted.

    sizes         for each number of reports, for each page: median and 95th percentile in milliseconds of thirty requests
                  after three warm ones, how often the database was asked, its share of the time, and the median over that
                  of the bare page (/healthz), which is asked in turn with each page
    first_load    bytes of the queue's page and of everything that it needs, as a browser gets them (Brotli)

Pages are asked for in this process, through every middleware, by an officer who signed in with password and code.
"""

import importlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import psycopg
import template
from multiplied import Multiplier

from hub.config.database.cluster import Cluster

REPORTS = int(os.environ.get("REPORTS") or 100_000)
WARM, ASKED = 3, 30
HUB = [sys.executable, "-W", "ignore", "-m", "hub.cli"]
SITE = {"SERVER_NAME": "127.0.0.1"}
_SINGLE = "SELECT subject FROM queue_waiting WHERE live AND reports = 1 AND subject_kind = 'case' ORDER BY id OFFSET 90 LIMIT 1"
_TOGETHER = "SELECT subject FROM queue_waiting WHERE live ORDER BY reports DESC, id LIMIT 1"
_DEEP = """
    SELECT urgency || '_' || replace(to_char(order_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), ' ', 'T')
        || '+00:00_' || lighter || '_' || id
    FROM queue_waiting WHERE live ORDER BY urgency, order_at, lighter, id OFFSET (SELECT count(*) * 3 / 4 FROM queue_waiting) LIMIT 1
"""
_ASSET = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"')
_FONT = re.compile(r"url\(\"?([^)\"]+\.woff2)")


class Desk:
    """The desk as an officer has it open."""

    def __init__(self, folder: Path) -> None:
        """Make the accounts, and sign Bo in as a person does."""
        importlib.import_module("hub.config.wsgi")  # as a server has it, once the database is there

        from django.db import close_old_connections, connection  # noqa: PLC0415
        from django.test import Client  # noqa: PLC0415

        from hub import pathway  # noqa: PLC0415
        from hub.cli.demonstration import accounts  # noqa: PLC0415
        from hub.people.models import Account  # noqa: PLC0415
        from hub.people.queries import actor_of  # noqa: PLC0415
        from hub.people.terms import Actor, Role  # noqa: PLC0415

        # The test browser keeps its connection; a server does with it, around each request, what the settings say.
        self.connection, self.between, self.claim = connection, close_old_connections, pathway.claim
        made = {each.who: each for each in accounts.make(folder, Actor(Role.OPERATOR, "benchmark"))}
        bo = made["bo"]
        self.by = actor_of(Account.objects.get(email=bo.email))
        self.officers = list(
            Account.objects.filter(role__in=[Role.HUB_OFFICER, Role.INSPECTOR]).values_list("pk", flat=True)
        )
        self.browser = Client(**SITE)
        self.browser.post("/sign-in/", {"login": bo.email, "password": bo.password})
        self.browser.post("/sign-in/second-step/", {"code": accounts.code(bo)})

    def ask(self, address: str, form: dict[str, str] | None) -> bytes:
        """One page; anything but a page ends the benchmark."""
        self.between()
        answer = self.browser.post(address, form) if form else self.browser.get(address)
        self.between()
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}.")
        return bytes(answer.content)

    def asked(self, address: str, form: dict[str, str] | None) -> tuple[int, float]:
        """How often a page asks the database, and the milliseconds that this takes."""
        took: list[float] = []

        def watched(execute: Callable[..., Any], *args: Any) -> Any:
            began = time.perf_counter()
            try:
                return execute(*args)
            finally:
                took.append(time.perf_counter() - began)

        with self.connection.execute_wrapper(watched):
            self.ask(address, form)
        return len(took), 1000 * sum(took)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of one request, and of this process's own work in it, which tells more on a busy machine."""
    began, worked = time.perf_counter(), time.process_time()
    work()
    return 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - worked)


def measure(desk: Desk, pages: dict[str, tuple[str, dict[str, str] | None]]) -> dict[str, Any]:
    """Every page of one size, the bare page in turn with each."""
    found = {}
    for name, (address, form) in pages.items():
        for _ in range(WARM):
            desk.ask(address, form)
        plain, page = [], []
        for _ in range(ASKED):
            plain.append(timed(lambda: desk.ask("/healthz", None)))
            page.append(timed(lambda: desk.ask(address, form)))  # noqa: B023 - asked at once
        bare, took = [each for each, _ in plain], [each for each, _ in page]
        queries, database = desk.asked(address, form)
        found[name] = {
            "ms": round(median(took), 1), "p95": round(quantiles(took, n=20)[-1], 1), "queries": queries,
            "cpu_ms": round(median(each for _, each in page), 1), "database_ms": round(database, 1), "bare_ms": round(median(bare), 2),
            "ratio": round(median(took) / median(bare), 1),
        }  # fmt: skip
    return found


def pages(connection: "psycopg.Connection[Any]") -> dict[str, tuple[str, dict[str, str] | None]]:
    """Every page that is measured."""

    def one(statement: str) -> str:
        row = connection.execute(statement).fetchone()
        return str(row[0]) if row else ""

    queue = "/desk/queue/"
    return {
        "bare": ("/healthz", None),
        "account page": ("/sign-in/yours/", None),
        "queue": (queue, None),
        "queue, deep": (f"{queue}?after={one(_DEEP).replace('+', '%2B')}", None),
        "queue, borough": (f"{queue}?borough=hackney", None),
        "queue, strand": (f"{queue}?strand=disability", None),
        "queue, rare strand": (f"{queue}?strand=age", None),
        "queue, late": (f"{queue}?late=1", None),
        "queue, vulnerable": (f"{queue}?vulnerable=1", None),
        "queue, danger": (f"{queue}?danger=1", None),
        "queue, one of several": (f"{queue}?queue=hub", None),
        "queue, free": (f"{queue}?who=free", None),
        "queue, borough, strand and late": (f"{queue}?borough=camden&strand=age&late=1", None),
        "exits": ("/desk/exits/", None),
        "mine": ("/desk/mine/", None),
        "find, a common word": ("/desk/find/", {"q": template.COMMON}),
        "find, a rare word": ("/desk/find/", {"q": template.RARE}),
        "case of one report": (f"/desk/cases/{one(_SINGLE)}/", None),
        "case of forty reports": (f"/desk/cases/{one(_TOGETHER)}/", None),
        "decision": (f"/desk/cases/{one(_SINGLE)}/decision/", None),
        "decision of forty reports": (f"/desk/cases/{one(_TOGETHER)}/decision/", None),
        "offences and limits": (f"/desk/cases/{one(_SINGLE)}/offences/", None),
    }


def first_load(desk: Desk) -> dict[str, int]:
    """Bytes of the queue's page and of what it needs, each as a browser gets it."""
    import brotli  # noqa: PLC0415 - beside whitenoise
    from django.conf import settings  # noqa: PLC0415

    page = desk.ask("/desk/queue/", None)
    found = {"page": len(brotli.compress(page, quality=5))}
    names = list(dict.fromkeys(_ASSET.findall(page.decode())))
    folder = Path(settings.STATIC_ROOT)
    for name in [*names]:
        words = (folder / name.removeprefix("/static/")).read_text(encoding="utf-8")
        if name.endswith(".css"):
            names += [
                f"/static/{Path(name).parent.relative_to('/static')}/{font}" for font in _FONT.findall(words)
            ]
    for name in dict.fromkeys(names):
        path = (folder / name.removeprefix("/static/")).resolve()
        small = path.with_name(f"{path.name}.br")
        found[path.name] = (small if small.exists() else path).stat().st_size
    return {**found, "total": sum(found.values())}


def sizes() -> list[int]:
    """A thousand, ten times as many, and so on up to REPORTS."""
    found = [1000]
    while found[-1] * 10 <= REPORTS:
        found.append(found[-1] * 10)
    return found


def run(place: Path, cluster: Cluster) -> dict[str, Any]:
    """Every figure, from one server in one run."""
    os.environ.update({"HUB_HOME": str(cluster.home), "DJANGO_SETTINGS_MODULE": "hub.config.settings"})
    subprocess.run([*HUB, "migrate"], check=True, capture_output=True)
    template.write(place / "template.csv")
    subprocess.run([*HUB, "receive", str(place / "template.csv"), "--json"], check=False, capture_output=True)
    desk, found = Desk(place), {}
    admin = cluster.settings_for("admin")
    with psycopg.connect(
        host=admin["HOST"],
        user=admin["USER"],
        password=admin["PASSWORD"],
        dbname=admin["NAME"],
        autocommit=True,
    ) as connection:
        received = connection.execute("SELECT count(*) FROM reports_report").fetchone()
        if received != (template.COUNT,):
            raise SystemExit(f"Of the template, {received} of {template.COUNT} were received.")
        many = Multiplier(connection, rare=template.RARE, officers=desk.officers)
        for size in sizes():
            many.copy(size // template.COUNT - 1 - many.made)
            asked = pages(connection)
            for name in ("case of one report", "case of forty reports"):
                desk.claim(subject=asked[name][0].split("/")[-2], by=desk.by)
            found[str(size)] = {"load": round(os.getloadavg()[0], 1), **measure(desk, asked)}
            print(json.dumps({size: found[str(size)]}), file=sys.stderr)
    return {"sizes": found, "first_load": first_load(desk)}


def main() -> None:
    """Measure on a fresh server, and leave nothing; KEEP=FOLDER leaves it to be looked into."""
    kept = os.environ.get("KEEP")
    with tempfile.TemporaryDirectory() as place:
        cluster = Cluster(Path(kept or place) / "home")
        try:
            print(json.dumps(run(Path(place), cluster)))
        finally:
            if not kept:
                cluster.stop()
                cluster.forget()


if __name__ == "__main__":
    main()
