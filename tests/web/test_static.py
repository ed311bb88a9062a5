"""What is served beside the pages: small, ours or with its licence, from nowhere else."""

import re
from pathlib import Path

import brotli
import pytest

import chaperone.web
from tests.web import gallery

STATIC = Path(chaperone.web.__file__).parent / "static"
VENDOR = STATIC / "web" / "vendor"
BUDGET = 150_000


@pytest.mark.parametrize("name", ["inbox", "thread", "member", "ledger", "handset", "sign-in"])
def test_a_page_with_all_it_needs_is_under_its_budget(name):
    html = gallery.render(name)
    files = set(re.findall(r'(?:src|href)="/static/([^"#]+)', html))
    assert any(file.endswith("tabler.min.css") for file in files)
    sizes = [len(brotli.compress((STATIC / file).read_bytes(), quality=5)) for file in files]
    assert len(brotli.compress(html.encode(), quality=5)) + sum(sizes) < BUDGET


@pytest.mark.parametrize("name", ["tabler", "htmx", "tabler-icons"])
def test_what_is_not_ours_has_its_licence_beside_it(name):
    assert "Permission" in (VENDOR / f"LICENSE.{name}.txt").read_text()


@pytest.mark.parametrize("file", sorted(STATIC.rglob("*.css")), ids=lambda path: path.name)
def test_a_style_sheet_fetches_nothing(file):
    text = file.read_text()
    assert "@import" not in text
    assert "sourceMappingURL" not in text
    assert [url for url in re.findall(r'url\("?(.{5})', text) if url != "data:"] == []


@pytest.mark.parametrize("file", sorted((STATIC / "web").glob("*.js")), ids=lambda path: path.name)
def test_our_scripts_are_small_and_put_no_html_into_a_page(file):
    text = file.read_text()
    assert len(text.splitlines()) < 120
    assert not re.search(
        r"innerHTML|insertAdjacentHTML|\beval\b|new Function|document\.write", text
    )
