"""Running one command: whatever goes wrong ends in a sentence and an exit status, never in somebody's data."""

import errno
import os
import sys
from collections.abc import Sequence

import click

from hub.cli import output
from hub.cli.commands import hub
from hub.cli.frame import COULD_NOT_RUN

_READER_GONE = 1


def run(words: Sequence[str]) -> int:
    """Run one command; its exit status. A command that is typed wrongly could not run either."""
    as_json = "--json" in words
    try:
        found = hub.main(args=list(words), prog_name="hub", standalone_mode=False)
    except click.ClickException as wrong:
        if as_json:
            output.answer({"error": wrong.format_message()})
        wrong.show()
    except click.Abort:
        output.trouble("Stopped. What was accepted before is safe.", as_json=as_json)
    except OSError as problem:
        if problem.errno == errno.EPIPE:  # `hub case list | head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return _READER_GONE
        output.trouble(f"{output.fault(problem)} It says: {problem.strerror}.", as_json=as_json)
    except Exception as problem:  # noqa: BLE001 - a traceback would tell the words of an error, which may be somebody's
        output.trouble(output.fault(problem), as_json=as_json)
    else:
        return found if isinstance(found, int) else 0
    return COULD_NOT_RUN
