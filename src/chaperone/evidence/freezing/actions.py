"""Computing every standard now, and freezing each day's results (45 CFR 164.308(a)(8)).

Results of a day are bound by one hash, which an entry of the ledger holds; the checkpoint that
covers this entry is signed by the log's key, and is kept beside the day.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from chaperone.access.actors import Staff, worker
from chaperone.access.context import acting_for
from chaperone.access.queries import people_who_may
from chaperone.evidence.collecting import Result, Status, collect_all
from chaperone.evidence.frame import MANAGE
from chaperone.evidence.freezing.canonical import canonical, counted, digest_of
from chaperone.evidence.freezing.clock import day_to_freeze, look
from chaperone.evidence.freezing.errors import AlreadyCollecting
from chaperone.evidence.freezing.events import (
    COLLECTED,
    COLLECTION_ASKED,
    DAY_FROZEN,
    STANDARD_TURNED,
)
from chaperone.evidence.freezing.notice import BETTER, WORSE
from chaperone.evidence.freezing.queries import readings
from chaperone.evidence.models import Collection, Day, Frozen, Reading
from chaperone.evidence.records import record_of
from chaperone.evidence.standing.queries import plans
from chaperone.jobs.actions import nudge
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.queries import latest_checkpoint, places
from chaperone.notices.actions.tell import tell
from chaperone.notices.models import Notice
from chaperone.organizations.queries import organization_of
from chaperone.registers.actions.changes import record_change

COLLECT = "evidence.collect"
_STATE = Collection.State
_LOCK = "select pg_advisory_xact_lock(hashtextextended('evidence ' || %s, 0))"
# How good a status is; what does not apply is as good as met.
_RANK = {
    Status.NOT_MET: 0,
    Status.NOT_EVALUATED: 1,
    Status.ATTENTION: 2,
    Status.MET: 3,
    Status.NOT_APPLICABLE: 3,
}


class Turn(NamedTuple):
    """A standard whose status changed."""

    citation: str
    before: str
    after: str

    @property
    def worse(self) -> bool:
        return _RANK[Status(self.after)] < _RANK[Status(self.before)]


@transaction.atomic
def ask_collection(*, actor: Staff) -> Collection:
    """Has a worker compute everything now. The caller has checked ``evidence.manage``.

    Raises ``AlreadyCollecting``.
    """
    asked = Collection(organization_id=actor.organization_id, asked_by=actor.user_id)
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
    except IntegrityError as problem:
        raise AlreadyCollecting from problem
    append(event=COLLECTION_ASKED, actor=actor, details={"collection": str(asked.id)})
    nudge(COLLECT, organization_id=actor.organization_id)
    return asked


def carry_out(*, organization_id: UUID) -> None:
    """Does the collection that somebody asked for, where one waits. By workers.

    That it runs is committed before, so that its page can say so. One that a process that died
    left running is done anew.
    """
    actor = worker(organization_id)
    with acting_for(actor):
        rows = Collection.objects.filter(organization_id=organization_id)
        waiting = rows.filter(state__in=(_STATE.WAITING, _STATE.RUNNING))
        found = waiting.first()
        if found is None:
            return
        waiting.update(state=_STATE.RUNNING, begun_at=timezone.now())
    with acting_for(actor):
        _alone(organization_id)
        if not rows.filter(id=found.id, state=_STATE.RUNNING).exists():
            return  # another worker was quicker
        turned = collect_now(actor=actor)
        rows.filter(id=found.id).update(
            state=_STATE.DONE, ended_at=timezone.now(), changed=len(turned)
        )


@transaction.atomic
def collect_now(*, actor: Actor) -> list[Turn]:
    """Computes every standard, keeps how each stands, and tells people what turned.

    As a worker's login, in the organization's context. Returns what turned.
    """
    results = collect_all(actor)
    turned = _keep(actor, results)
    append(
        event=COLLECTED,
        actor=actor,
        details={"counts": counted(each.status for each in results), "turned": len(turned)},
    )
    return turned


def freeze_day(*, organization_id: UUID) -> Day | None:
    """Computes and freezes the organization's day where that is due; None where it is not.

    By workers, safe to repeat: the table says which days are frozen, and the clock only which day
    it is (``clock.day_to_freeze``).
    """
    actor = worker(organization_id)
    with acting_for(actor):
        _alone(organization_id)
        today = _day_due(actor)
        if today is None:
            return None
        results = collect_all(actor)
        _keep(actor, results)
        day = Day(organization_id=organization_id, on=today)
        _freeze(actor, day, results)
    return day


def note_days(*, organization_id: UUID) -> int:
    """Keeps with each frozen day the checkpoint that its entry stands under, once there is one.

    By workers; returns for how many.
    """
    actor = worker(organization_id)
    with acting_for(actor):
        waiting = Day.objects.filter(organization_id=organization_id, note="")
        entries = dict(waiting.values_list("entry_id", "id"))
        signed = latest_checkpoint() if entries else None
        if signed is None:
            return 0
        found = places(list(entries))
        covered = [entries[entry] for entry, place in found.items() if place < signed.size]
        return waiting.filter(id__in=covered).update(note=signed.note, noted_at=timezone.now())


def is_due(*, organization_id: UUID) -> bool:
    """Whether something is to be frozen, noted or collected. By workers."""
    actor = worker(organization_id)
    asked = Collection.objects.filter(
        organization_id=organization_id, state__in=(_STATE.WAITING, _STATE.RUNNING)
    )
    unsigned = Day.objects.filter(organization_id=organization_id, note="")
    with acting_for(actor):
        return _day_due(actor) is not None or unsigned.exists() or asked.exists()


def _day_due(actor: Actor) -> date | None:
    now, ahead = look()
    zone = ZoneInfo(organization_of(actor).time_zone)
    near = (now.date() - timedelta(days=2), now.date() + timedelta(days=2))
    days = Day.objects.filter(organization_id=actor.organization_id, on__range=near)
    frozen = set(days.values_list("on", flat=True))
    return day_to_freeze(now=now, zone=zone, ahead=ahead, frozen=frozen)


def _freeze(actor: Actor, day: Day, results: Iterable[Result]) -> None:
    rows = [
        Frozen(organization_id=actor.organization_id, day=day, on=day.on, **_columns(each))
        for each in results
    ]
    day.counts = counted(each.status for each in rows)
    day.digest = digest_of(canonical(actor.organization_id, day.on, rows))
    day.entry_id = append(
        event=DAY_FROZEN,
        actor=actor,
        details={"on": day.on.isoformat(), "digest": day.digest, "counts": day.counts},
    )
    day.save(force_insert=True)
    Frozen.objects.bulk_create(rows)


def _keep(actor: Actor, results: Iterable[Result]) -> list[Turn]:
    """Keeps the latest of each; what turned is recorded, and told."""
    before = readings(actor)
    turned = []
    rows = []
    for each in results:
        old = before.get(each.citation)
        same = old is not None and old.status == each.status
        rows.append(
            Reading(
                organization_id=actor.organization_id,
                since=old.since if old is not None and same else each.collected_at,
                **_columns(each),
            )
        )
        if old is not None and not same:
            turned.append(Turn(each.citation, old.status, str(each.status)))
            _record_turn(actor, turned[-1], each)
    columns = ["status", "sentence", "figures", "ledger", "remedy", "collected_at", "since"]
    Reading.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["organization_id", "citation"],
        update_fields=columns,
    )
    _tell(actor, turned)
    return turned


def _record_turn(actor: Actor, turn: Turn, result: Result) -> None:
    record_change(
        actor=actor,
        event=STANDARD_TURNED,
        record=record_of(actor.organization_id, turn.citation),
        details={
            "citation": turn.citation,
            "before": Status(turn.before).label,
            "now": Status(turn.after).label,
            "found": result.sentence,
        },
    )


def _tell(actor: Actor, turned: list[Turn]) -> None:
    """Once for all that turned: who sees to one of them, and who runs the programme."""
    if not turned:
        return
    owners = plans(actor)
    people = set(people_who_may(actor, MANAGE))
    people |= {owners[each.citation].owner_id for each in turned if each.citation in owners}
    worse = any(each.worse for each in turned)
    ways = (Notice.Way.EMAIL,) if worse else ()
    tell(
        actor=actor,
        kind=WORSE if worse else BETTER,
        subject_id=record_of(actor.organization_id, turned[0].citation),
        recipients=dict.fromkeys(sorted(people), ways),
    )


def _columns(result: Result) -> dict[str, object]:
    return {
        "citation": result.citation,
        "status": str(result.status),
        "sentence": result.sentence,
        "figures": [[each.label, each.value, each.unit] for each in result.figures],
        "ledger": [str(each) for each in result.ledger],
        "remedy": result.remedy,
        "collected_at": result.collected_at,
    }


def _alone(organization_id: UUID) -> None:
    """One collection of an organization at a time, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [str(organization_id)])
