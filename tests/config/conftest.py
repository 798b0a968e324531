import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.config.database import places
from hub.config.database.cluster import Cluster


def forget(home: Path) -> None:
    """Stop a cluster and remove every trace of it, also outside its home."""
    cluster = Cluster(home, fsync=False)
    cluster.stop()
    cluster.forget()
    if os.geteuid() == 0 and places.SYSTEM.exists():
        for left in places.SYSTEM.glob(f"{places.mark(home)}*"):
            shutil.rmtree(left)


@pytest.fixture
def home() -> Iterator[Path]:
    """A HUB_HOME, not yet there, that PostgreSQL's account can reach."""
    above = Path(tempfile.mkdtemp(prefix="hub-"))
    above.chmod(0o755)
    yield above / "home"
    forget(above / "home")
    shutil.rmtree(above)


@pytest.fixture
def closed_home(home: Path) -> Path:
    """A HUB_HOME below a folder that only its owner may enter."""
    home.parent.chmod(0o700)
    return home
