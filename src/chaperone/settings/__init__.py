"""Settings of every Chaperone process; what differs between them comes from the environment.

``CHAPERONE_DATA`` is the data folder, ``CHAPERONE_LOGIN`` the database login this process uses,
``CHAPERONE_URL`` where people reach the web server. Nothing here can be turned into a debug mode.
"""

import os
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from chaperone.accounts.mail_server import mail_server
from chaperone.database.address import find, password
from chaperone.ledger.mirrors.naming import named_in

CHAPERONE_DATA = Path(os.environ["CHAPERONE_DATA"])
CHAPERONE_LOGIN = os.environ.get("CHAPERONE_LOGIN", "web")
CHAPERONE_URL = os.environ.get("CHAPERONE_URL", "https://localhost:8443")
CHAPERONE_KEYS = CHAPERONE_DATA / "keys"
CHAPERONE_LOG_KEY = CHAPERONE_DATA / "keys" / "log.key"
# Where the signed ledger is kept outside the database: folders and s3://bucket/prefix, by comma.
CHAPERONE_MIRRORS = named_in(os.environ.get("CHAPERONE_MIRRORS", ""), CHAPERONE_DATA)
CHAPERONE_MIRROR_REGION = os.environ.get("CHAPERONE_MIRROR_REGION", "")
CHAPERONE_MIRROR_ENDPOINT = os.environ.get("CHAPERONE_MIRROR_ENDPOINT", "")
# How long S3 locks what is written: compliance:DAYS, governance:DAYS or none. It must be said.
CHAPERONE_MIRROR_RETENTION = os.environ.get("CHAPERONE_MIRROR_RETENTION", "")
# Entries of the ledger are kept for six years at least (45 CFR 164.316(b)(2)(i)), or for longer.
CHAPERONE_LEDGER_YEARS = max(6, int(os.environ.get("CHAPERONE_LEDGER_YEARS", "6")))
# Proxies of our own, whose word on where a request came from is believed: "10.0.0.0/8, ::1".
CHAPERONE_PROXIES = tuple(
    ip_network(part.strip())
    for part in os.environ.get("CHAPERONE_PROXIES", "").split(",")
    if part.strip()
)
# Networks of our own that a webhook may call, beside the public internet: "10.1.0.0/24".
CHAPERONE_WEBHOOK_NETWORKS = tuple(
    ip_network(part.strip())
    for part in os.environ.get("CHAPERONE_WEBHOOK_NETWORKS", "").split(",")
    if part.strip()
)
# The journal of emergency mode; set by ``settings.emergency`` alone.
CHAPERONE_EMERGENCY: Path | None = None
CHAPERONE_DEMO = os.environ.get("CHAPERONE_DEMO") == "1"

DEBUG = False
SECRET_KEY = (CHAPERONE_DATA / "secrets" / "django.key").read_text().strip()
ALLOWED_HOSTS = [urlsplit(CHAPERONE_URL).hostname or "localhost", "127.0.0.1", "[::1]"]
ROOT_URLCONF = "chaperone.web.urls"
WSGI_APPLICATION = "chaperone.web.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-us"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "chaperone.vault",
    "chaperone.jobs",
    "chaperone.ledger",
    "chaperone.requestlog",
    "chaperone.retention",
    "chaperone.organizations",
    "chaperone.notices",
    "chaperone.duties",
    "chaperone.accounts",
    "chaperone.access",
    "chaperone.registers",
    "chaperone.policies",
    "chaperone.training",
    "chaperone.workforce",
    "chaperone.vendors",
    "chaperone.risks",
    "chaperone.facilities",
    "chaperone.members",
    "chaperone.carriers",
    "chaperone.assistant",
    "chaperone.conversations",
    "chaperone.continuity",
    "chaperone.detection",
    "chaperone.disclosures",
    "chaperone.incidents",
    "chaperone.evidence",
    "chaperone.web",
    # After ours, so that our templates win.
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    # Around all: answers machines that watch, also while the database is away.
    "chaperone.web.health.middleware.WatchingMiddleware",
    # The outermost of those that people meet, so that what any other refuses is written down, too.
    "chaperone.requestlog.middleware.RequestLogMiddleware",
    # What any other asks of the database may be what breaks.
    "chaperone.web.reconnecting.ReconnectingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "chaperone.web.middleware.no_store",
    "chaperone.web.middleware.time_zone_of_its_own",
    "chaperone.web.refusals.RefusalPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "chaperone.accounts.middleware.SessionMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "chaperone.access.guard.RouteGuardMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "chaperone.web.context.shell",
            ],
        },
    },
]

# The database. "apart" is the same login on a connection of its own, for what a rollback of the
# request must not erase: refusals.
_DEFAULT = find(CHAPERONE_DATA, os.environ).django(
    CHAPERONE_LOGIN, password(CHAPERONE_DATA, CHAPERONE_LOGIN, os.environ)
) | {"ENGINE": "chaperone.connections", "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
DATABASES = {"default": _DEFAULT, "apart": dict(_DEFAULT)}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Sign-in
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "chaperone.accounts.passwords.PolicyValidator"}]
ACCOUNT_ADAPTER = "chaperone.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_DISPLAY = str
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# Wrong tries are counted in the database, for all processes (docs/decisions/0007). What is left to
# allauth is a brake on floods: each try costs a password hash.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": None, "reauthenticate": "60/m/user"}
ACCOUNT_FORMS = {
    "login": "chaperone.accounts.forms.SignInForm",
    "reauthenticate": "chaperone.accounts.forms.PasswordAgainForm",
}
MFA_ADAPTER = "chaperone.accounts.adapters.MFAAdapter"
# Recovery codes are our own: allauth keeps a seed that tells them all.
MFA_SUPPORTED_TYPES = ["totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = "Chaperone"
# One step of 30 seconds for slow typing and clocks (RFC 6238, section 5.2).
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
MFA_FORMS = {
    "authenticate": "chaperone.accounts.mfa_forms.CodeForm",
    "reauthenticate": "chaperone.accounts.mfa_forms.CodeAgainForm",
    "authenticate_webauthn": "chaperone.accounts.mfa_forms.PasskeyForm",
    "login_webauthn": "chaperone.accounts.mfa_forms.PasskeySignInForm",
    "reauthenticate_webauthn": "chaperone.accounts.mfa_forms.PasskeyAgainForm",
    "activate_totp": "chaperone.accounts.mfa_forms.NewAppForm",
    "add_webauthn": "chaperone.accounts.mfa_forms.NewPasskeyForm",
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

# Mail: by SMTP with TLS, or kept as files until a server is named (`chaperone doctor` says which).
EMAIL_BACKEND, _SERVER = mail_server(os.environ.get("CHAPERONE_SMTP_URL", ""))
EMAIL_HOST = _SERVER.get("host", "")
EMAIL_PORT = _SERVER.get("port", 0)
EMAIL_HOST_USER = _SERVER.get("user", "")
EMAIL_HOST_PASSWORD = _SERVER.get("password", "")
EMAIL_USE_SSL = _SERVER.get("ssl", False)
EMAIL_USE_TLS = _SERVER.get("starttls", False)
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = CHAPERONE_DATA / "outbox"
DEFAULT_FROM_EMAIL = os.environ.get(
    "CHAPERONE_MAIL_FROM", f"Chaperone <no-reply@{urlsplit(CHAPERONE_URL).hostname}>"
)

# Cookies and transport
SESSION_ENGINE = "chaperone.accounts.session_store"
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [CHAPERONE_URL]
CSRF_FAILURE_VIEW = "chaperone.web.views.csrf_failure"
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
# Uploaded files hold PHI: in memory, never on disk. A larger one is read to its end and dropped.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 10_010_000
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in ("camera", "microphone", "geolocation", "payment", "usb", "display-capture")
}
# An error page, a report or a log line never carries the values of local variables.
DEFAULT_EXCEPTION_REPORTER_FILTER = "chaperone.web.errors.NoVariablesFilter"

STATIC_URL = "/static/"
STATIC_ROOT = CHAPERONE_DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "chaperone.telemetry.lines.Lines"}},
    "handlers": {
        "sealed": {
            "()": "chaperone.telemetry.handler.SealingHandler",
            "folder": CHAPERONE_DATA / "log",
            "key": CHAPERONE_KEYS / "logs.pub",
            "formatter": "line",
        }
    },
    "root": {"handlers": ["sealed"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        # Each task and each job would be a line otherwise.
        "procrastinate": {"level": "WARNING"},
    },
}

PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful", "fetch_job_polling_interval": 1.0}
