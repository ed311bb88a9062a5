"""Courses as text that people change, as ``content`` reads it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any


def as_text(pages: Iterable[Mapping[str, str]]) -> str:
    """Pages as ``content.pages_from`` reads them."""
    return "\n\n".join(f"# {each['title']}\n\n{each['text']}" for each in pages)


def as_toml(questions: Iterable[Mapping[str, Any]]) -> str:
    """The questions as TOML."""
    return "\n".join(map(_question, questions))


def _question(question: Mapping[str, Any]) -> str:
    choices = "".join(f"  {_text(choice)},\n" for choice in question["choices"])
    return (
        f"[[question]]\ntext = {_text(question['text'])}\nchoices = [\n{choices}]\n"
        f"answer = {question['answer']}\nwhy = {_text(question['why'])}\n"
    )


def _text(text: str) -> str:
    # A JSON string is a basic string of TOML, but for DEL, which JSON leaves as it is.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
