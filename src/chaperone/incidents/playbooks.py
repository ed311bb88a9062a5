"""Playbooks: what is to be done in a kind of incident, read from a document of ``policies``.

A step is an item of a list under one of the headings "Contain", "Remove the cause", "Recover" and
"Learn". One that begins with "Required:" must be done before its stage ends; "(within 2 days)" at
its end says until when.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from chaperone.incidents.models import Stage
from chaperone.policies.markup import parsed, plain

KIND = "playbook"
DAYS = 7
"""How long a step has of which the text does not say."""
_STAGES = {str(each.label).casefold(): each for each in Stage}
_REQUIRED = "required:"
_WITHIN = re.compile(r"\s*\(within (\d{1,3}) days?\)\s*$")
_TODAY = re.compile(r"\s*\(today\)\s*$")


class Step(NamedTuple):
    """A step of a playbook. ``days``: after the incident was opened."""

    stage: Stage
    what: str
    required: bool
    days: int


def steps_of(text: str) -> list[Step]:
    """The steps in a playbook's text, in their order; lists under other headings are none."""
    return list(_steps(text))


def _steps(text: str) -> Iterator[Step]:
    stage: Stage | None = None
    heading, depth = False, 0
    for token in parsed(text):
        if token.type == "heading_open":
            heading = True
        elif token.type == "list_item_open":
            depth += 1
        elif token.type == "list_item_close":
            depth -= 1
        elif token.type == "inline":
            words = plain(token.children or [])
            if heading:
                stage, heading = _STAGES.get(words.casefold()), False
            elif stage is not None and depth == 1 and words:
                yield _step(stage, words)


def _step(stage: Stage, words: str) -> Step:
    days = DAYS
    if found := _WITHIN.search(words):
        days, words = int(found.group(1)), words[: found.start()]
    elif found := _TODAY.search(words):
        days, words = 0, words[: found.start()]
    required = words.casefold().startswith(_REQUIRED)
    if required:
        words = words[len(_REQUIRED) :].strip()
    return Step(stage, words or "…", required, days)
