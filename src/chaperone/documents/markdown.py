"""People's texts as HTML: CommonMark, in which HTML is text and pictures are not fetched."""

from markdown_it import MarkdownIt


def as_html(text: str) -> str:
    """The text as HTML that is safe to show: nothing in it is markup but CommonMark's own.

    Headings begin at ``h2``: a page has its ``h1`` already.
    """
    return str(_reader.render(text))


def _made() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False})
    reader.disable("image")
    reader.core.ruler.push("lower_headings", _lower)
    return reader


def _lower(state: object) -> None:
    for token in state.tokens:  # type: ignore[attr-defined]
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"


_reader = _made()
