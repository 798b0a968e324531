"""The site as a server's process has it."""

import os
import subprocess
import sys


def test_its_code_is_looked_through_no_more_for_what_can_go(tmp_path):
    words = "import gc, hub.config.wsgi; print(gc.get_freeze_count() > 50_000, gc.isenabled(), gc.get_threshold())"
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", words],
        env={**os.environ, "HUB_HOME": str(tmp_path)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.split("\n")[0] == "True True (50000, 10, 10)"
