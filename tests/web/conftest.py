"""A browser that shows the gallery: no server, no network, the product's own policy on scripts."""

import mimetypes
import shutil
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import override_settings
from playwright.sync_api import Browser, Page, Route, sync_playwright

from chaperone.web.templatetags import pages

HOST = "https://chaperone.example"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="package", autouse=True)
def plain_static_files() -> Iterator[None]:
    """Pages link files by their own names, so that a test can find them."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}):
        _forget_addresses()
        yield
    _forget_addresses()


def _forget_addresses() -> None:
    pages.icon.cache_clear()
    pages.word.cache_clear()


def chromium() -> str:
    found = filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    return next(found)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        shown = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        yield shown
        shown.close()


class Gallery:
    """One browser window on the gallery; `complaints` is what the browser said against a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.version = 0
        self.here: list[str] = []
        self.count = 3
        self.changed: Callable[[str], str] = lambda html: html
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._console)
        page.route("**/*", self._answer)

    def open(self, name: str) -> Page:
        self.page.goto(f"{HOST}/{name}")
        return self.page

    def _console(self, message: object) -> None:
        if message.type == "error":  # type: ignore[attr-defined]
            self.complaints.append(message.text)  # type: ignore[attr-defined]

    def _answer(self, route: Route) -> None:
        # Here, since the pages are made of the rooms' own forms and lines, and this file is read
        # before Django is set up.
        from tests.web import gallery

        address = urlsplit(route.request.url)
        path = address.path
        self.asked.append(f"{route.request.method} {path}")
        if path.startswith(settings.STATIC_URL):
            self._answer_static(route, path.removeprefix(settings.STATIC_URL))
        elif path.endswith("/version/") or "version" in parse_qs(address.query):
            assert route.request.headers["x-chaperone-poll"] == "1"
            route.fulfill(json={"version": self.version, "here": self.here})
        elif path.endswith("/open/"):
            assert route.request.headers["x-chaperone-poll"] == "1"
            route.fulfill(json={"count": self.count})
        elif (name := name_of(route.request.method, path)) in gallery.PAGES:
            route.fulfill(
                body=self.changed(gallery.render(name)),
                content_type="text/html; charset=utf-8",
                headers={"Content-Security-Policy": policy()},
            )
        else:
            route.fulfill(body=f"asked for {path}", status=404)

    def _answer_static(self, route: Route, name: str) -> None:
        found = finders.find(name)
        assert found, f"{name} is linked but not there"
        route.fulfill(path=found, content_type=mimetypes.guess_type(name)[0])


def name_of(method: str, path: str) -> str:
    """The page of the gallery at an address; a thread also stands at its own."""
    at_a_thread = method == "GET" and path.startswith("/threads/")
    return "thread" if at_a_thread else path.strip("/")


def policy() -> str:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


@pytest.fixture
def window(browser: Browser) -> Iterator[Callable[..., Gallery]]:
    """Opens windows: `window(width=390, height=844, color_scheme="dark")`."""
    contexts = []

    def make(*, width: int = 1280, height: int = 800, **choices: object) -> Gallery:
        context = browser.new_context(viewport={"width": width, "height": height}, **choices)
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Gallery(context.new_page())

    yield make
    for context in contexts:
        context.close()
