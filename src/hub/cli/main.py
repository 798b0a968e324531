"""The entry of `hub`: a sentence for a wrong Python or a wrong setting, then the commands."""

import os
import sys

_NEEDED = (3, 11)


def main() -> None:
    """Run the command line."""
    if sys.version_info[:2] != _NEEDED:
        sys.stderr.write("The hub needs Python 3.11: run `make setup` with it, then .venv/bin/hub.\n")
        sys.exit(1)
    try:
        _run()
    except KeyboardInterrupt:  # before a command had begun
        sys.stderr.write("Stopped: nothing was begun.\n")
        sys.exit(130)


def _run() -> None:
    """Make ready, and run the command that was asked for."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.config.settings")
    # Settings are read, and refused in a sentence, before anything that needs them is imported.
    import django  # noqa: PLC0415

    from hub.cli import output  # noqa: PLC0415
    from hub.config.environment import SettingsError  # noqa: PLC0415

    try:
        django.setup()
    except SettingsError as error:
        output.trouble(str(error), as_json="--json" in sys.argv)
        sys.exit(1)
    from hub.cli.running import run  # noqa: PLC0415

    sys.exit(run(sys.argv[1:]))
