"""What the environment says: every setting, its meaning and its default."""

import os
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

DOORS = ("desk",)
_ADDRESS = r"^[^@\s<>,;\x00-\x1f]+@[^@\s<>,;\x00-\x1f]+$"
# https anywhere; http on this machine only.
_SERVICE = r"^$|^https://[\w.-]+(:\d{1,5})?(/\S*)?$|^http://(127\.0\.0\.1|localhost)(:\d{1,5})?(/\S*)?$"
_ONE_LINE = r"^[^\x00-\x1f\x7f]*$"
_CHECKOUT = Path(__file__).resolve().parents[3]
# Made by `make setup`; an installed package carries it inside.
STATIC_ROOT = _CHECKOUT / "build" / "static"


class SettingsError(Exception):
    """A setting cannot be used; the sentence says which and what it should be."""


def _default_home() -> Path:
    """`var/` of the checkout when run from one, else `hub-home` below the working folder."""
    base = _CHECKOUT / "var" if (_CHECKOUT / "pyproject.toml").exists() else Path.cwd() / "hub-home"
    return Path(base)


class Environment(BaseSettings):
    """The settings an operator may give; a secret `X` may also be given as `X_FILE`, the path of a file."""

    # A setting that is given but empty is one that is not given, as in a file of settings that lists them all.
    model_config = SettingsConfigDict(extra="ignore", frozen=True, env_ignore_empty=True)

    hub_home: Path = Field(default_factory=_default_home)
    hub_keys: Path | None = None  # default HUB_HOME/keys; better on another volume than the data
    hub_quarantine_keys: Path | None = (
        None  # default HUB_HOME/quarantine; better where only whoever decides about it works
    )
    hub_audit_heads: Path | None = None  # default HUB_HOME/audit-heads.log; better on another machine
    hub_vault: Path | None = None  # default HUB_HOME/vault; sealed files, better on a volume with room
    hub_s3_bucket: str = ""  # a bucket with Object Lock for new files; empty keeps them in HUB_VAULT
    hub_s3_endpoint: str = Field(default="", pattern=_SERVICE)  # where it answers; empty is AWS's own
    hub_clamd: str = Field(
        default="", pattern=r"^$|^/\S+$|^[\w.-]+:\d{1,5}$"
    )  # ClamAV's daemon; empty leaves files unscanned
    database_url: str = Field(default="", repr=False)  # the owner's; empty starts the embedded PostgreSQL
    database_application_url: str = Field(
        default="", repr=False
    )  # the role that owns nothing; made by `hub migrate` when absent
    smtp_host: str = ""  # empty holds every letter
    smtp_port: int = Field(default=25, ge=1, le=65535)
    smtp_user: str = ""
    smtp_password: str = Field(default="", repr=False)
    smtp_security: str = Field(default="starttls", pattern="^(starttls|tls|none)$")
    hub_doors: str = "desk"  # which doors this process opens, separated by commas
    hub_hosts: str = (
        ""  # the names under which the site is reached; empty is local mode: this machine, over http
    )
    hub_classification: str = Field(default="OFFICIAL-SENSITIVE", pattern="^OFFICIAL(-SENSITIVE)?$")
    hub_secret_key: str = Field(default="", repr=False)  # signs cookies; made once in HUB_KEYS where absent
    hub_metrics_token: str = Field(
        default="", repr=False
    )  # lets another machine read /metrics; empty: none may
    oidc_server: str = ""  # the force's single sign-on; empty leaves it out
    oidc_client: str = ""
    oidc_secret: str = Field(default="", repr=False)
    oidc_name: str = "your force's sign-in"
    oidc_trusts_mfa: bool = False  # whether its word that it asked for a second factor is enough
    mail_from: str = Field(
        default="noreply@hub.invalid", pattern=_ADDRESS
    )  # neutral: a person's mail may be read by others
    mail_sender_name: str = Field(default="Reference desk", pattern=_ONE_LINE)
    hub_mailbox: str = Field(
        default="", pattern=f"^$|{_ADDRESS}"
    )  # where reminders go for cases that no command unit holds

    control_room_email: str = Field(default="", pattern=f"^$|{_ADDRESS}")  # is told who, where and what
    control_room_webhook: str = Field(default="", pattern=_SERVICE)  # the same, for its own system
    control_room_webhook_key: str = Field(default="", repr=False)
    pager_webhook: str = Field(default="", pattern=_SERVICE)  # calls officers; is never told who anybody is
    pager_webhook_key: str = Field(default="", repr=False)
    sms_gateway: str = Field(default="", pattern=_SERVICE)
    sms_gateway_token: str = Field(default="", repr=False)
    alarm_test_email: str = Field(default="", pattern=f"^$|{_ADDRESS}")  # receives the daily test
    alarm_test_sms: str = Field(default="", pattern=r"^$|^\+?[0-9 ]{10,20}$")
    alarm_test_pager: str = Field(default="", pattern=_ONE_LINE)  # whom the pager service calls for the test

    @property
    def doors(self) -> tuple[str, ...]:
        """The doors that this process opens."""
        named = tuple(each.strip() for each in self.hub_doors.split(",") if each.strip())
        unknown = sorted(set(named) - set(DOORS))
        if unknown or not named:
            raise SettingsError(
                f"HUB_DOORS names {', '.join(unknown) or 'no door'}; the doors are {', '.join(DOORS)}."
            )
        return named

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names under which the site is reached, empty in local mode."""
        return tuple(each.strip() for each in self.hub_hosts.split(",") if each.strip())

    @property
    def home(self) -> Path:
        """The folder with database, vault and keys."""
        return self.hub_home.expanduser().absolute()

    @property
    def keys(self) -> Path:
        """The folder of the master keys."""
        return self.hub_keys.expanduser().absolute() if self.hub_keys else self.home / "keys"

    @property
    def quarantine_keys(self) -> Path:
        """The folder of the key that opens what is in quarantine."""
        folder = self.hub_quarantine_keys
        return folder.expanduser().absolute() if folder else self.home / "quarantine"

    @property
    def vault(self) -> Path:
        """The folder of the sealed files."""
        return self.hub_vault.expanduser().absolute() if self.hub_vault else self.home / "vault"

    @property
    def audit_heads(self) -> Path:
        """The file outside the database to which each seal of the audit is appended."""
        heads = self.hub_audit_heads
        return heads.expanduser().absolute() if heads else self.home / "audit-heads.log"


_A_SERVICE = "an address such as https://alarms.example.org/take; http on this machine only"
_SHOULD_BE = {
    "HUB_CLAMD": "where ClamAV's daemon answers: HOST:PORT such as 127.0.0.1:3310, or the path of its socket",
    "CONTROL_ROOM_EMAIL": "one e-mail address, such as control@example.org",
    "CONTROL_ROOM_WEBHOOK": _A_SERVICE,
    "HUB_S3_ENDPOINT": _A_SERVICE,
    "PAGER_WEBHOOK": _A_SERVICE,
    "SMS_GATEWAY": _A_SERVICE,
    "ALARM_TEST_EMAIL": "one e-mail address, such as alarm-test@example.org",
    "ALARM_TEST_SMS": "a telephone number, such as +44 7700 900123",
    "ALARM_TEST_PAGER": "one line of text",
    "SMTP_PORT": "a number from 1 to 65535",
    "SMTP_SECURITY": "starttls, tls or none",
    "HUB_CLASSIFICATION": "OFFICIAL or OFFICIAL-SENSITIVE: nothing above them is kept here",
    "OIDC_TRUSTS_MFA": "yes or no",
    "MAIL_FROM": "one e-mail address, such as noreply@example.org",
    "MAIL_SENDER_NAME": "one line of text",
    "HUB_MAILBOX": "one e-mail address, such as desk@example.org",
}
_SECRETS = (
    "DATABASE_URL",
    "DATABASE_APPLICATION_URL",
    "SMTP_PASSWORD",
    "HUB_SECRET_KEY",
    "OIDC_SECRET",
    "HUB_METRICS_TOKEN",
    "CONTROL_ROOM_WEBHOOK_KEY",
    "PAGER_WEBHOOK_KEY",
    "SMS_GATEWAY_TOKEN",
)


def _from_files() -> dict[str, Any]:
    """The secrets that were given as files."""
    given: dict[str, Any] = {}
    for name in _SECRETS:
        path = os.environ.get(f"{name}_FILE")
        if path and os.environ.get(name):
            raise SettingsError(f"{name} and {name}_FILE are both set: leave one of them out.")
        if path:
            try:
                given[name.lower()] = Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise SettingsError(
                    f"{name}_FILE names a file that cannot be read: {error.strerror}."
                ) from error
            except UnicodeDecodeError:  # its words would show what is in it
                raise SettingsError(
                    f"{name}_FILE names a file that is no text: write the value into it."
                ) from None
    return given


def load() -> Environment:
    """The settings as given, or one sentence saying which of them cannot be used (never showing its value)."""
    try:
        return Environment(**_from_files())
    except ValidationError as error:
        wrong = "; ".join(_wrong(each["loc"], each["msg"]) for each in error.errors())
        raise SettingsError(f"These settings cannot be used: {wrong}.") from None


def _wrong(where: tuple[int | str, ...], words: str) -> str:
    """Which setting it is, and what it should be."""
    name = ".".join(map(str, where)).upper()
    return f"{name}: {_SHOULD_BE.get(name, words)}"
