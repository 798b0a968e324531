"""Settings that are secrets, or hang on one."""

from typing import Any
from urllib.parse import urlsplit

from hub.config.database import passwords
from hub.config.environment import Environment, SettingsError

_SHORTEST = 50
_SHORTEST_TOKEN = 24


def signing_key(environment: Environment) -> str:
    """What cookies are signed with: as given, else made once beside the master keys."""
    given = environment.hub_secret_key
    if given and len(given) < _SHORTEST:
        raise SettingsError(f"HUB_SECRET_KEY needs at least {_SHORTEST} characters.")
    if given:
        return given
    try:
        return passwords.kept(environment.keys / "site.json", ["signing"])["signing"] + "-hub-desk"
    except OSError as error:
        raise SettingsError(f"HUB_KEYS cannot be {environment.keys}: {error.strerror}.") from None


def metrics_token(environment: Environment) -> str:
    """What another machine shows to read the figures; blank where only this one may."""
    given = environment.hub_metrics_token
    if given and len(given) < _SHORTEST_TOKEN:
        raise SettingsError(f"HUB_METRICS_TOKEN needs at least {_SHORTEST_TOKEN} characters.")
    return given


def of_service(environment: Environment, service: str, secret: str) -> tuple[str, str]:
    """A service that alarms go through with its secret; one without the other is refused."""
    url, given = getattr(environment, service.lower()), getattr(environment, secret.lower())
    if url and len(given) < _SHORTEST_TOKEN:
        raise SettingsError(
            f"{service} is set: {secret} is needed too, with at least {_SHORTEST_TOKEN} characters."
        )
    return url, given


def single_sign_on(environment: Environment) -> dict[str, Any]:
    """The force's own sign-in, where one is named."""
    if not environment.oidc_server:
        return {}
    if not environment.oidc_client or not environment.oidc_secret:
        raise SettingsError("OIDC_SERVER is set: OIDC_CLIENT and OIDC_SECRET are needed too.")
    app = {
        "provider_id": "force", "name": environment.oidc_name, "client_id": environment.oidc_client,
        "secret": environment.oidc_secret, "settings": {"server_url": environment.oidc_server},
    }  # fmt: skip
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def single_sign_on_origin(environment: Environment) -> tuple[str, ...]:
    """Where a form of the sign-in page may lead: the force's own sign-in, where one is named."""
    parts = urlsplit(environment.oidc_server)
    return (f"{parts.scheme}://{parts.netloc}",) if environment.oidc_server else ()
