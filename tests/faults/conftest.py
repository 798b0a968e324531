"""What the tests of faults share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.config.database.cluster import Cluster


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A HUB_HOME of this test's own; its server does not outlive the test."""
    place = tmp_path / "home"
    yield place
    cluster = Cluster(place)
    cluster.stop()
    cluster.forget()
