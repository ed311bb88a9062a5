"""Whether each standard is met, computed from what the running system did (45 CFR 164.308(a)(8)).

A *collector* answers for one citation of ``chaperone.standards``. It reads the rooms' queries in
the organization that the actor acts for, and says what it found; nobody types a status in.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from time import perf_counter
from typing import Any, NamedTuple, TypeVar, cast
from uuid import UUID

from django.db import connection, transaction
from django.db.models import TextChoices
from django.utils import timezone

from chaperone.access.context import in_whole_organization
from chaperone.evidence.errors import CollectorTaken, NoCollector, TookTooLong
from chaperone.evidence.events import COLLECTION_FAILED
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.organizations.queries import looked_up_once
from chaperone.standards.catalogue import all_standards, find

LONGEST_SECONDS = 5.0
"""For one collector; its statements are cut off then, and the standard is not evaluated."""
_read: ContextVar[dict[str, object]] = ContextVar("read")
_log = logging.getLogger(__name__)
T = TypeVar("T")


class Status(TextChoices):
    """How an organization stands to a standard."""

    MET = "met", "Met"
    ATTENTION = "attention", "Needs attention"
    NOT_MET = "not_met", "Not met"
    NOT_EVALUATED = "not_evaluated", "Not evaluated"
    NOT_APPLICABLE = "not_applicable", "Does not apply"


class Figure(NamedTuple):
    """A number, or a word, that a result rests on. ``value``: None where it is not known."""

    label: str
    value: float | str | None
    unit: str = ""


class Found(NamedTuple):
    """What a collector returns.

    ``sentence``: how it stands, in plain words, with nobody's name in it; ``ledger``: ids of
    entries that show it; ``remedy``: what to do where it is not met.
    """

    status: Status
    sentence: str
    figures: tuple[Figure, ...] = ()
    ledger: tuple[UUID, ...] = ()
    remedy: str = ""


class Result(NamedTuple):
    """A standard's status, and what it rests on, at one time."""

    citation: str
    status: Status
    sentence: str
    figures: tuple[Figure, ...]
    ledger: tuple[UUID, ...]
    remedy: str
    collected_at: datetime
    seconds: float


Parts = Mapping[str, Result]
_Collector = Callable[[Actor], Found]
_Summary = Callable[[Actor, Parts], Found]
_SetAside = Callable[[Actor], Mapping[str, Found]]


class _Known(NamedTuple):
    find: Callable[[Actor, Parts], Found]
    parts: tuple[str, ...]


_collectors: dict[str, _Known] = {}
_set_aside: list[_SetAside] = []


def collects(citation: str) -> Callable[[_Collector], _Collector]:
    """Makes a function of an actor the collector of a citation.

    Raises ``CollectorTaken`` for a second one, ``NoSuchStandard`` for what is in no catalogue.
    """

    def register(collector: _Collector) -> _Collector:
        _register(citation, _Known(lambda actor, _parts: collector(actor), ()))
        return collector

    return register


def summarizes(citation: str, *parts: str) -> Callable[[_Summary], _Summary]:
    """The same for a standard that is computed from others: its specifications, and its own part.

    The function gets the results of ``parts`` by citation beside the actor. Raises as ``collects``.
    """

    def register(summary: _Summary) -> _Summary:
        _register(citation, _Known(summary, parts))
        return summary

    return register


def set_aside_with(source: _SetAside) -> None:
    """Adds who knows what an organization signed as not applicable, in ``AppConfig.ready``.

    ``source(actor)``: what was found of each such citation, with the entry of its signature.
    """
    _set_aside.append(source)


def cited() -> frozenset[str]:
    """The citations that have a collector."""
    return frozenset(_collectors)


def collect(actor: Actor, citation: str) -> Result:
    """How the actor's organization stands to one standard now.

    In the caller's transaction, turned to the whole organization for the time: results do not
    depend on who asks. Raises ``NoCollector``, ``NoSuchStandard``; nothing that a collector raises.
    """
    find(citation)
    if citation not in _collectors:
        raise NoCollector(citation)
    with _collecting(actor):
        return _Run(actor).result(citation)


def collect_all(actor: Actor) -> list[Result]:
    """The same for every standard of the catalogue, in its order; each is computed once.

    What has no collector is not evaluated.
    """
    with _collecting(actor):
        run = _Run(actor)
        return [run.result(each.citation) for each in all_standards()]


def read_once(name: str, read: Callable[[], T]) -> T:
    """What ``read`` gives, which is asked once in a collection: for what many collectors need.

    ``name``: the same for the same reading.
    """
    known = _read.get()
    if name not in known:
        known[name] = read()
    return cast(T, known[name])


@contextmanager
def _collecting(actor: Actor) -> Iterator[None]:
    """One collection, in the whole organization, however little of it the actor reaches."""
    token = _read.set({})
    try:
        with in_whole_organization(actor), looked_up_once():
            yield
            with connection.cursor() as cursor:
                cursor.execute("set local statement_timeout to default")
    finally:
        _read.reset(token)


class _Run:
    """One collection: what was found so far, so that a summary reads its parts and repeats none."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.aside = {
            citation: found for source in _set_aside for citation, found in source(actor).items()
        }
        self.results: dict[str, Result] = {}

    def result(self, citation: str) -> Result:
        if citation not in self.results:
            known = _collectors.get(citation)
            parts = {part: self.result(part) for part in known.parts} if known else {}
            begun = perf_counter()
            found = self._found(citation, known, parts)
            seconds = perf_counter() - begun
            self.results[citation] = Result(citation, *found, timezone.now(), seconds)
        return self.results[citation]

    def _found(self, citation: str, known: _Known | None, parts: Parts) -> Found:
        if citation in self.aside:
            return self.aside[citation]
        if known is None:
            return Found(Status.NOT_EVALUATED, "Nothing here can tell whether this is met yet.")
        try:
            with transaction.atomic(), _bounded():
                return known.find(self.actor, parts)
        except Exception as problem:  # noqa: BLE001
            # Whatever it was: what cannot be computed is not met, and somebody must know.
            _log.exception("The collector of %s failed.", citation)
            return _failed(self.actor, citation, problem)


def _register(citation: str, known: _Known) -> None:
    find(citation)
    if citation in _collectors:
        raise CollectorTaken(citation)
    _collectors[citation] = known


def _failed(actor: Actor, citation: str, problem: Exception) -> Found:
    entry = append(
        event=COLLECTION_FAILED,
        actor=actor,
        details={"citation": citation, "fault": type(problem).__name__},
    )
    return Found(
        Status.NOT_EVALUATED,
        "Whether this is met could not be computed; the fault is on record.",
        ledger=(entry,),
        remedy="Ask whoever runs the installation to look into the log, and report the fault.",
    )


@contextmanager
def _bounded() -> Iterator[None]:
    """No statement runs longer than a collector may, and none begins after its time is over.

    The first stays so until the collection ends: the next collector has it as well.
    """
    ends = perf_counter() + LONGEST_SECONDS

    def in_time(execute: Callable[..., Any], *args: Any) -> Any:
        if perf_counter() > ends:
            raise TookTooLong
        return execute(*args)

    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('statement_timeout', %s, true)", [f"{LONGEST_SECONDS * 1000:.0f}ms"]
        )
        with connection.execute_wrapper(in_time):
            yield
