"""Takes the readings, keeps them, and tells people of those that turn to alarm."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from chaperone.ledger.actors import Actor
from chaperone.notices.actions.alarms import clear_alarm, raise_alarm
from chaperone.notices.models import Standing
from chaperone.notices.queries import begin_round, open_alarms, standings
from chaperone.notices.readings import Reading, Source, State, checked, sources
from chaperone.notices.registry import Watchers, watchers
from chaperone.vault.inside import inside

EVERY = timedelta(seconds=30)
SETTLES = timedelta(seconds=60)
"""For how long it stands at alarm before people are told: a figure that twitches calls nobody."""
UNSEEN = timedelta(minutes=10)
"""For how long something may be unknown before that is an alarm, too."""
CALM = timedelta(minutes=5)
"""For how long it stands well again before people are told that it is over."""
AGAIN = timedelta(hours=4)
PREFIX = "reading."
_log = logging.getLogger(__name__)


def measure() -> bool:
    """Takes every reading and tells who must know; False where another worker has just done it.

    Asked every few seconds by the steady clock, so that a queue that stands still is seen.
    """
    if not begin_round(EVERY):
        return False
    taken, failed = _taken(sources())
    with transaction.atomic():
        kept = _keep(taken, failed, timezone.now())
    for watching in watchers():
        _tell(watching, kept, timezone.now())
    return True


def _taken(asked: Iterable[Source]) -> tuple[list[Reading], bool]:
    found: dict[str, Reading] = {}
    failed = False
    for source in asked:
        try:
            found |= {reading.name: checked(reading) for reading in source()}
        except Exception as problem:  # noqa: BLE001
            # Whatever it was: what cannot be read is itself a reading.
            failed = True
            _log.error("Readings could not be taken (%s).", type(problem))
    return list(found.values()), failed


def _keep(taken: Sequence[Reading], failed: bool, now: datetime) -> list[Standing]:
    """The readings as they stand now; those that nobody took any more are not known any more."""
    before = {row.name: row for row in standings(lock=True)}
    rows = [_standing(reading, before.pop(reading.name, None), now) for reading in taken]
    if failed:
        rows += [_lost(row, now) for row in before.values()]
    else:
        Standing.objects.filter(name__in=before).delete()
    Standing.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=[
            "label",
            "value",
            "unit",
            "state",
            "sentence",
            "remedy",
            "taken_at",
            "since",
        ],
    )
    return rows


def _standing(reading: Reading, before: Standing | None, now: datetime) -> Standing:
    stays = before is not None and before.state == reading.state
    return Standing(
        name=reading.name,
        label=reading.label,
        value=reading.value,
        unit=reading.unit,
        state=reading.state,
        sentence=reading.sentence,
        remedy=reading.remedy,
        taken_at=reading.at,
        # After the clock was put back, what begins in the future begins now.
        since=min(before.since, now) if before and stays else now,
    )


def _lost(row: Standing, now: datetime) -> Standing:
    if row.state != State.UNKNOWN:
        row.state, row.since, row.value = State.UNKNOWN, now, None
        row.sentence = "This could not be read the last time that it was tried."
    return row


def _tell(watching: Watchers, kept: Sequence[Standing], now: datetime) -> None:
    actor = Actor(kind="worker", id=None, organization_id=watching.organization_id)
    with inside(actor.organization_id):
        open_now = {alarm.name for alarm in open_alarms(actor)}
        for row in kept:
            name = PREFIX + row.name
            if _is_wrong(row, now):
                raise_alarm(
                    actor=actor,
                    name=name,
                    kind=watching.wrong,
                    recipients=watching.recipients,
                    again_after=AGAIN,
                )
            elif name in open_now and _is_over(row, now):
                clear_alarm(
                    actor=actor, name=name, kind=watching.over, recipients=watching.recipients
                )


def _is_wrong(row: Standing, now: datetime) -> bool:
    lasts = now - row.since
    return (row.state == State.ALARM and lasts >= SETTLES) or (
        row.state == State.UNKNOWN and lasts >= UNSEEN
    )


def _is_over(row: Standing, now: datetime) -> bool:
    return row.state in (State.OK, State.ATTENTION) and now - row.since >= CALM
