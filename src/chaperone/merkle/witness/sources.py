"""Where a witness reads the log: a folder, or an address on the web."""

import ssl
from http.client import HTTPException
from pathlib import Path
from typing import Protocol
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from chaperone.merkle.errors import NotFetched, NotThere, ServerNotTrusted

TIMEOUT = 20.0
_GONE = (404, 410)


class Source(Protocol):
    """A log in C2SP tlog-tiles layout, to be read file by file."""

    def read(self, path: str, longest: int) -> bytes:
        """The file at `path`, of at most `longest` bytes. Raises NotThere, NotFetched, Alarm."""


class FolderSource:
    """A mirror or an export that lies here."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def read(self, path: str, longest: int) -> bytes:
        """Raises NotThere, NotFetched."""
        try:
            with (self._root / path).open("rb") as file:
                return _bounded(path, file.read(longest + 1), longest)
        except FileNotFoundError:
            raise NotThere(f"({self._root / path})") from None
        except OSError as error:
            raise NotFetched(f"({self._root / path}: {error.strerror})") from error


class _NoRedirects(HTTPRedirectHandler):
    """A log lies where it was said to lie: to follow would be to let a server name another."""

    def redirect_request(self, *_: object) -> None:
        return None


class WebSource:
    """A log's address that begins with https://."""

    def __init__(self, url: str, ca: Path | None = None) -> None:
        """`ca`: certificates that count instead of the system's. Raises OSError, ValueError."""
        if not url.startswith("https://"):
            raise ValueError(f"{url} is neither a folder nor an address with https://")
        context = ssl.create_default_context(cafile=str(ca) if ca else None)
        self._url = url.rstrip("/")
        self._opener = build_opener(HTTPSHandler(context=context), _NoRedirects)

    def read(self, path: str, longest: int) -> bytes:
        """Raises NotThere, NotFetched, and ServerNotTrusted where TLS does not prove the server."""
        address = f"{self._url}/{path}"
        # The scheme was checked: nothing but https comes this far.
        request = Request(address, headers={"Cache-Control": "no-cache"})  # noqa: S310
        try:
            with self._opener.open(request, timeout=TIMEOUT) as response:
                data = response.read(longest + 1)
                # Asked for so many bytes, it does not itself say that fewer came than announced.
                if response.length and len(data) <= longest:
                    raise NotFetched(f"({address} was cut off)")
                return _bounded(path, data, longest)
        except HTTPError as error:
            error.close()
            kind = NotThere if error.code in _GONE else NotFetched
            raise kind(f"({address}: {error.code} {error.reason})") from error
        except URLError as error:
            if isinstance(error.reason, ssl.SSLCertVerificationError):
                raise ServerNotTrusted(f"({address}: {error.reason.verify_message})") from error
            raise NotFetched(f"({address}: {error.reason})") from error
        except (OSError, HTTPException) as error:
            raise NotFetched(f"({address}: {error})") from error


def source_at(place: str, ca: Path | None) -> Source:
    """A folder of this machine, or an address with https://. Raises OSError, ValueError."""
    return FolderSource(Path(place)) if Path(place).is_dir() else WebSource(place, ca)


def _bounded(path: str, data: bytes, longest: int) -> bytes:
    if len(data) > longest:
        raise NotFetched(f"({path} is longer than {longest} bytes)")
    return data
