"""Runs an evaluation in an organization, keeps its figures, and finds what to compare them with."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

from django.db import transaction

from chaperone import __version__
from chaperone.assistant import triage as rules
from chaperone.assistant.answering import answer
from chaperone.assistant.evaluation import measure, read
from chaperone.assistant.events import EVALUATED
from chaperone.assistant.library.entries import entries
from chaperone.assistant.models import Evaluation
from chaperone.assistant.triage import triage
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor

_VERSION = 16


@dataclass(frozen=True)
class Compared:
    """A run, and the one before it on the same file (None: it is the first)."""

    now: Evaluation
    before: Evaluation | None


@transaction.atomic
def evaluate(*, actor: Actor, content: str) -> Compared:
    """Measures the assistant, as the organization has set it up, on the lines of a file.

    Texts are neither kept nor recorded. The caller has entered the organization's context.
    Raises ``BadLine``.
    """
    there = list(entries())
    rows = read(content.splitlines(), frozenset(entry["id"] for entry in there))
    figures = measure(
        rows,
        triage=lambda text: triage(text).level,
        answer=lambda text: answer(text, actor.organization_id).sources,
    )
    run = Evaluation(
        organization_id=actor.organization_id,
        file=sha256(content.encode()).hexdigest(),
        figures=figures,
        product=__version__,
        library=_digest(entry["version"] for entry in there),
        rules=_rules(),
    )
    before = latest_of(actor, file=run.file)
    run.save(force_insert=True)
    append(
        event=EVALUATED,
        actor=actor,
        details={"evaluation": str(run.id), "file": run.file, "figures": figures},
    )
    return Compared(run, before)


def latest_of(actor: Actor, *, file: str) -> Evaluation | None:
    """The latest run on a file with this digest in the actor's organization."""
    made = Evaluation.objects.filter(organization_id=actor.organization_id, file=file)
    return made.order_by("-id").first()


def evaluations_of(actor: Actor, *, limit: int = 20) -> list[Evaluation]:
    """The organization's latest runs, newest first."""
    made = Evaluation.objects.filter(organization_id=actor.organization_id)
    return list(made.order_by("-id")[:limit])


def _rules() -> str:
    """What changes with every word of the rules of triage and of how questions are understood."""
    folders = (files(rules), files("chaperone.assistant.library"))
    tables = sorted(
        (each for folder in folders for each in folder.iterdir() if each.name.endswith(".toml")),
        key=lambda each: each.name,
    )
    return _digest(each.read_text(encoding="utf-8") for each in tables)


def _digest(parts: Iterable[str]) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()[:_VERSION]
