"""Django's settings, made from the environment."""

from hub.config import environment
from hub.config.database import connection

ENVIRONMENT = environment.load()

# No door needs it yet; nothing is signed with it.
SECRET_KEY = "unused-" + "0" * 43

INSTALLED_APPS = [
    "procrastinate.contrib.django",
    "hub.audit",
    "hub.keys",
    "hub.places",
    "hub.duties",
    "hub.identities",
    "hub.disclosures",
    "hub.content",
    "hub.letters",
    "hub.reports",
    "hub.triage",
    "hub.cases",
    "hub.support",
]

DATABASES = connection.databases(ENVIRONMENT)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"

HUB_HOME = ENVIRONMENT.home
HUB_KEYS = ENVIRONMENT.keys
HUB_AUDIT_HEADS = ENVIRONMENT.audit_heads
HUB_MAILBOX = ENVIRONMENT.hub_mailbox

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = ENVIRONMENT.smtp_host
EMAIL_PORT = ENVIRONMENT.smtp_port
EMAIL_HOST_USER = ENVIRONMENT.smtp_user
EMAIL_HOST_PASSWORD = ENVIRONMENT.smtp_password
EMAIL_USE_TLS = ENVIRONMENT.smtp_security == "starttls"
EMAIL_USE_SSL = ENVIRONMENT.smtp_security == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from
MAIL_SENDER_NAME = ENVIRONMENT.mail_sender_name

# An exception's words may hold an address or a row: no log of the hub tells them.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "hub.config.logs.WithoutWords", "format": "%(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "procrastinate": {"level": "ERROR"},
        "asyncio": {"level": "ERROR"},
    },
}
