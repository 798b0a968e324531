"""Runs a command with DATABASE_URL naming a scratch server of Debian's PostgreSQL; without Debian's it fails."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from hub.config.database import binaries
from hub.config.database.cluster import Cluster


def run(command: list[str]) -> int:
    """The command's exit status; the server is removed afterwards."""
    if "/usr/lib/postgresql" not in str(binaries.find()):
        sys.stderr.write(
            "Debian's PostgreSQL is not here, so nothing was run on it: install it (Debian: apt-get install postgresql), "
            "then run this again.\n"
        )
        return 1  # a check that was not made has not passed
    with tempfile.TemporaryDirectory(prefix="hub-server-") as above:
        Path(above).chmod(0o711)
        cluster = Cluster(Path(above) / "server")
        cluster.ensure()
        with cluster._connect("admin", "postgres") as admin:
            admin.execute("CREATE DATABASE operators")
        given = cluster.settings_for("admin")
        host = quote(given["HOST"], safe="")
        url = f"postgresql://{given['USER']}:{given['PASSWORD']}@{host}:{given['PORT']}/operators"
        home = str(Path(above) / "home")
        try:
            return subprocess.run(
                command, env={**os.environ, "DATABASE_URL": url, "HUB_TEST_HOME": home}, check=False
            ).returncode
        finally:
            cluster.stop()
            cluster.forget()


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
