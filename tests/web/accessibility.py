"""WCAG 2.2 AA as far as a program can judge it: axe-core in the browser that shows the page."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_JUDGE = "options => axe.run(options).then(found => found.violations)"
_OPTIONS = {
    "runOnly": {"type": "tag", "values": RULES},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}


def assert_accessible(page: Page, name: str = "") -> None:
    """Fails with every broken rule, where it is broken and how to mend it.

    The page must stand still: wait for what you want judged before you call.
    """
    # Half a megabyte of script, which a page that is judged in a second shape has already.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(_JUDGE, _OPTIONS)
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert not found, f"{name} at {width} pixels:\n" + "\n".join(
        _sentence(rule, node) for rule in found for node in rule["nodes"]
    )


def _sentence(rule: dict[str, object], node: dict[str, object]) -> str:
    return f"{rule['id']} at {node['target']}: {rule['help']}. {node['failureSummary']}"
