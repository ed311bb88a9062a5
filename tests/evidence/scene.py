"""Where turns happen: a database of their own, in which the demo's organization was made good."""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copy

from django.db import connections, transaction

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.continuity.backups.keys import ensure_pair
from chaperone.evidence.collecting import Result, collect, collect_all
from chaperone.organizations import queries as organizations
from tests.cast import LAKESIDE

Results = Mapping[str, Result]


@dataclass(frozen=True)
class Scene:
    """What a step or a turn may need beside the people. ``as_login("worker")``: as another of the
    real logins, which commits; ``scratch``: a folder.
    """

    as_login: Callable[[str], AbstractContextManager[None]]
    scratch: Path


def data_folder(scratch: Path) -> Path:
    """A data folder of their own, with a key pair for backups, which go to ``backups`` in it."""
    root, tests = scratch / "data", Path(os.environ["CHAPERONE_DATA"])
    for folder in ("secrets", "keys", "mirror"):
        (root / folder).mkdir(parents=True)
    for name in ("secrets/logins.json", "keys/root.key"):
        copy(tests / name, root / name)
    (root / "config.json").write_text(json.dumps({"root_key": "file:tests"}))
    ensure_pair(root)
    return root


def all_results() -> Results:
    """How Lakeside stands to every standard now, as the nightly collection sees it."""
    actor = worker(LAKESIDE)
    with acting_for(actor):
        return {each.citation: each for each in collect_all(actor)}


def results(citations: Sequence[str]) -> list[Result]:
    """How Lakeside stands to these standards now. Of several, what they share is computed once."""
    if len(citations) == 1:
        return [result(citations[0])]
    found = all_results()
    return [found[each] for each in citations]


def result(citation: str) -> Result:
    """How Lakeside stands to one standard now."""
    actor = worker(LAKESIDE)
    with acting_for(actor):
        return collect(actor, citation)


@contextmanager
def taken_back() -> Iterator[None]:
    """What is done in the block is rolled back, and nothing of it is remembered."""
    with ExitStack() as stack:
        stack.callback(organizations._kept.clear)
        for alias in connections:
            block = transaction.atomic(using=alias)
            block._from_testcase = True  # type: ignore[attr-defined]  # durable ones may stand in it
            stack.enter_context(block)
        yield
        for alias in connections:
            transaction.set_rollback(True, using=alias)
