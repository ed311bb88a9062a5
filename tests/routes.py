"""Every address of the product, found from the table of addresses itself."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.admindocs.views import extract_views_from_urlpatterns, simplify_regex
from django.urls import get_resolver

_PLACE = re.compile("<(?P<name>[^>]+)>")


@dataclass(frozen=True)
class Route:
    """An address with places for what it takes, such as ``/members/<member_id>/``."""

    address: str
    view: Callable[..., Any]

    @property
    def access(self) -> str:
        """The permission that it asks for, "public", or "allauth", which decides by itself."""
        return str(getattr(self.view, "access", "allauth"))

    @property
    def places(self) -> list[str]:
        return _PLACE.findall(self.address)

    def filled(self, value: Callable[[str], object]) -> str:
        """The address with ``value(name)`` in each place."""
        return _PLACE.sub(lambda found: str(value(found["name"])), self.address)


def routes() -> list[Route]:
    """All of them, each once, in the order of the table."""
    found = extract_views_from_urlpatterns(get_resolver().url_patterns)
    return list(dict.fromkeys(Route(simplify_regex(regex), view) for view, regex, _, _ in found))
