import pytest
from tests.web import breach_pages
from tests.web.accessibility import assert_accessible


@pytest.mark.parametrize("shape", ["desk", "phone"])
def test_look(window, shape):
    size = (
        {"width": 1280, "height": 800}
        if shape == "desk"
        else {"width": 390, "height": 844, "color_scheme": "dark"}
    )
    seen = window(**size)
    bad = []
    for name in breach_pages.PAGES:
        try:
            page = seen.open(name)
            height = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": size["width"], "height": height})
            page.screenshot(path=f"/tmp/shots/{shape}-{name}.png")
            assert_accessible(page)
            page.set_viewport_size({key: size[key] for key in ("width", "height")})
            if seen.complaints:
                bad.append((name, seen.complaints))
                seen.complaints.clear()
        except Exception as problem:
            bad.append((name, str(problem)[:600]))
    if shape == "phone":
        narrow = window(width=320, height=640)
        wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        bad += [("wide", name) for name in breach_pages.PAGES if narrow.open(name).evaluate(wider)]
    assert not bad, bad
