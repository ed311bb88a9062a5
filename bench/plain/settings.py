"""The product's settings, and the peer's tables and page beside it."""

from chaperone.settings import *  # noqa: F403
from chaperone.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "bench.plain"]
ROOT_URLCONF = "bench.plain.urls"
