"""What a log holds: what happened and where, never anybody's words, which may be those of a report."""

import json
import logging
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog

_FRAMES = 6
_WITHHELD = "…"
# All that an event may say besides its name. Anything else stays out, whoever wrote it there.
KNOWN = ("method", "route", "status", "milliseconds", "request_id", "account")

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def where(trace: TracebackType | None) -> str:
    """The places that a fault passed through, the last one last: `receiving.py:12, actions.py:40`."""
    frames = traceback.extract_tb(trace)[-_FRAMES:]
    return ", ".join(f"{Path(each.filename).name}:{each.lineno}" for each in frames)


class WithoutWords(logging.Formatter):
    """A line for each event; of an exception only its kind and its places, as those of what caused it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line: what a library puts into its sentence is withheld, for it may be an address or a name."""
        shown = logging.makeLogRecord(record.__dict__)
        shown.exc_text = shown.stack_info = None
        shown.msg, shown.args = _event(record), None
        if isinstance(record.msg, Mapping):
            shown.msg = " ".join(
                [shown.msg, *(f"{name}={value}" for name, value in _said(record.msg).items())]
            )
        return super().format(shown)

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - logging's own name
        """The kinds and the places, the latest first."""
        found, problem, seen = [], ei[1], set[int]()
        while problem is not None and id(problem) not in seen:
            seen.add(id(problem))
            found.append(f"{type(problem).__name__} at {where(problem.__traceback__)}")
            problem = problem.__cause__ or problem.__context__
        return "; after ".join(found)


class JsonWithoutWords(WithoutWords):
    """The same as one JSON object a line, for whoever gathers logs."""

    def format(self, record: logging.LogRecord) -> str:
        """The object."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        said = {"at": at, "level": record.levelname.lower(), "logger": record.name, "event": _event(record)}
        if isinstance(record.msg, Mapping):
            said |= _said(record.msg)
        fault = record.exc_info
        if isinstance(fault, tuple) and fault[0] is not None:
            said["fault"] = self.formatException(fault)
        return json.dumps(said)


def _event(record: logging.LogRecord) -> str:
    """What happened, with figures but without the words that were put into the sentence."""
    if isinstance(record.msg, Mapping):
        return str(record.msg.get("event", ""))
    if record.name.startswith("django.security"):  # its sentences quote what was sent
        return "A request was refused"
    if not record.args:
        return str(record.msg)
    given = record.args
    if isinstance(given, Mapping):
        return str(record.msg) % {name: _figure(value) for name, value in given.items()}
    return str(record.msg).replace("%r", "%s").replace("%d", "%s") % tuple(map(_figure, given))


def _figure(value: object) -> object:
    """A figure, or nothing."""
    return value if isinstance(value, (int, float)) else _WITHHELD


def _said(event: Mapping[str, Any]) -> dict[str, Any]:
    """What an event may say."""
    return {name: event[name] for name in KNOWN if event.get(name) not in (None, "")}


def configure() -> None:
    """Let structlog hand its events, with what is bound to the request, to the one formatter."""
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, structlog.stdlib.filter_by_level, _handed_over],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def _handed_over(
    logger: Any,  # noqa: ARG001 - structlog gives it
    name: str,  # noqa: ARG001 - structlog gives it
    event: structlog.typing.EventDict,
) -> tuple[tuple[dict[str, Any]], dict[str, Any]]:
    """An event as logging takes it: whole, with the exception beside it."""
    fault = event.pop("exc_info", None)
    return (dict(event),), {"exc_info": fault}


SETTINGS: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "hub.config.logs.WithoutWords", "format": "%(levelname)s %(name)s %(message)s"},
        "json": {"()": "hub.config.logs.JsonWithoutWords"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain" if sys.stderr.isatty() else "json"}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        # One line tells of a request already; these would tell its address again, and an exception a second time.
        "django.request": {"level": "CRITICAL"},
        "django_structlog": {"level": "ERROR"},
        "hub.requests": {"level": "INFO"},
        "procrastinate": {"level": "ERROR"},
        "asyncio": {"level": "ERROR"},
    },
}
