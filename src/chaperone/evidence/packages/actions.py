"""Reports and packages made, on record (45 CFR 164.308(a)(8), 164.316(b)(2)(ii))."""

import logging
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from typing import NamedTuple
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff, worker
from chaperone.access.context import acting_for
from chaperone.access.errors import AccessError
from chaperone.evidence.errors import EvidenceError
from chaperone.evidence.models import Package, PackagePiece
from chaperone.evidence.packages.errors import SampleRefused
from chaperone.evidence.packages.events import (
    PACKAGE_ASKED,
    PACKAGE_FAILED,
    PACKAGE_MADE,
    PACKAGE_TAKEN,
    REPORT_MADE,
)
from chaperone.evidence.packages.instructions import for_package
from chaperone.evidence.packages.programme import policies_of, registers_of
from chaperone.evidence.packages.queries import STAGES, content_of, package_of
from chaperone.evidence.packages.record import MOST_SAMPLED, Wish, drawn, record_of, whole_of
from chaperone.evidence.packages.report import Report, gathered
from chaperone.evidence.packages.whole import digest_of, files_of, report_files, summed
from chaperone.jobs.actions import nudge
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.errors import LedgerError
from chaperone.merkle.errors import MerkleError

MAKE = "evidence.package"
_STATE = Package.State
_PIECE = 256 * 1024
_MOST_WORDS = 500
_log = logging.getLogger(__name__)


class Made(NamedTuple):
    """Files by name; ``digest``: SHA-256 of the list of their hashes."""

    files: dict[str, bytes]
    digest: str


class Prepared(NamedTuple):
    """A package without the record. ``entries``: of the signatures under policies."""

    report: Report
    files: dict[str, bytes]
    entries: list[UUID]


@transaction.atomic
def make_report(*, actor: Actor, proposed: bool = False) -> Made:
    """The files of a report, as standards were last computed. Recorded in this transaction.
    ``proposed``: with files of their own for the rule that is proposed.

    In the organization's context. Raises ``DayAltered``, ``NotRendered``.
    """
    files = report_files(gathered(actor), proposed=proposed)
    made = Made(files, digest_of(files))
    append(event=REPORT_MADE, actor=actor, details={"sha256": made.digest})
    return made


@transaction.atomic
def ask_package(*, actor: Staff, wish: Wish) -> Package:
    """Has a worker make a package. The caller has checked ``evidence.read``.

    Raises ``SampleRefused``. The approval of a copy is used up where the package is made.
    """
    if wish.copies and (wish.since is None or wish.until is None or wish.approval is None):
        raise SampleRefused
    if wish.size > MOST_SAMPLED:
        raise SampleRefused(f"{MOST_SAMPLED} records at most.")
    if wish.size and wish.whole:
        raise SampleRefused("All records of a period hold any sample of them: ask for one of both.")
    asked = Package(
        organization_id=actor.organization_id,
        asked_by=actor.user_id,
        sample=wish.size,
        since=wish.since,
        until=wish.until,
        seed=wish.seed,
        approval_id=wish.approval,
        whole=wish.whole,
        proposed=wish.proposed,
    )
    asked.save(force_insert=True)
    details = {"package": str(asked.id), "sample": wish.size, "whole": wish.whole}
    append(event=PACKAGE_ASKED, actor=actor, details=details)
    nudge(MAKE, organization_id=actor.organization_id)
    return asked


def make_packages(*, organization_id: UUID) -> None:
    """Makes what people asked for. By workers, safe to repeat: what a process that died left
    unfinished is made anew.
    """
    actor = worker(organization_id)
    while True:
        with acting_for(actor):
            rows = Package.objects.filter(organization_id=organization_id)
            waiting = rows.filter(state__in=(_STATE.WAITING, _STATE.RUNNING)).order_by("id")
            asked = waiting.first()
            if asked is None:
                return
            waiting.filter(id=asked.id).update(state=_STATE.RUNNING, began_at=timezone.now())
        _make(actor, asked)


def prepare(
    *, actor: Actor, wish: Wish, at: Callable[[int], object] = lambda _stage: None
) -> Prepared:
    """What a package holds beside the record. ``at`` is told each stage that begins.

    In transactions of its own, since it takes seconds. Raises ``DayAltered``, ``NotRendered``.
    """
    at(0)
    with acting_for(actor):
        report = gathered(actor)
    at(1)
    files = files_of(report, proposed=wish.proposed)
    at(2)
    with acting_for(actor):
        policies = policies_of(actor, report)
    at(3)
    with acting_for(actor):
        files |= policies.files | dict(registers_of(actor))
    return Prepared(report, files, policies.entries)


def finish(*, actor: Actor, on_behalf: Actor, wish: Wish, prepared: Prepared) -> Made:
    """The files of the package, with the record. ``on_behalf``: whose approval a copy uses.

    In the organization's context and the caller's transaction, whose commit lets them out. Raises
    ``SampleRefused``, ``CopyNotApproved``, ``NotMirroredYet``, ``NothingSigned``, ``NotVerified``.
    """
    report, files = prepared.report, dict(prepared.files)
    bundle, left_out = record_of(actor, report, prepared.entries)
    files |= {f"record/{name}": content for name, content in bundle.files.items()}
    facts = None
    if wish.size:
        sample = drawn(actor=actor, on_behalf=on_behalf, wish=wish)
        files |= {f"samples/{name}": content for name, content in sample.bundle.files.items()}
        facts = sample.facts
    if wish.whole:
        ledger = whole_of(actor=actor, on_behalf=on_behalf, wish=wish)
        files |= {f"ledger/{name}": content for name, content in ledger.files.items()}
    files["verify.md"] = for_package(report, left_out=left_out, sample=facts, wish=wish)
    whole = summed(files)
    return Made(whole, digest_of(whole))


def packed(made: Made) -> bytes:
    """One ZIP file with a folder in it. Its name tells nobody's."""
    whole = BytesIO()
    folder = f"evidence-{made.digest[:12]}"
    with ZipFile(whole, "w", ZIP_DEFLATED) as archive:
        for name, content in sorted(made.files.items()):
            archive.writestr(f"{folder}/{name}", content)
    return whole.getvalue()


@transaction.atomic
def record_made(*, actor: Actor, made: Made, content: bytes, package: UUID | None = None) -> UUID:
    """Records that a package was made; returns the entry's id."""
    return append(
        event=PACKAGE_MADE,
        actor=actor,
        details={
            "package": str(package) if package else None,
            "sha256": made.digest,
            "file": sha256(content).hexdigest(),
            "bytes": len(content),
        },
    )


@transaction.atomic
def take_package(*, actor: Staff, package_id: UUID) -> tuple[Package, bytes]:
    """A package with its file, on record. The caller has checked ``evidence.read``.

    Raises ``NoSuchPackage``, ``NotIntact``.
    """
    package = package_of(actor, package_id)
    content = content_of(package)
    details = {"package": str(package.id), "file": package.sha256}
    append(event=PACKAGE_TAKEN, actor=actor, details=details)
    return package, content


def _make(actor: Actor, asked: Package) -> None:
    """A package that cannot be made is one that failed, and says why."""
    on_behalf = Actor("staff", asked.asked_by, asked.organization_id)
    wish = Wish(
        asked.sample,
        asked.since,
        asked.until,
        asked.seed,
        asked.approval_id,
        asked.whole,
        asked.proposed,
    )

    def at(stage: int) -> None:
        with acting_for(actor):
            Package.objects.filter(id=asked.id).update(stage=stage)

    try:
        prepared = prepare(actor=actor, wish=wish, at=at)
        at(len(STAGES) - 1)
        with acting_for(actor):
            made = finish(actor=actor, on_behalf=on_behalf, wish=wish, prepared=prepared)
            content = packed(made)
            asked.entry_id = record_made(actor=actor, made=made, content=content, package=asked.id)
            _seal(asked, content)
            asked.state, asked.ended_at = _STATE.DONE, timezone.now()
            asked.size, asked.sha256 = len(content), sha256(content).hexdigest()
            asked.save(update_fields=["state", "ended_at", "size", "sha256", "entry_id"])
    except (EvidenceError, AccessError, LedgerError, MerkleError) as problem:
        _log.warning("A package could not be made; its page says why.")
        with acting_for(actor):
            _fail(actor, asked, str(problem))


def _fail(actor: Actor, asked: Package, why: str) -> None:
    rows = Package.objects.filter(organization_id=asked.organization_id, id=asked.id)
    rows.update(state=_STATE.FAILED, ended_at=timezone.now(), why=why[:_MOST_WORDS])
    append(event=PACKAGE_FAILED, actor=actor, details={"package": str(asked.id), "why": why})


def _seal(package: Package, content: bytes) -> None:
    PackagePiece.objects.bulk_create(
        PackagePiece(
            organization_id=package.organization_id,
            package=package,
            number=number,
            content=bytearray(content[start : start + _PIECE]),
        )
        for number, start in enumerate(range(0, len(content), _PIECE))
    )
