"""What would go next, what runs, and what has gone."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from chaperone.database.identifiers import PLATFORM
from chaperone.ledger.actors import Actor
from chaperone.retention.classes import Reach
from chaperone.retention.errors import NoSuchRun
from chaperone.retention.holds.queries import Held, held_anywhere, held_by, in_force
from chaperone.retention.models import ClockWatch, Run, RunCertificate
from chaperone.retention.periods.queries import Kept, kept_in
from chaperone.retention.purging.batches import Due, count_due

PAGE = 50
_NOTHING = Held(False, frozenset(), frozenset())


class Next(NamedTuple):
    """What of a class is due by now."""

    kept: Kept
    bound: datetime
    due: Due


def what_is_due(
    organization_id: UUID,
    now: datetime,
    *,
    most: int | None = None,
    instead: Mapping[str, int] = MappingProxyType({}),
) -> list[Next]:
    """What the daily run would purge at ``now``, class by class, and what a hold keeps back of it.

    In the organization's context; one query a class, no further than ``most`` rows. Classes of
    which nothing is due are left out. ``instead``: what would be due if classes were kept for other
    numbers of days.
    """
    holds = held_by(in_force(organization_id))
    found = []
    for each in due_in(organization_id):
        assert each.kind.found is not None
        bound = now - timedelta(days=instead.get(each.kind.name, each.days))
        due = count_due(
            each.kind.found,
            organization_id=organization_id,
            bound=bound,
            held=held_for(each, holds),
            name=each.kind.name,
            most=most,
        )
        if due.rows or due.held:
            found.append(Next(each, bound, due))
    return found


def due_in(organization_id: UUID) -> list[Kept]:
    """The classes that a run for the organization purges; for ``PLATFORM`` what tenants share."""
    mine = Reach.INSTALLATION if organization_id == PLATFORM else Reach.ORGANIZATION
    return [
        each
        for each in kept_in(organization_id)
        if each.kind.found is not None and each.kind.reach is mine
    ]


def held_for(each: Kept, holds: Held) -> Held:
    """What is held of a class: of what tenants share, by a hold of any of them."""
    if each.kind.reach is Reach.ORGANIZATION:
        return holds
    return _NOTHING._replace(everything=held_anywhere(each.kind.name))


def runs_of(actor: Actor, *, before: UUID | None = None) -> tuple[list[Run], UUID | None]:
    """Runs of the actor's organization and of what tenants share, newest first."""
    found = Run.objects.filter(organization_id__in=[actor.organization_id, PLATFORM])
    if before:
        found = found.filter(id__lt=before)
    rows = found.select_related("certificate").prefetch_related("steps").order_by("-id")
    shown = list(rows[: PAGE + 1])
    return shown[:PAGE], shown[PAGE - 1].id if len(shown) > PAGE else None


def run_of(actor: Actor, run_id: UUID) -> Run:
    """One of them, with its steps. Raises ``NoSuchRun``."""
    found = (
        Run.objects.filter(organization_id__in=[actor.organization_id, PLATFORM], id=run_id)
        .select_related("certificate")
        .prefetch_related("steps")
        .first()
    )
    if found is None:
        raise NoSuchRun
    return found


def latest_run(organization_id: UUID) -> Run | None:
    """The newest run of an organization, or of what tenants share, that was not refused; with its
    steps.
    """
    found = Run.objects.filter(organization_id=organization_id)
    found = found.exclude(state=Run.State.REFUSED).prefetch_related("steps")
    return found.order_by("-id").first()


def open_since(organization_id: UUID) -> datetime | None:
    """When the run under way began; None where none is. In the organization's context."""
    states = (Run.State.WAITING, Run.State.RUNNING)
    found = Run.objects.filter(organization_id=organization_id, state__in=states)
    return found.values_list("begun_at", flat=True).first()


def certificate_of_run(run: Run) -> RunCertificate | None:
    """Its certificate; None before it has ended, and where nothing was due."""
    try:
        return run.certificate
    except RunCertificate.DoesNotExist:
        return None


def clock_seen() -> ClockWatch:
    """When purging last saw the clock."""
    return ClockWatch.objects.get()


def database_now() -> datetime:
    """The database's clock."""
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        return cursor.fetchone()[0]  # type: ignore[no-any-return]
