"""Every page in a real browser: readable by all, on a phone and a desk, by day and by night."""

import pytest

from tests.web import gallery
from tests.web.accessibility import assert_accessible

SHAPES = {
    "desk, light": {"width": 1280, "height": 800, "color_scheme": "light"},
    "phone, dark": {"width": 390, "height": 844, "color_scheme": "dark"},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_page_is_accessible_and_quiet(window, shape):
    seen = window(**SHAPES[shape])
    for name in gallery.PAGES:
        page = seen.open(name)
        # As high as the page: what lies under a bar that stays in view can be scrolled from under it.
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": SHAPES[shape]["width"], "height": height})
        assert_accessible(page)
        page.set_viewport_size({key: SHAPES[shape][key] for key in ("width", "height")})
        assert seen.complaints == [], name


def test_nothing_has_to_be_scrolled_sideways_at_320_pixels(window):
    # WCAG 1.4.10: as wide as a desk's window at 400 %.
    seen = window(width=320, height=640)
    wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert [name for name in gallery.PAGES if seen.open(name).evaluate(wider)] == []


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
