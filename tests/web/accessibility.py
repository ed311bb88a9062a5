"""WCAG 2.2 AA as far as a program can judge it: axe-core in the browser that shows the page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_axe = Axe()


def assert_accessible(page: Page) -> None:
    """Fails with every broken rule, where it is broken and how to mend it.

    The page must stand still: wait for what you want judged before you call.
    """
    found = _axe.run(
        page,
        options={
            "runOnly": {"type": "tag", "values": RULES},
            "rules": {"target-size": {"enabled": True}},
            "resultTypes": ["violations"],
        },
    ).response["violations"]
    assert not found, "\n".join(_sentence(rule, node) for rule in found for node in rule["nodes"])


def _sentence(rule: dict[str, object], node: dict[str, object]) -> str:
    return f"{rule['id']} at {node['target']}: {rule['help']}. {node['failureSummary']}"
