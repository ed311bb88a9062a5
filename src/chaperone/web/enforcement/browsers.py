"""What pages ask of browsers, and what the program tells when it fails."""

from django.conf import settings

from chaperone.ledger.actors import Actor
from chaperone.policies.registry import Enforcement
from chaperone.web.enforcement.wording import listed

_OURS = {"'none'", "'self'", "data:"}
_MEMORY = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
_SENSORS = ("camera", "geolocation", "microphone")
_WHERE = "administration:sessions"


def _keeps_pages(_actor: Actor) -> str:
    kept_out = "chaperone.web.middleware.no_store" in settings.MIDDLEWARE
    return "never" if kept_out else "as they like"


def _session_cookie(_actor: Actor) -> str:
    through = "TLS only" if settings.SESSION_COOKIE_SECURE else "any connection"
    scripts = "not readable" if settings.SESSION_COOKIE_HTTPONLY else "readable"
    return f"{through}, {scripts} by scripts"


def _directives() -> dict[str, list[str]]:
    found: dict[str, list[str]] = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return found


def _framed(_actor: Actor) -> str:
    sources = _directives().get("frame-ancestors", ["anybody"])
    return "by nobody" if sources == ["'none'"] else f"by {listed(sources)}"


def _content(_actor: Actor) -> str:
    sources = {source for each in _directives().values() for source in each}
    return "this server only" if sources <= _OURS else listed(sources - _OURS)


def _sensors(_actor: Actor) -> str:
    allowed = (name for name in _SENSORS if settings.PERMISSIONS_POLICY.get(name) != [])
    found = listed(allowed)
    return "none" if found == "nothing" else found


def _uploads(_actor: Actor) -> str:
    return "in memory" if _MEMORY == settings.FILE_UPLOAD_HANDLERS else "on disk"


def _debug(_actor: Actor) -> str:
    return "on" if settings.DEBUG else "off"


def _reports(_actor: Actor) -> str:
    filtered = settings.DEFAULT_EXCEPTION_REPORTER_FILTER.endswith(".NoVariablesFilter")
    return "without values" if filtered else "with values of variables"


CLAIMS = (
    Enforcement("browser.keeps_pages", "When browsers keep a page", _keeps_pages, _WHERE),
    Enforcement("browser.session_cookie", "The cookie of a session", _session_cookie, _WHERE),
    Enforcement("browser.framed", "By whom pages can be shown in a frame", _framed, _WHERE),
    Enforcement("browser.content_comes_from", "Where pages load from", _content, _WHERE),
    Enforcement(
        "browser.sensors", "Camera, microphone and place that pages may use", _sensors, _WHERE
    ),
    Enforcement("uploads.held", "Where uploaded files are while they are read", _uploads, _WHERE),
    Enforcement("program.debug_mode", "The debug mode", _debug, _WHERE),
    Enforcement("program.error_reports", "What reports of errors hold", _reports, _WHERE),
)
