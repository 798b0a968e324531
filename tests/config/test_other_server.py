"""What is tried on a server of Debian's PostgreSQL has not passed where there is none."""

import sys
from pathlib import Path

from hub.config.database import binaries
from tests import server


def test_without_debians_postgresql_nothing_has_passed_and_a_sentence_says_so(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(binaries, "find", lambda: Path("/a/wheel/bin"))
    ran = tmp_path / "ran"
    assert server.run([sys.executable, "-c", f"open({str(ran)!r}, 'w')"]) == 1
    assert not ran.exists()
    said = capsys.readouterr().err
    assert "Debian's PostgreSQL is not here" in said
    assert "apt-get install postgresql" in said
