"""Purging what is due: asked for or each day, in small batches, and certified at its end.

Each batch is one transaction: rows go, and the step says so, together. Killed anywhere, the next
slice goes on from there, and the certificate says exactly what went.
"""

import time
from datetime import timedelta
from enum import Enum
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from chaperone.jobs.actions import nudge
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.retention.certificates import digest_of
from chaperone.retention.classes import registered
from chaperone.retention.errors import AlreadyRunning, ClockDoubted, NoSuchRun
from chaperone.retention.events import (
    CERTIFICATE_FETCHED,
    RUN_ASKED,
    RUN_BEGUN,
    RUN_ENDED,
    RUN_REFUSED,
    RUN_STOPPED,
)
from chaperone.retention.holds.queries import held_by, in_force, stay
from chaperone.retention.models import Run, RunCertificate, Step
from chaperone.retention.periods.queries import Kept
from chaperone.retention.purging.batches import purge_batch, somebody_waits
from chaperone.retention.purging.certificates import chained, content_of
from chaperone.retention.purging.clock import trusted_now
from chaperone.retention.purging.queries import database_now, held_for, what_is_due
from chaperone.vault.inside import inside

TASK = "retention.purge"
NIGHT = timedelta(hours=7)
"""A day's run is due from 07:00 UTC on: night in the Americas."""
LEAST, FIRST, MOST = 20, 200, 2000
"""Rows a batch: it grows while batches are quick, and shrinks when one is not."""
MOST_A_RUN = 2_000_000
SLOW, QUICK = 0.08, 0.03
SLICE_SECONDS = 0.5
"""So long a worker purges at a time, and answers texts in between."""
_OPEN = (Run.State.WAITING, Run.State.RUNNING)


class Progress(Enum):
    """How a slice ended."""

    MORE = "there is more to do"
    WAITS = "somebody waits for the database: later"
    ENDED = "nothing is left to do"


@transaction.atomic
def ask_run(*, actor: Actor) -> Run:
    """Has what is due purged now. Raises ``AlreadyRunning``."""
    now = database_now()
    run = Run(
        organization_id=actor.organization_id,
        kind=Run.Kind.ASKED,
        state=Run.State.WAITING,
        day=now.date(),
        now=now,
        begun_by=actor.id,
    )
    try:
        with transaction.atomic():
            run.save(force_insert=True)
    except IntegrityError as problem:
        raise AlreadyRunning from problem
    append(event=RUN_ASKED, actor=actor, details={"run": str(run.id)})
    nudge(TASK, organization_id=actor.organization_id)
    return run


@transaction.atomic
def stop_run(*, actor: Actor, run_id: UUID) -> None:
    """Stops a run: the batch under way ends, no other begins. Raises ``NoSuchRun``."""
    rows = Run.objects.filter(organization_id=actor.organization_id, id=run_id, stopped_by=None)
    # Waits for the batch under way, a tenth of a second at most.
    if not rows.filter(state__in=_OPEN).update(stopped_by=actor.id):
        raise NoSuchRun("This run has ended, or somebody has stopped it.")
    append(event=RUN_STOPPED, actor=actor, details={"run": str(run_id)})


def begin_daily(*, organization_id: UUID) -> bool:
    """Begins the run of the day where it is due; whether one is open then. By workers.

    The table says what was run, not the clock: no day is run twice, and after days on which
    nothing ran, what is due then is what was due on them. A clock that cannot be trusted is
    refused once a day, and recorded.
    """
    with inside(organization_id):
        runs = Run.objects.filter(organization_id=organization_id)
        if runs.filter(state__in=_OPEN).exists():
            return True
        day = (database_now() - NIGHT).date()
        daily = runs.filter(kind=Run.Kind.DAILY, day=day)
        if daily.exclude(state=Run.State.REFUSED).exists():
            return False
        try:
            now, why = trusted_now(), ""
        except ClockDoubted as problem:
            now, why = database_now(), str(problem)
            if daily.exists():
                return False
        run = Run(
            organization_id=organization_id,
            kind=Run.Kind.DAILY,
            state=Run.State.REFUSED if why else Run.State.WAITING,
            day=day,
            now=now,
            why=why,
        )
        if why:
            run.ended_at = now
        try:
            with transaction.atomic():
                run.save(force_insert=True)
        except IntegrityError:
            return True  # another worker was quicker
        if why:
            details = {"run": str(run.id), "why": why}
            append(event=RUN_REFUSED, actor=_worker(organization_id), details=details)
        return not why


def carry_on(*, organization_id: UUID, seconds: float = SLICE_SECONDS) -> Progress:
    """One slice of the organization's open run: batches until ``seconds`` are over, one at least.
    By workers.
    """
    until, rows = time.monotonic() + seconds, FIRST
    while True:
        if somebody_waits():
            return Progress.WAITS
        began = time.monotonic()
        with inside(organization_id):
            run = _open_run(organization_id)
            if run is None:
                return Progress.ENDED
            _go_on(run, rows)
        rows = _next_size(rows, time.monotonic() - began)
        if time.monotonic() >= until:
            return Progress.MORE


@transaction.atomic
def note_run_fetched(*, actor: Actor, certificate: RunCertificate, form: str) -> None:
    """Records that somebody fetched a run's certificate; ``form``: pdf or json."""
    details = {"certificate": str(certificate.id), "form": form}
    append(event=CERTIFICATE_FETCHED, actor=actor, details=details)


def _go_on(run: Run, rows: int) -> None:
    if run.state == Run.State.WAITING:
        _plan(run)
        return
    steps = list(run.steps.order_by("id"))
    if run.stopped_by:
        _end(run, steps, Run.State.STOPPED)
    elif sum(step.purged for step in steps) >= MOST_A_RUN:
        _end(run, steps, Run.State.LIMITED)
    elif step := next((each for each in steps if each.state == Step.State.WAITING), None):
        _purge(run, step, rows)
    else:
        _end(run, steps, Run.State.FINISHED)


def _plan(run: Run) -> None:
    """The preview that the run is held against: what is due now, by a clock that is trusted."""
    actor = _worker(run.organization_id)
    if run.stopped_by:
        _end(run, [], Run.State.STOPPED)
        return
    try:
        run.now = trusted_now()
    except ClockDoubted as problem:
        run.why, run.ended_at, run.state = str(problem), timezone.now(), Run.State.REFUSED
        run.save(update_fields=["why", "ended_at", "state"])
        why = {"run": str(run.id), "why": run.why}
        append(event=RUN_REFUSED, actor=actor, details=why)
        return
    due = what_is_due(run.organization_id, run.now)
    run.state = Run.State.RUNNING if due else Run.State.NOTHING
    run.ended_at = None if due else run.now
    run.save(update_fields=["now", "state", "ended_at"])
    Step.objects.bulk_create(
        Step(
            organization_id=run.organization_id,
            run=run,
            class_name=each.kept.kind.name,
            days=each.kept.days,
            bound=each.bound,
            due=each.due.rows,
            held=each.due.held,
            oldest=each.due.oldest,
            newest=each.due.newest,
        )
        for each in due
    )
    if due:
        planned = {each.kept.kind.name: [each.due.rows, each.due.held] for each in due}
        details = {"run": str(run.id), "kind": run.kind, "due_and_held": planned}
        append(event=RUN_BEGUN, actor=actor, details=details)


def _purge(run: Run, step: Step, rows: int) -> None:
    kind = registered().get(step.class_name)
    if kind is None or kind.found is None:  # of a version that knew more
        Step.objects.filter(id=step.id).update(state=Step.State.DONE)
        return
    stay(run.organization_id)
    holds = held_for(Kept(kind, step.days, None), held_by(in_force(run.organization_id)))
    batch = purge_batch(
        kind.found,
        organization_id=run.organization_id,
        bound=step.bound,
        held=holds,
        name=kind.name,
        reached=step.reached,
        rows=rows,
    )
    Step.objects.filter(id=step.id).update(
        purged=F("purged") + batch.rows,
        digest=chained(step.digest, batch.ids),
        reached=batch.reached or step.reached,
        state=Step.State.WAITING if batch.reached else Step.State.DONE,
    )


def _end(run: Run, steps: list[Step], state: Run.State) -> None:
    run.state, run.ended_at = state, timezone.now()
    certificate = RunCertificate(organization_id=run.organization_id, run=run, made_at=run.ended_at)
    certificate.content = content_of(
        certificate, run=run, steps=steps, holds=in_force(run.organization_id)
    )
    certificate.entry_id = append(
        event=RUN_ENDED,
        actor=_worker(run.organization_id),
        details={
            "run": str(run.id),
            "ended": state,
            "certificate": str(certificate.id),
            "sha256": digest_of(certificate),
            "purged": {step.class_name: step.purged for step in steps},
        },
    )
    certificate.save(force_insert=True)
    run.save(update_fields=["state", "ended_at"])


def _open_run(organization_id: UUID) -> Run | None:
    """The open run, locked; None where there is none, or another worker is at it."""
    rows = Run.objects.filter(organization_id=organization_id, state__in=_OPEN)
    return rows.select_for_update(skip_locked=True).first()


def _next_size(rows: int, took: float) -> int:
    if took > SLOW:
        return max(rows // 2, LEAST)
    return min(rows * 2, MOST) if took < QUICK else rows


def _worker(organization_id: UUID) -> Actor:
    return Actor("worker", None, organization_id)
