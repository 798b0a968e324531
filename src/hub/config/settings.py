"""Django's settings, made from the environment."""

from csp.constants import NONE, SELF

from hub.config import environment, logs, secret
from hub.config.database import connection

ENVIRONMENT = environment.load()
HUB_HOME = ENVIRONMENT.home
HUB_KEYS = ENVIRONMENT.keys
HUB_QUARANTINE_KEYS = ENVIRONMENT.quarantine_keys
HUB_AUDIT_HEADS = ENVIRONMENT.audit_heads
HUB_VAULT = ENVIRONMENT.vault
HUB_S3_BUCKET, HUB_S3_ENDPOINT = ENVIRONMENT.hub_s3_bucket, ENVIRONMENT.hub_s3_endpoint
HUB_CLAMD = ENVIRONMENT.hub_clamd
HUB_MAILBOX = ENVIRONMENT.hub_mailbox
HUB_DOORS = ENVIRONMENT.doors
HUB_CLASSIFICATION = ENVIRONMENT.hub_classification
HUB_METRICS_TOKEN = secret.metrics_token(ENVIRONMENT)
HUB_LOCAL = not ENVIRONMENT.hosts

SECRET_KEY = secret.signing_key(ENVIRONMENT)
DEBUG = False
# This machine always: `hub serve` and whoever watches ask whether the site answers.
ALLOWED_HOSTS = [*ENVIRONMENT.hosts, "127.0.0.1", "localhost", "[::1]"]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_prometheus",
    "django_structlog",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
    "hub.audit",
    "hub.keys",
    "hub.people",
    "hub.places",
    "hub.aside",
    "hub.duties",
    "hub.identities",
    "hub.disclosures",
    "hub.content",
    "hub.evidence",
    "hub.letters",
    "hub.reports",
    "hub.triage",
    "hub.cases",
    "hub.support",
    "hub.queue",
    "hub.web.components",
    "hub.web.signing",
    "hub.web.desk",
]

# -- the database

DATABASES = connection.databases(ENVIRONMENT)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # In the database, so that sign-in limits outlive a restart and hold for every process.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"},
}

# -- language and time

USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
USE_I18N = False

# -- the site

ROOT_URLCONF = "hub.config.urls"
WSGI_APPLICATION = "hub.config.wsgi.application"
MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "hub.web.signing.middleware.RequestLog",
    "hub.web.components.middleware.Headers",
    "hub.web.components.middleware.Refusals",
    "hub.web.signing.middleware.SessionsEnd",
    "hub.web.signing.middleware.SignInFirst",
    "hub.web.signing.middleware.SecondFactor",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "hub.web.components.context.site",
            ],
            "builtins": ["hub.web.components.templatetags.hub", "django.templatetags.static"],
        },
    }
]
STATIC_URL = "/static/"
STATIC_ROOT = environment.STATIC_ROOT
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # no door takes files yet
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# -- what a browser may do

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # data: is an icon in our own style sheet
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *secret.single_sign_on_origin(ENVIRONMENT)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = False  # the proxy in front does it; the hub never listens on the open network
SECURE_HSTS_SECONDS = 0 if HUB_LOCAL else 31_536_000
SECURE_PROXY_SSL_HEADER = None if HUB_LOCAL else ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not HUB_LOCAL
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_USE_SESSIONS = False
CSRF_FAILURE_VIEW = "hub.web.components.views.stale_form"

# -- who may enter (more in hub.web.signing)

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("email", "name")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]  # fmt: skip
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/desk/"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds: a long shift
HUB_IDLE_SECONDS = 60 * 60
ACCOUNT_ADAPTER = "hub.web.signing.adapters.Accounts"
MFA_ADAPTER = "hub.web.signing.adapters.SecondFactors"
SOCIALACCOUNT_ADAPTER = "hub.web.signing.adapters.SingleSignOn"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account begins with an invitation sent to that address
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "20/m/ip,5/5m/key"}
ACCOUNT_USER_DISPLAY = "hub.web.signing.adapters.display"
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ALLAUTH_TRUSTED_PROXY_COUNT = 0 if HUB_LOCAL else 1  # so that limits hold for a person, not for the proxy
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Hate Crime Hub"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # a code is good for 30 seconds more, for clocks that differ
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = HUB_LOCAL
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_PROVIDERS = secret.single_sign_on(ENVIRONMENT)
HUB_SINGLE_SIGN_ON_TRUSTED = ENVIRONMENT.oidc_trusts_mfa

# -- letters

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

# -- alarms: who is called where somebody may be hurt if we wait

HUB_SITE = f"https://{ENVIRONMENT.hosts[0]}" if ENVIRONMENT.hosts else "http://127.0.0.1:8000"
CONTROL_ROOM_EMAIL = ENVIRONMENT.control_room_email
CONTROL_ROOM_WEBHOOK, CONTROL_ROOM_WEBHOOK_KEY = secret.of_service(
    ENVIRONMENT, "CONTROL_ROOM_WEBHOOK", "CONTROL_ROOM_WEBHOOK_KEY"
)
PAGER_WEBHOOK, PAGER_WEBHOOK_KEY = secret.of_service(ENVIRONMENT, "PAGER_WEBHOOK", "PAGER_WEBHOOK_KEY")
SMS_GATEWAY, SMS_GATEWAY_TOKEN = secret.of_service(ENVIRONMENT, "SMS_GATEWAY", "SMS_GATEWAY_TOKEN")
ALARM_TEST_EMAIL = ENVIRONMENT.alarm_test_email
ALARM_TEST_SMS = ENVIRONMENT.alarm_test_sms
ALARM_TEST_PAGER = ENVIRONMENT.alarm_test_pager

# -- logs: what happened and where, never anybody's words

LOGGING = logs.SETTINGS
logs.configure()
