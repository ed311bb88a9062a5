"""Every page in a real browser: readable by all, on a phone and a desk, by day and by night."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.web import gallery
from tests.web.accessibility import assert_accessible

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
SETTLE = (
    "document.getAnimations().filter(one => one instanceof CSSTransition)"
    ".forEach(one => one.finish())"
)
"""From one theme to the other colours change within a moment, which need not be waited for."""
PARTS = 8
"""Of the gallery, so that both workers share it."""


@pytest.mark.parametrize(
    "part", [pytest.param(i, marks=pytest.mark.xdist_group(f"gallery {i}")) for i in range(PARTS)]
)
def test_every_page_is_accessible_and_quiet(window, part):
    # Each page is opened once and then shown in all shapes: nothing but its style depends on them
    # (`test_no_script_asks_for_the_shape`). All rules are judged in both, since what is hidden on a
    # desk may be shown on a phone.
    seen = window(**DESK, color_scheme="light")
    # A page in the background does not renew itself: it stays as it is, however long this takes.
    seen.page.add_init_script("Object.defineProperty(document, 'hidden', {value: true})")
    for name in list(gallery.PAGES)[part::PARTS]:
        page = seen.open(name)
        judge(page, DESK, name)
        page.emulate_media(color_scheme="dark")
        judge(page, PHONE, name)
        # WCAG 1.4.10: as wide as a desk's window at 400 %.
        page.set_viewport_size(NARROW)
        assert not page.evaluate(WIDER), f"{name} has to be scrolled sideways at 320 pixels"
        assert seen.complaints == [], name
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(DESK)


def judge(page, shape, name):
    page.set_viewport_size(shape)
    # As high as the page: what lies under a bar that stays in view can be scrolled from under it.
    height = max(page.evaluate("document.documentElement.scrollHeight"), shape["height"])
    page.set_viewport_size(shape | {"height": height})
    page.evaluate(SETTLE)
    assert_accessible(page, name)


def test_no_script_asks_for_the_shape():
    # What one decides on while it loads would have to be loaded anew for each shape.
    asking = ("innerWidth", "matchMedia", "devicePixelRatio", "screen.")
    scripts = sorted(Path(finders.find("web")).glob("*.js"))
    assert scripts
    assert [s.name for s in scripts if any(word in s.read_text() for word in asking)] == []


def test_axe_would_notice(window):
    page = window().open("404")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    with pytest.raises(AssertionError, match="html-has-lang"):
        assert_accessible(page)


def test_the_gallery_would_notice_an_inline_script(window):
    seen = window()
    seen.changed = lambda html: html.replace("</body>", "<script>1</script></body>")
    seen.open("404")
    assert "Content Security Policy" in seen.complaints[0]


def test_the_first_stop_of_the_keyboard_leads_past_the_navigation(window):
    page = window().open("inbox")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_register_prints_without_its_frame(window):
    page = window().open("ledger")
    page.emulate_media(media="print")
    assert not page.locator(".side").is_visible()
    assert not page.get_by_role("button", name="Verify").is_visible()
    assert page.get_by_role("table").is_visible()


def test_pages_can_be_read_without_javascript(window):
    page = window(java_script_enabled=False).open("thread")
    assert page.get_by_text("I am calling you now.").is_visible()
    assert page.get_by_role("button", name="Send").is_enabled()
    assert not page.get_by_role("button", name="Keys").is_visible()
