"""All templates of all rooms, as text: what a browser test would find late or not at all."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import Engine, engines
from django.template.loader_tags import ExtendsNode, IncludeNode

import chaperone
from tests.web import gallery

HOUSE = Path(chaperone.__file__).parent
TEMPLATES = {
    path.relative_to(folder).as_posix(): path
    for folder in HOUSE.glob("**/templates")
    for path in folder.rglob("*.html")
}
# Pages of allauth that are off, or that only put these in their own frame.
FRAMES = {
    "allauth/layouts/base.html",
    "allauth/layouts/entrance.html",
    "allauth/layouts/manage.html",
    "allauth/elements/button.html",
    "allauth/elements/fields.html",
}
PARTS = {"conversations/inbox_part.html", "conversations/thread_part.html"}


class Page(HTMLParser):
    """The elements of one page, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def pages() -> dict[str, Page]:
    return {name: Page(gallery.render(name)) for name in gallery.PAGES}


def reached(name: str, seen: set[str]) -> None:
    """`name` and what it extends or includes."""
    if name in seen:
        return
    seen.add(name)
    engine: Engine = engines["django"].engine
    template = engine.get_template(name)
    for node in template.nodelist.get_nodes_by_type((ExtendsNode, IncludeNode)):
        inner = node.parent_name if isinstance(node, ExtendsNode) else node.template
        reached(inner.var, seen)


def test_every_icon_that_a_template_names_has_its_shape():
    sprite = (HOUSE / "web" / "static" / "web" / "icons.svg").read_text()
    shapes = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    named = {
        (name, icon)
        for name, path in TEMPLATES.items()
        for icon in re.findall(r'{% icon "([^"]+)" %}', path.read_text())
    }
    assert named
    assert {(name, icon) for name, icon in named if icon not in shapes} == set()


def test_every_template_is_on_a_page_of_the_gallery():
    seen: set[str] = set()
    for template, *_ in gallery.PAGES.values():
        reached(template, seen)
    assert set(TEMPLATES) - seen - FRAMES - PARTS == set()


def test_a_part_is_made_of_what_its_page_shows():
    for part in PARTS:
        seen: set[str] = set()
        reached(part, seen)
        whole: set[str] = set()
        reached(part.replace("_part", ""), whole)
        assert seen - {part} <= whole


@pytest.mark.parametrize(
    ("name", "ids"), [("inbox", {"inbox"}), ("thread", {"messages", "answerer"})]
)
def test_a_part_carries_what_htmx_puts_into_the_page(name, ids):
    html = gallery.render(name, template=f"conversations/{name}_part.html")
    assert ids <= {attributes.get("id") for _tag, attributes in Page(html).elements}
    assert "<html" not in html


def test_no_script_or_style_stands_in_a_page(pages):
    for name, page in pages.items():
        for script in page.all("script"):
            assert (script.get("src") or "").startswith("/static/"), name
        assert page.all("style") == [], name
        for _tag, attributes in page.elements:
            assert "style" not in attributes, name
            assert not [key for key in attributes if key.startswith(("on", "hx-on"))], name


def test_nothing_comes_from_another_host(pages):
    for name, page in pages.items():
        for tag, attributes in page.elements:
            fetched = attributes.get("src") or (tag == "link" and attributes.get("href")) or ""
            assert re.match(r"/static/|data:image/svg\+xml;|$", fetched), name


def test_every_page_has_one_heading_a_title_and_a_language(pages):
    for name, page in pages.items():
        assert len(page.all("h1")) == 1, name
        # Pictures have titles, too, which have ids.
        assert len([each for each in page.all("title") if "id" not in each]) == 1, name
        assert page.all("html") == [{"lang": "en"}], name


def test_no_id_is_given_twice(pages):
    for name, page in pages.items():
        ids = [attributes["id"] for _tag, attributes in page.elements if attributes.get("id")]
        assert len(ids) == len(set(ids)), name


def test_no_name_of_a_member_stands_in_a_title():
    for name in gallery.PAGES:
        title = re.search(r"<title>(.*?)</title>", gallery.render(name), re.DOTALL)
        assert title is not None
        assert "Marta" not in title[1], name


def test_every_form_that_changes_something_has_its_token():
    for name in gallery.PAGES:
        html = gallery.render(name)
        posts = len(re.findall(r'<form[^>]*method="post"', html))
        assert html.count("csrfmiddlewaretoken") == posts, name


def test_what_says_who_somebody_is_never_stands_in_an_address():
    for name in gallery.PAGES:
        for form in re.findall(r"<form.*?</form>", gallery.render(name), re.DOTALL):
            if 'method="post"' not in form.partition(">")[0]:
                assert not re.search(r'type="(tel|email|password)"|name="body"', form), name


def test_htmx_keeps_no_page_in_the_browser_and_evaluates_nothing(pages):
    settings = [meta["content"] for meta in pages["thread"].all("meta") if "name" in meta]
    config = next(content for content in settings if content and "allowEval" in content)
    for choice in (
        '"allowEval":false',
        '"includeIndicatorStyles":false',
        '"historyCacheSize":0',
        '"historyEnabled":false',
        '"selfRequestsOnly":true',
        '"allowScriptTags":false',
    ):
        assert choice in config


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src=x onerror=1>'])
def test_what_a_member_writes_stays_text(hostile, monkeypatch):
    message = gallery.THREAD[1]
    monkeypatch.setattr(message.body, "value", hostile)
    page = Page(gallery.render("thread"))
    assert "img" not in [tag for tag, attributes in page.elements if attributes.get("src") == "x"]
    assert all(script.get("src") for script in page.all("script"))


def test_who_spoke_is_said_in_words():
    html = gallery.render("thread")
    spoken = re.findall(
        r'class="message message-(\w+)[^>]*>.*?<span class="word[^>]*>(.*?)</span>', html, re.DOTALL
    )
    said = {author: re.sub(r"<.*?>", "", word, flags=re.DOTALL).strip() for author, word in spoken}
    assert said == {
        "system": "Notice",
        "member": "Member",
        "assistant": "Assistant",
        "coach": "Coach",
    }


def test_the_exact_time_is_in_the_page():
    assert re.search(
        r'<time datetime="\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[45]:00" title="[^"]+\(UTC-0[45]:00\)">',
        gallery.render("thread"),
    )
