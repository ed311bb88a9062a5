"""Every address of the product, found from the table of addresses itself."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.admindocs.views import extract_views_from_urlpatterns, simplify_regex
from django.urls import get_resolver

_PLACE = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")


@dataclass(frozen=True)
class Route:
    """An address with places for what it takes, such as ``/members/<uuid:member_id>/``."""

    address: str
    view: Callable[..., Any]

    @property
    def access(self) -> str:
        """The permission that it asks for, or who may open it."""
        return str(self.view.access)  # type: ignore[attr-defined]

    @property
    def places(self) -> list[tuple[str, str]]:
        """Kind and name of each place."""
        return [(found["kind"] or "str", found["name"]) for found in _PLACE.finditer(self.address)]

    def filled(self, value: Callable[[str, str], object]) -> str:
        """The address with ``value(kind, name)`` in each place."""
        return _PLACE.sub(lambda found: str(value(found["kind"], found["name"])), self.address)

    def is_of(self, address: str) -> bool:
        """Whether an address of a page is one of this route."""
        pattern = _PLACE.sub("[^/]+", self.address)
        return bool(re.fullmatch(pattern, address.partition("?")[0]))


def routes() -> list[Route]:
    """All of them, each once, in the order of the table."""
    found = extract_views_from_urlpatterns(get_resolver().url_patterns)
    return list(dict.fromkeys(Route(simplify_regex(regex), view) for view, regex, _, _ in found))
