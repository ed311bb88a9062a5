"""A security plan as HTML: CommonMark without any HTML of its author's."""

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_reader = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_inline", "html_block"])


def as_html(text: str) -> SafeString:
    """The text as it is read. What looks like HTML in it is shown as it was typed."""
    html: str = _reader.render(text)
    # HTML is off, and the renderer checks its links: nothing else of the author is markup.
    return mark_safe(html)  # noqa: S308
