"""The public part of the log, for witnesses (C2SP tlog-tiles): checkpoint, changes of key, tiles.

Hashes only, never entry bundles: a hash tells nothing of a sealed entry, and the size of the tree
no more than how much happened. Read from a mirror in a folder, so that nobody's request reaches the
ledger's tables.
"""

import re
from functools import wraps
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from chaperone.access.decorators import View, public
from chaperone.accounts.requests import origin_of
from chaperone.ledger.mirrors.addresses import folders

ASKED_AT_MOST = 600
"""Requests in a minute from one address to one of the web server's processes: a witness that has
been away asks for some ten files, then for three each time."""
_LEVEL = re.compile(r"0|[1-9]|[1-5][0-9]|6[0-3]")
_WIDTH = "([1-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])"
_PLACE = re.compile(rf"(x[0-9]{{3}}/){{0,6}}[0-9]{{3}}(\.p/{_WIDTH})?")
_NUMBER = re.compile(r"[0-9]{3}")
# The checkpoint moves each second, and an older one would look like a log that shrank.
_FRESH = "no-cache"
_FOR_EVER = "public, max-age=31536000, immutable"


def bounded(view: View) -> View:
    """Answers 429 to an address that asks too often."""

    @wraps(view)
    def counted(request: HttpRequest, **arguments: Any) -> HttpResponse:
        name = f"transparency-{origin_of(request).source}"
        cache.add(name, 0, timeout=60)
        try:
            asked = cache.incr(name)
        except ValueError:  # it ran out in between
            asked = 1
        if asked > ASKED_AT_MOST:
            return HttpResponse("Too many requests.\n", status=429, headers={"Retry-After": "60"})
        return view(request, **arguments)

    return counted


@require_safe
@public
@bounded
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """The newest signed checkpoint."""
    return _file(Path("checkpoint"), "text/plain; charset=utf-8", _FRESH)


@require_safe
@public
@bounded
def key_change(_request: HttpRequest, number: str) -> HttpResponse:
    """A statement that the log's key changes, counted from 000."""
    _refuse_unlike(_NUMBER, number)
    return _file(Path("keys") / number, "text/plain; charset=utf-8", _FOR_EVER)


@require_safe
@public
@bounded
def tile(_request: HttpRequest, level: str, place: str) -> HttpResponse:
    """A hash tile, full or partial."""
    _refuse_unlike(_LEVEL, level)
    _refuse_unlike(_PLACE, place)
    return _file(Path("tile") / level / place, "application/octet-stream", _FOR_EVER)


def _refuse_unlike(pattern: re.Pattern[str], given: str) -> None:
    """Nothing but the layout's own signs reaches the file system."""
    if not pattern.fullmatch(given):
        raise Http404("no such file of the log")


def _file(path: Path, content_type: str, caching: str) -> HttpResponse:
    for folder in folders():
        try:
            content = (folder / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            continue
        return HttpResponse(content, content_type=content_type, headers={"Cache-Control": caching})
    raise Http404("no such file of the log")
