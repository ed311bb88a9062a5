"""Requests that nobody should send: what forms ask for, missing, overlong, doubled, of the wrong kind.

Which fields there are is read from the pages: every form that somebody of the story is shown.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random
from urllib.parse import quote_from_bytes, urljoin
from uuid import UUID

from tests.routes import Route

Fields = dict[str, bytes]
Pairs = list[tuple[str, bytes]]

WRONG = (
    *(b"", b" ", b"x", b"-1", b"0", b"1.5", b"1e309", b"NaN", b"9" * 40, b"true", b"null"),
    *(b"[]", b"{}", b'{"a": [1, {"b": null}]}', b"[" * 3_000, b'"', b"2026-02-30", b"9999-12-31"),
    *(b"2026-13-45T99:99", b"not-a-uuid", str(UUID(int=0)).encode(), b"+1617555012", b"tel:+1"),
    *(b"a\0b", b"\0", b"\xff\xfe", b"\xc3\x28", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"\r\n\r\n"),
    *("\u202ex\u2066".encode(), "ﷺ".encode() * 20, "İıßſ".encode(), b"' OR 1=1 --", b"%00%ff"),
    *(b"<script>alert(1)</script>", b"{{ 7*7 }}", b"../../../etc/passwd", b"https://x.example/"),
    *(b"x" * 300, b"x" * 5_000, "ü".encode() * 40_000, b"x" * 300_000),
)
PLACES = (
    *("x", "0", "-1", "9" * 40, "%00", "%ff", "a%00b", "..", "%2e%2e%2f", "x" * 3_000, "%0a"),
    *("00000000-0000-0000-0000-000000000000", "Ünï", "x.y", "settings", "accounts.idle_minutes"),
)
TYPES = (
    *("application/x-www-form-urlencoded", "application/json", "text/plain", "", "multipart/x;;"),
    *("multipart/form-data", "multipart/form-data; boundary=\x01", "application/json; charset=x"),
    "application/x-www-form-urlencoded; charset=utf-16",
)
HEADERS = {
    "HTTP_ACCEPT": ("application/json", "\xff", "*/*;q=x"),
    "HTTP_REFERER": ("https://x.example/", "//", "\xff", "http://[::1"),
    "HTTP_X_FORWARDED_FOR": ("1.2.3.4", "x, y", "::1, \xff", "," * 5_000),
    "HTTP_USER_AGENT": ("", "\xff" * 300, "x" * 20_000),
    "HTTP_COOKIE": ("__Host-session=x", "__Host-session=\xff; =;;", "x" * 5_000),
    "HTTP_X_CHAPERONE_POLL": ("1", "\xff"),
    "HTTP_HX_REQUEST": ("true",),
    "HTTP_CONTENT_LENGTH": ("x",),
}
_BOUNDARY = b"bad-input-boundary"
_TEXT, _FILE = "text", "file"


class Forms(HTMLParser):
    """The forms and links of a page: for each address the fields that are sent there."""

    def __init__(self, address: str, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address = address
        self.links: set[str] = set()
        self.forms: dict[str, Fields] = {}
        self.sent: set[str] = set()  # where forms that change something go
        self._to: str | None = None
        self._select: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, found: list[tuple[str, str | None]]) -> None:
        with_values = {name: value or "" for name, value in found}
        name, value = with_values.get("name", ""), with_values.get("value", "")
        match tag:
            case "a":
                self.links.add(urljoin(self.address, with_values.get("href", "")))
            case "form":
                self._to = urljoin(self.address, with_values.get("action", ""))
                self.forms.setdefault(self._to, {})
                if with_values.get("method", "").lower() == "post":
                    self.sent.add(self._to)
            case "select":
                self._select = name
                self._add(name, "")
            case "option" if self._select and value:
                self._add(self._select, value)
            case "input" if with_values.get("type") == "file":
                self._add(name, "Name;Phone;Birth date;Care team\n")
            case "input" | "textarea" | "button":
                self._add(name, value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._to = None
        elif tag == "select":
            self._select = None

    def _add(self, name: str, value: str) -> None:
        if self._to is not None and name and name != "csrfmiddlewaretoken":
            self.forms[self._to][name] = value.encode()


@dataclass
class Target:
    """A route, addresses of it that exist, whose pages lead there, and what forms send there."""

    route: Route
    addresses: list[str] = field(default_factory=list)
    people: set[str] = field(default_factory=set)
    fields: Fields = field(default_factory=dict)
    is_asked: bool = False
    is_sent_to: bool = False

    def learn(self, person: str, page: Forms) -> list[str]:
        """Keeps what a page says about the route; gives addresses that were not known yet."""
        fresh = []
        for address in sorted({*page.links, *page.forms}):
            if not self.route.is_of(address):
                continue
            self.people.add(person)
            self.is_sent_to |= address in page.sent
            self.fields.update(page.forms.get(address, {}))
            plain = address.partition("?")[0]
            # A few of each are enough.
            if plain not in self.addresses and len(self.addresses) < 4:
                self.addresses.append(plain)
                fresh.append(plain)
        return fresh


@dataclass(frozen=True)
class BadRequest:
    """One request as a test client sends it."""

    method: str
    address: str
    body: bytes = b""
    content_type: str = TYPES[0]
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        body = self.body[:200] + (b"..." if len(self.body) > 200 else b"")
        return f"{self.method} {self.address[:200]} {self.content_type!r} {body!r} {self.headers}"


class Generator:
    """Draws requests; the same ones for the same seed."""

    def __init__(self, seed: int, ids: list[UUID]) -> None:
        self._random = Random(seed)
        self._ids = ids

    def requests_to(self, target: Target) -> Iterator[BadRequest]:
        """By the address and what stands behind its question mark, and by the body."""
        while True:
            both = target.is_asked and target.is_sent_to
            posts = 0.6 if both else 0.95 if target.is_sent_to else 0.05
            if self._random.random() < posts:
                yield self._posted(target)
            else:
                yield self._asked(target)

    def person_for(self, target: Target, everybody: list[str]) -> str:
        """Mostly somebody who gets past the door, sometimes anybody."""
        some = sorted(target.people) if self._random.random() < 0.7 else everybody
        return self._random.choice(some or everybody)

    def _asked(self, target: Target) -> BadRequest:
        method = self._random.choice(("GET",) * 20 + ("HEAD", "PUT", "OPTIONS"))
        address = self._address(target, wrong=0.2) + self._query(target)
        return BadRequest(method, address, headers=self._headers())

    def _posted(self, target: Target) -> BadRequest:
        pairs = self._spoilt(target.fields)
        address = self._address(target, wrong=0.1)
        match self._random.randrange(10):
            case 0:
                content_type, body = self._random.choice(TYPES), self._random.choice(WRONG)
            case 1 | 2:
                content_type, body = _multipart(pairs)
            case 3:
                content_type, body = "application/json", _json(pairs)
            case _:
                content_type, body = TYPES[0], _urlencoded(pairs)
        return BadRequest("POST", address, body, content_type, self._headers())

    def _address(self, target: Target, *, wrong: float) -> str:
        if target.addresses and self._random.random() > wrong:
            return self._random.choice(target.addresses)
        return target.route.filled(lambda kind, name: self._place(kind))

    def _place(self, kind: str) -> object:
        if self._random.random() < 0.5 and kind in ("uuid", "int"):
            return self._random.choice(self._ids) if kind == "uuid" else 7
        return self._random.choice(PLACES)

    def _query(self, target: Target) -> str:
        if self._random.random() < 0.3:
            return ""
        extra = {"next": b"/inbox/", "before": b"", "page": b"2", "version": b"1", "from": b""}
        return "?" + _urlencoded(self._spoilt(target.fields | extra)).decode("ascii")[:6_000]

    def _spoilt(self, fields: Fields) -> Pairs:
        """Fields as their form would send them, one to three of them spoilt."""
        names = list(fields)
        values = {name: [value or b"something"] for name, value in fields.items()}
        for name in self._random.sample(names, min(len(names), self._random.randint(1, 3))):
            match self._random.randrange(5):
                case 0:
                    values[name] = []
                case 1:
                    values[name] = [*values[name], self._random.choice(WRONG), *values[name]]
                case _:
                    values[name] = [self._random.choice(WRONG)]
        pairs = [(name, value) for name, several in values.items() for value in several]
        if self._random.random() < 0.1:
            pairs.append((self._random.choice(("", "x\0", "a[b]", "ü")), b"unasked"))
        return pairs

    def _headers(self) -> dict[str, str]:
        if self._random.random() < 0.8:
            return {}
        name = self._random.choice(list(HEADERS))
        return {name: self._random.choice(HEADERS[name])}


def _urlencoded(pairs: Pairs) -> bytes:
    return "&".join(
        f"{quote_from_bytes(name.encode())}={quote_from_bytes(value)}" for name, value in pairs
    ).encode()


def _json(pairs: Pairs) -> bytes:
    return json.dumps({name: value.decode(errors="replace") for name, value in pairs}).encode()


def _multipart(pairs: Pairs) -> tuple[str, bytes]:
    parts = []
    for name, value in pairs:
        a_file = b'; filename="x.csv"' if name == _FILE else b""
        label = name.encode().replace(b"\0", b"")
        parts.append(
            b'--%b\r\nContent-Disposition: form-data; name="%b"%b\r\n\r\n%b\r\n'
            % (_BOUNDARY, label, a_file, value)
        )
    body = b"".join(parts) + b"--%b--\r\n" % _BOUNDARY
    return f"multipart/form-data; boundary={_BOUNDARY.decode()}", body
