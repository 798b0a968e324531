"""How Django reaches the database: as the application role, and for migrations as the owner."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from hub.config.database import cluster, passwords
from hub.config.environment import Environment, SettingsError

_KEPT = 60  # seconds
# A lock that is not had in 20 s and a transaction left open for 60 s are faults, not patience.
_OPTIONS = "-c lock_timeout=20s -c statement_timeout=120s -c idle_in_transaction_session_timeout=60s"


_UNREADABLE = (
    "DATABASE_URL and DATABASE_APPLICATION_URL look like postgresql://USER:PASSWORD@HOST:PORT/NAME; "
    "in a password, write /, ?, #, @ and : as %2F, %3F, %23, %40 and %3A."
)


def parse(url: str) -> dict[str, Any]:
    """A database URL as Django's settings; errors never show the URL, which holds a password."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # its words quote the URL
        raise SettingsError(_UNREADABLE) from None
    # A name with / or @ in it is a password that was cut in two, and a name is shown.
    if parts.scheme not in {"postgres", "postgresql"} or not re.fullmatch(r"/[^/@]+/?", parts.path):
        raise SettingsError(_UNREADABLE)
    given = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": given.pop("host", unquote(parts.hostname or "")),
        "PORT": str(given.pop("port", port or "")),
        "OPTIONS": given,
    }


def _django(given: dict[str, Any]) -> dict[str, Any]:
    """Django's entry for one role, with the hub's timeouts."""
    options = {"options": _OPTIONS, "connect_timeout": 10, **given.get("OPTIONS", {})}
    return {
        "ENGINE": "django.db.backends.postgresql", **given, "OPTIONS": options,
        # Opening a connection costs more than a page does: each thread of the site keeps one for as long.
        "CONN_MAX_AGE": _KEPT, "CONN_HEALTH_CHECKS": True,
    }  # fmt: skip


def application_role(owner: dict[str, Any]) -> str:
    """The name of the application role that belongs to a database."""
    return f"{owner['NAME'].lower()}_application"


def _application_on_a_server(keys: Path, owner: dict[str, Any]) -> dict[str, Any]:
    """The application role of a server that DATABASE_URL names; its password is made here, once."""
    password = passwords.kept(keys / "database-application.json", ["password"])["password"]
    return {**owner, "USER": application_role(owner), "PASSWORD": password}


def _server_and_role(given: dict[str, Any]) -> tuple[str, str, str, str]:
    """What tells one role of one database from another."""
    return given["HOST"], given["PORT"] or "5432", given["NAME"], given["USER"]


def databases(environment: Environment) -> dict[str, dict[str, Any]]:
    """`default` is the application role; `owner`, where this process may have it, runs migrations."""
    if environment.database_application_url:
        application = parse(environment.database_application_url)
        owner = parse(environment.database_url) if environment.database_url else None
        if owner and _server_and_role(owner) == _server_and_role(application):
            raise SettingsError(
                "DATABASE_APPLICATION_URL names the owner of DATABASE_URL: give a role that owns nothing, "
                "or leave it out and the hub makes one."
            )
    elif environment.database_url:
        owner = parse(environment.database_url)
        application = _application_on_a_server(environment.keys, owner)
    else:
        embedded = cluster.Cluster(environment.home)
        owner, application = embedded.settings_for("owner"), embedded.settings_for("application")
    entries = {"default": _django(application)}
    if owner is not None:
        entries["owner"] = _django(owner)
    return entries
