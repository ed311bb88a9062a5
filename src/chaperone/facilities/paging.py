"""A register a page at a time."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest

PER_PAGE = 50
_MOST_PAGES = 10_000


class Page(NamedTuple):
    """Rows of one page; the numbers of the one before and behind it, 0 for none."""

    rows: Sequence[Any]
    number: int
    previous: int
    next: int


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page:
    """The page that ``?page=`` names; the first for whatever is no number of one."""
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    number = min(max(number, 1), _MOST_PAGES)
    start = (number - 1) * PER_PAGE
    found = list(rows[start : start + PER_PAGE + 1])
    more = len(found) > PER_PAGE
    return Page(found[:PER_PAGE], number, number - 1, number + 1 if more else 0)
