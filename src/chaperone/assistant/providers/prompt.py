"""What a model is told and what it may answer. Pure.

The member's words and the library's are data inside one JSON object; only our rules and the
organization's instructions stand outside of it.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from typing import Any

from chaperone.assistant.providers.errors import Uncited, Unusable

RULES = (files(__package__) / "prompt.txt").read_text(encoding="utf-8")
RULES_VERSION = sha256(RULES.encode()).hexdigest()[:12]
"""Which rules a model was told: kept with each disclosure."""
_LONGEST_ENTRY = 1_500
_FENCE = "```"


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage of the library as a model gets it."""

    id: str
    title: str
    text: str
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class Said:
    """One text of the thread, without identifiers; ``by``: ``member`` or ``team``."""

    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Worded:
    """A model's reply; ``cites``: the entries that it rests on. Empty where it could not answer."""

    reply: str
    cites: tuple[str, ...]


def messages(
    *, instructions: str, entries: Sequence[Entry], thread: Sequence[Said], question: str
) -> list[dict[str, str]]:
    """What a model is sent. ``thread`` and ``question`` must hold no identifiers any more."""
    asked: dict[str, Any] = {
        "entries": [
            {"id": each.id, "title": each.title, "text": each.text[:_LONGEST_ENTRY]}
            for each in entries
        ],
        "thread": [{"by": each.by, "text": each.text} for each in thread],
        "question": question,
    }
    rules = f"{RULES}\nThe team also asks:\n{instructions}\n" if instructions else RULES
    return [
        {"role": "system", "content": rules},
        {"role": "user", "content": json.dumps(asked, ensure_ascii=False)},
    ]


def read(content: str, *, given: Collection[str]) -> Worded:
    """A model's reply, read strictly: one object with a text and the ids of entries ``given``.

    Raises ``Unusable`` for any other form, ``Uncited`` where it rests on nothing that was given.
    """
    try:
        said = json.loads(_unfenced(content))
    except (ValueError, RecursionError):
        raise Unusable from None
    if not isinstance(said, dict) or said.keys() != {"reply", "cites"}:
        raise Unusable
    reply, cites = said["reply"], said["cites"]
    if not isinstance(reply, str) or not isinstance(cites, list):
        raise Unusable
    if not all(isinstance(each, str) for each in cites) or "\0" in reply:
        raise Unusable
    reply = reply.strip()
    if reply and (not cites or not set(cites) <= set(given)):
        raise Uncited
    return Worded(reply, tuple(dict.fromkeys(cites)) if reply else ())


def _unfenced(content: str) -> str:
    """Many models put JSON into a fence of Markdown, whatever they are told."""
    text = content.strip()
    if text.startswith(_FENCE) and text.endswith(_FENCE) and len(text) > 2 * len(_FENCE):
        text = text[len(_FENCE) : -len(_FENCE)].removeprefix("json").strip()
    return text
