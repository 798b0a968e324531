"""How Django reaches the database: as the application role, and for migrations as the owner."""

import json
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from hub.config.database import cluster
from hub.config.environment import Environment, SettingsError

# A lock that is not had in 20 s and a transaction left open for 60 s are faults, not patience.
_OPTIONS = "-c lock_timeout=20s -c statement_timeout=120s -c idle_in_transaction_session_timeout=60s"


def parse(url: str) -> dict[str, Any]:
    """A database URL as Django's settings; errors never show the URL, which holds a password."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise SettingsError(
            "DATABASE_URL and DATABASE_APPLICATION_URL look like postgresql://USER:PASSWORD@HOST:PORT/NAME."
        )
    given = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": given.pop("host", unquote(parts.hostname or "")),
        "PORT": str(given.pop("port", parts.port or "")),
        "OPTIONS": given,
    }


def _django(given: dict[str, Any]) -> dict[str, Any]:
    """Django's entry for one role, with the hub's timeouts."""
    options = {"options": _OPTIONS, "connect_timeout": 10, **given.get("OPTIONS", {})}
    return {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 0, **given, "OPTIONS": options}


def application_role(owner: dict[str, Any]) -> str:
    """The name of the application role that belongs to a database."""
    return f"{owner['NAME'].lower()}_application"


def _application_on_a_server(keys: Path, owner: dict[str, Any]) -> dict[str, Any]:
    """The application role of a server that DATABASE_URL names; its password is made here, once."""
    path = keys / "database-application.json"
    keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"password": secrets.token_urlsafe(32)}, file)
    password = json.loads(path.read_text(encoding="utf-8"))["password"]
    return {**owner, "USER": application_role(owner), "PASSWORD": password}


def databases(environment: Environment) -> dict[str, dict[str, Any]]:
    """`default` is the application role; `owner`, where this process may have it, runs migrations."""
    if environment.database_application_url:
        application = parse(environment.database_application_url)
        owner = parse(environment.database_url) if environment.database_url else None
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
