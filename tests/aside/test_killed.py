"""A disposal that is killed between two originals is simply begun again."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import connection, connections

from hub import pathway
from hub.aside import queries as known
from hub.aside.models import Original
from hub.audit.models import Line
from hub.cases.models import Case
from hub.common import clock
from hub.identities.models import Telling as Sealed
from tests import database
from tests.walks import AMINA, BO, MACHINE, arrive, telling

ROOT = Path(__file__).resolve().parents[2]


class _Dies:
    """Kills its own process right after the keys of the second original were destroyed, before that is committed."""

    def __init__(self) -> None:
        self.destroyed = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        found = execute(sql, params, many, context)
        self.destroyed += "aside_destroy_telling" in sql
        if self.destroyed == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return found


def dispose_and_die(database_name: str) -> None:
    """What the process does that is killed."""
    database.live_in_the_environment()
    database.use(database_name)
    with connection.execute_wrapper(_Dies()):
        pathway.dispose_of_originals(by=MACHINE)


KILLED = "import sys, django; django.setup(); from tests.aside.test_killed import dispose_and_die; dispose_and_die(sys.argv[1])"


def test_what_went_is_gone_and_what_is_left_goes_with_the_next_run(own_database):
    arrive(*(telling(each, **{**AMINA, "reporter_email": f"a{each}@example.org"}) for each in range(3)))
    for case in Case.objects.values_list("reference", flat=True):
        pathway.set_aside(subject=case, decided_at=clock.now(), by=BO)
    Original.objects.update(dispose_on=known.today() - timedelta(days=1))
    connections.close_all()
    killed = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", KILLED, own_database],
        cwd=ROOT, env={**os.environ, "DJANGO_SETTINGS_MODULE": "hub.config.settings"}, check=False, timeout=120,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL
    assert Original.objects.filter(state="disposed").count() == 1
    assert Sealed.objects.filter(sealed=b"").count() == 1
    assert pathway.dispose_of_originals(by=MACHINE) == 2
    assert Sealed.objects.filter(sealed=b"").count() == Sealed.objects.count() == 3
    assert Line.objects.filter(action="aside.dispose", refused=False).count() == 3
