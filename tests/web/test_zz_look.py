import pytest
from tests.web import governance_pages
from tests.web.accessibility import assert_accessible


@pytest.mark.parametrize("name", list(governance_pages.PAGES))
def test_look(name, window):
    for kind, size in (("desk", (1200, 900)), ("phone", (390, 844))):
        shown = window(width=size[0], height=size[1])
        page = shown.open(name)
        page.screenshot(path=f"/tmp/gov/shots/{kind}-{name}.png", full_page=True)
        assert_accessible(page)
        assert not shown.complaints
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
