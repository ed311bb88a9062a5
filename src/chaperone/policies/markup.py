"""Policies' texts: CommonMark without HTML, and the lines that say what the system enforces.

A paragraph or list item that the running system enforces is followed by a line of its own,
``[enforced](sessions.idle_logoff "15 minutes")``: the name of what enforces it, and the value that
the text claims.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from chaperone.policies.errors import WrongClaim

_WORD = "enforced"
_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
_SYNTAX = f'Write such a line as [{_WORD}](sessions.idle_logoff "15 minutes").'
_LONGEST_VALUE = 200
_BREAKS = ("softbreak", "hardbreak")


class Claim(NamedTuple):
    """What a text says of the running system: the name of what enforces it, and the value."""

    name: str
    value: str


Shown = Callable[[Claim], str]
"""A claim as HTML that is safe to show."""


def claims_of(text: str) -> list[Claim]:
    """What the text claims, in order. Raises ``WrongClaim``."""
    return [token.meta["claim"] for token in parsed(text) if token.type == _WORD]


def as_html(text: str, shown: Shown | None = None) -> SafeString:
    """The text as HTML; each claim as ``shown`` makes it, left out without.

    Raises ``WrongClaim``.
    """
    env = {"shown": shown or (lambda _claim: "")}
    html: str = _reader.renderer.render(parsed(text), _reader.options, env)
    # HTML in it is off, and the renderer checks its links: nothing else of the author is markup.
    return mark_safe(html)  # noqa: S308


def first_paragraph(text: str) -> str:
    """What the text says first under its headings, as plain text: what it is for."""
    tokens = parsed(text)
    for before, token in pairwise(tokens):
        if before.type == "paragraph_open" and token.type == "inline":
            return plain(token.children or [])
    return ""


def plain(children: Sequence[Token]) -> str:
    """The words of a paragraph without their markup."""
    words = (" " if child.type in _BREAKS else child.content for child in children)
    return "".join(words).strip()


def parsed(text: str) -> list[Token]:
    """The text's tokens; a claim stands as one of type ``enforced`` after what it is about.

    Raises ``WrongClaim``.
    """
    tokens: list[Token] = []
    waiting: list[Claim] = []
    dropped = False
    for token in _reader.parse(text):
        if token.tag == "h1":
            # The page has a heading of its own, which is the first and the only one of its rank.
            token.tag = "h2"
        if token.type == "inline":
            waiting.extend(_taken_out(token))
            dropped = not token.children and tokens[-1].type == "paragraph_open"
        if dropped and token.type == "inline":
            tokens.pop()
        elif dropped and token.type == "paragraph_close":
            dropped = False
        else:
            tokens.append(token)
        if waiting and token.type.endswith("_close"):
            tokens.extend(map(_as_token, waiting))
            waiting.clear()
    return tokens


def _taken_out(inline: Token) -> list[Claim]:
    """The claims of a paragraph, which then no longer holds them."""
    kept: list[Token] = []
    claims: list[Claim] = []
    children = list(inline.children or [])
    while children:
        child = children.pop(0)
        if child.type == "link_open" and children and children[0].content == _WORD:
            claims.append(_claim(child))
            del children[:2]
            while kept and kept[-1].type in _BREAKS:
                kept.pop()
        elif child.type == "text" and f"[{_WORD}]" in child.content:
            raise WrongClaim(f"“{child.content[:80]}” is not a claim. {_SYNTAX}")
        else:
            kept.append(child)
    while claims and kept and (kept[0].type in _BREAKS or not (kept[0].content or kept[0].nesting)):
        kept.pop(0)
    inline.children = kept
    return claims


def _claim(link: Token) -> Claim:
    name, value = str(link.attrs.get("href", "")), str(link.attrs.get("title", "")).strip()
    if not _NAME.fullmatch(name):
        raise WrongClaim(f"“{name[:80]}” is no name of what the system enforces. {_SYNTAX}")
    if not value or len(value) > _LONGEST_VALUE:
        raise WrongClaim(f"“{name}” stands without the value that the text claims. {_SYNTAX}")
    return Claim(name, value)


def _as_token(claim: Claim) -> Token:
    return Token(_WORD, "", 0, block=True, meta={"claim": claim})


def _show(
    self: Any,  # noqa: ARG001  the renderer's own signature
    tokens: Sequence[Token],
    index: int,
    options: Any,  # noqa: ARG001
    env: dict[str, Any],
) -> str:
    shown: Shown = env["shown"]
    return shown(tokens[index].meta["claim"])


def _made() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False})
    # A picture would be fetched from elsewhere.
    reader.disable("image")
    reader.add_render_rule(_WORD, _show)
    return reader


_reader = _made()
