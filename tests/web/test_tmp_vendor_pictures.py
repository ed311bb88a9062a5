from tests.web import vendor_pages
from tests.web.accessibility import assert_accessible


def test_pictures(window):
    bad = []
    for shape, args in {"desk": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844, "color_scheme": "dark"}}.items():
        seen = window(**args)
        for name in vendor_pages.PAGES:
            page = seen.open(name)
            page.screenshot(path=f"/tmp/vpic-{name}-{shape}.png", full_page=True)
            height = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": args["width"], "height": height})
            try:
                assert_accessible(page)
            except AssertionError as problem:
                bad.append((name, shape, str(problem)[:600]))
            page.set_viewport_size({"width": args["width"], "height": args["height"]})
            if seen.complaints:
                bad.append((name, shape, seen.complaints))
    seen = window(width=320, height=640)
    wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    bad += [name for name in vendor_pages.PAGES if seen.open(name).evaluate(wider)]
    assert bad == []
