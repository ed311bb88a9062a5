"""Settings of the web process in emergency mode: the usual ones, and what is different.

``CHAPERONE_EMERGENCY`` is the journal, ``CHAPERONE_DATABASE_URL`` the replica.
"""

import os
from pathlib import Path
from typing import Any

from chaperone.settings import *  # noqa: F403  all that is not said here stays as it is
from chaperone.settings import DATABASES, TEMPLATES

CHAPERONE_EMERGENCY = Path(os.environ["CHAPERONE_EMERGENCY"])

ROOT_URLCONF = "chaperone.continuity.emergency.urls"
LOGIN_REDIRECT_URL = "conversations:inbox"
MIDDLEWARE = [
    "chaperone.web.health.middleware.WatchingMiddleware",
    "chaperone.requestlog.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "chaperone.web.middleware.no_store",
    "chaperone.web.middleware.time_zone_of_its_own",
    "chaperone.web.refusals.RefusalPagesMiddleware",
    # Before it, since the pages that it would lead to are closed.
    "chaperone.continuity.emergency.middleware.ClosedPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "chaperone.continuity.emergency.middleware.StayMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "chaperone.access.guard.RouteGuardMiddleware",
]
TEMPLATES[0]["OPTIONS"] = {
    "context_processors": [
        "django.template.context_processors.request",
        "chaperone.continuity.emergency.context.shell",
    ],
}

# A standby refuses to be written to; this refuses as well where somebody names something else.
_READ_ONLY = "-c default_transaction_read_only=on"
for _database in DATABASES.values():
    _own: Any = _database["OPTIONS"]
    _database["OPTIONS"] = _own | {"options": f"{_own.get('options', '')} {_READ_ONLY}".strip()}

# Sessions live in this process and end with it: there is nothing to steal from a disk.
SESSION_ENGINE = "django.contrib.sessions.backends.cache"
SESSION_CACHE_ALIAS = "stays"
SESSION_COOKIE_AGE = 60 * 60
_IN_MEMORY = "django.core.cache.backends.locmem.LocMemCache"
_STAYS: dict[str, Any] = {
    "BACKEND": _IN_MEMORY,
    "LOCATION": "stays",
    # Nobody who is signed in is forgotten for want of room.
    "OPTIONS": {"MAX_ENTRIES": 10_000},
}
CACHES |= {"stays": _STAYS}  # noqa: F405
