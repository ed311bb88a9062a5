"""The contingency plan and its specifications (45 CFR 164.308(a)(7))."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from chaperone.continuity.backups.events import BACKUP_FAILED, BACKUP_MADE, BACKUP_VERIFIED
from chaperone.continuity.backups.queries.catalogue import backups, last_whole
from chaperone.continuity.backups.registry import CopiesStanding
from chaperone.continuity.backups.standing import TOO_OLD
from chaperone.continuity.copies.queries import standings_here
from chaperone.continuity.drills.choosing import first_backup_at
from chaperone.continuity.drills.dues import LATE
from chaperone.continuity.drills.queries.exercises import (
    exercises_of,
    latest_by_people,
    latest_restore,
    verdict_of,
)
from chaperone.continuity.escrow.judging import Held, shortcoming
from chaperone.continuity.escrow.queries import ceremonies_in_force
from chaperone.continuity.models import Backup, Exercise
from chaperone.continuity.recovery.queries.contacts import (
    digest_of,
    latest_put_away,
    whom_to_call,
)
from chaperone.continuity.recovery.queries.systems import (
    latest_analysis,
    order_of,
    systems_of,
    text_of,
)
from chaperone.evidence.collecting import Figure, Found, Parts, collects, summarizes
from chaperone.evidence.judging import Lack, counted, judged, missing, of_parts, weak
from chaperone.evidence.written import written
from chaperone.ledger.actors import Actor
from chaperone.ledger.queries.searching import find_ids
from chaperone.organizations.days import months_after, today_of
from chaperone.registers.queries.signatures import signatures_of

PLAN = "164.308(a)(7)(i)"
BACKUP, RECOVERY, EMERGENCY, TESTING, CRITICALITY = (
    f"164.308(a)(7)(ii)({letter})" for letter in "ABCDE"
)
VERIFIED_WITHIN = timedelta(days=8)
"""The schedule verifies each week; a day for it."""
_OF_BACKUPS = [each.name for each in (BACKUP_MADE, BACKUP_FAILED, BACKUP_VERIFIED)]
_SHOWN = 6
_YEAR = 12
_HOUR = 3600
_COPIES = {
    "weak": "something is wrong with the newest copy.",
    "overdue": "the newest copy is older than it may be.",
    "none": "there is no copy.",
}
_MEANWHILE = (Exercise.Kind.PAPER, Exercise.Kind.EMERGENCY, Exercise.Kind.TABLETOP)


@summarizes(PLAN, BACKUP, RECOVERY, EMERGENCY, TESTING, CRITICALITY)
def plan(actor: Actor, parts: Parts) -> Found:
    """A plan is in force, and each of its parts holds."""
    text = written(actor, PLAN)
    own = judged(
        "The contingency plan is in force, and each part of it was tried.",
        text.lack,
        figures=text.figures,
        ledger=text.ledger,
    )
    return of_parts(parts, own)


@collects(BACKUP)
def backup(actor: Actor) -> Found:
    """Of the whole installation: a whole backup of the last day, verified, and its keys apart."""
    text, now = written(actor, BACKUP), timezone.now()
    last, tried = last_whole(), backups().filter(state=Backup.State.FAILED).first()
    age = max(now - last.made_at, timedelta()) if last else None
    failed = tried is not None and (last is None or tried.made_at > last.made_at)
    first = first_backup_at()
    verified = backups().filter(verified_at__gte=now - VERIFIED_WITHIN).exists()
    apart = _keys_apart(last, now)
    copies = standings_here()
    return judged(
        "A whole backup of the last day is there, backups are verified, and their keys are apart.",
        text.lack,
        missing(
            last is None,
            "There is no whole backup.",
            "Whoever runs the installation makes one: chaperone backup create.",
        ),
        missing(
            age is not None and age > TOO_OLD,
            "The last whole backup is older than 26 hours.",
            "Whoever runs the installation sees on the page “Backups” why none was made.",
        ),
        weak(
            failed,
            "The last backup that was tried failed.",
            "Whoever runs the installation sees on the page “Backups” why.",
        ),
        weak(
            first is not None and first < now - VERIFIED_WITHIN and not verified,
            "No backup was verified in the last week.",
            "Whoever runs the installation verifies one: chaperone backup verify.",
        ),
        *_of_copies(copies),
        weak(last and apart, apart),
        figures=(
            Figure("Age of the last whole backup", _hours(age), "h"),
            Figure("Its size", round(last.size / 1e6, 1) if last else None, "MB"),
            Figure("Its SHA-256", last.sha256 if last else None),
            Figure("Verified within a week", "yes" if verified else "no"),
            *(
                Figure(f"Age of the newest: {each.kind.label}", _hours(each.age), "h")
                for each in copies
            ),
            *text.figures,
        ),
        ledger=(*find_ids(actor, limit=_SHOWN, events=_OF_BACKUPS), *text.ledger),
    )


def _of_copies(copies: list[CopiesStanding]) -> Iterator[Lack | None]:
    """Those that config.json names, made by the archiver, pgBackRest or RDS."""
    for each in copies:
        yield weak(
            each.state != "ok",
            f"{each.kind.label}: {_COPIES.get(each.state, '')}",
            "Whoever runs the installation sees why: chaperone backup copies.",
        )


@collects(RECOVERY)
def recovery(actor: Actor) -> Found:
    """It is written what comes back in which order, and a restore has shown that it does."""
    text, systems = written(actor, RECOVERY), systems_of(actor).count()
    last = latest_restore(actor)
    verdict = verdict_of(last) if last else ""
    drill = last.drill if last else None
    mend = "Whoever runs the installation finds out why, and runs a drill again: chaperone drill."
    return judged(
        "The order of recovery is known, and the last restore brought everything back in time.",
        text.lack,
        missing(
            not systems,
            "It is not written down what must come back in which order.",
            "Fill the page “Recovery”; the starter set is a beginning.",
        ),
        missing(
            last is None,
            "No backup has been restored on trial yet.",
            "Whoever runs the installation runs a drill: chaperone drill.",
        ),
        missing(verdict == "failed", "The last restore on trial failed.", mend),
        weak(
            verdict in ("slow", "both"),
            "The last restore on trial took longer than the organization bears.",
            mend,
        ),
        weak(
            verdict in ("lossy", "both"),
            "The last restore on trial would have lost more than the organization bears.",
            mend,
        ),
        figures=(
            Figure("Systems in the order of recovery", systems),
            Figure("Last restore on trial", last.held_on.isoformat() if last else None),
            Figure("It took", round(drill.seconds) if drill and drill.seconds else None, "s"),
            Figure("It would have lost", _hours(drill.lost if drill else None), "h"),
            *text.figures,
        ),
        ledger=(*_filed(actor, restores=True), *text.ledger),
    )


@collects(EMERGENCY)
def emergency(actor: Actor) -> Found:
    """It is known whom to call, on paper too, and people have tried to work without the system."""
    text, today = written(actor, EMERGENCY), today_of(actor)
    called, kept = whom_to_call(actor), latest_put_away(actor)
    tried = exercises_of(actor).filter(kind__in=_MEANWHILE).first()
    return judged(
        "It is known whom to call, a print of it is put away, and people have tried it out.",
        text.lack,
        missing(
            not called,
            "It is not written down whom to call at an outage.",
            "Enter whom to call on the page “Whom to call”.",
        ),
        missing(
            kept is None,
            "No print of whom to call is put away where it can be read in an outage.",
            "Print the list of whom to call, and say where it lies.",
        ),
        weak(
            kept and kept.sha256 != digest_of(called),
            "The print of whom to call that was put away is not right any more.",
            "Print the list again, and put it away.",
        ),
        missing(
            tried is None,
            "Nobody has tried yet to work while the platform is away.",
            "Talk the plan through around a table, or work by paper for an hour, and file it.",
        ),
        weak(
            tried and months_after(tried.held_on, _YEAR) < today,
            "It is more than a year that people tried to work while the platform is away.",
            "Talk the plan through around a table, or work by paper for an hour, and file it.",
        ),
        figures=(
            Figure("To call", len(called), "entries"),
            Figure("Print put away", kept.put_away_at.date().isoformat() if kept else None),
            Figure("Last tried", tried.held_on.isoformat() if tried else None),
            *text.figures,
        ),
        ledger=(*_filed(actor, restores=False), *text.ledger),
    )


@collects(TESTING)
def testing(actor: Actor) -> Found:
    """Restores and plans are tried out regularly, and what was learned is done."""
    text, today = written(actor, TESTING), today_of(actor)
    restored, held = latest_restore(actor), latest_by_people(actor)
    steps = exercises_of(actor).exclude(next_step="").filter(done_on=None, due_on__lt=today).count()
    return judged(
        "Restores are tried each month and plans each year, and what was learned is done.",
        text.lack,
        missing(
            restored is None,
            "No backup has been restored on trial yet.",
            "Whoever runs the installation runs a drill: chaperone drill.",
        ),
        missing(
            held is None,
            "People have not tried out the contingency plans yet.",
            "Try out the contingency plans around a table, and file it.",
        ),
        weak(
            restored and restored.held_on + LATE < today,
            "No restore was tried for five weeks.",
            "Whoever runs the installation runs a drill: chaperone drill.",
        ),
        weak(
            held and months_after(held.held_on, _YEAR) < today,
            "It is more than a year that people tried out the plans.",
            "Try out the contingency plans around a table, and file it.",
        ),
        weak(
            steps,
            f"{counted(steps, 'step')} that exercises asked for should be done by now.",
            "Do what the exercises asked for.",
        ),
        figures=(
            Figure("Last restore on trial", restored.held_on.isoformat() if restored else None),
            Figure("Last exercise of people", held.held_on.isoformat() if held else None),
            Figure("Steps late", steps),
            *text.figures,
        ),
        ledger=(*_filed(actor, restores=True), *_filed(actor, restores=False), *text.ledger),
    )


@collects(CRITICALITY)
def criticality(actor: Actor) -> Found:
    """What care depends on is listed with how long it may be away, as somebody signed it."""
    text, order = written(actor, CRITICALITY), order_of(actor)
    signed, today = latest_analysis(actor), today_of(actor)
    untold = sum(not each.system.how or not each.system.meanwhile for each in order)
    again = "Look over the order of recovery, and sign it."
    return judged(
        "What care depends on is judged, in order, and signed.",
        text.lack,
        missing(
            not order,
            "It is not written down what care depends on.",
            "Fill the page “Recovery”; the starter set is a beginning.",
        ),
        missing(signed is None, "Nobody has signed what care depends on.", again),
        weak(
            signed and signed.text != text_of(order),
            "The order of recovery was changed after it was signed.",
            again,
        ),
        weak(
            signed and signed.state_on(today) == "due",
            "The order of recovery should have been looked over again.",
            again,
        ),
        weak(
            untold,
            f"Of {counted(untold, 'system')} it is not said how it comes back, or what we do"
            " meanwhile.",
            "Complete each system on the page “Recovery”.",
        ),
        figures=(
            Figure("Systems", len(order)),
            Figure("Signed", signed.signed_at.date().isoformat() if signed else None),
            Figure("To be looked over on", signed.review_on.isoformat() if signed else None),
            *text.figures,
        ),
        ledger=(
            *(each.entry_id for each in (signatures_of(actor, signed.id) if signed else [])[:1]),
            *text.ledger,
        ),
    )


def _keys_apart(last: Backup | None, now: datetime) -> str:
    held = [
        Held(each.held_at, each.checked_at, each.recipient, each.root_key_id)
        for each in ceremonies_in_force()
    ]
    return shortcoming(held, recipients=last.recipients if last else (), root_key_id="", now=now)


def _filed(actor: Actor, *, restores: bool) -> list[UUID]:
    rows = exercises_of(actor)
    restore = {"kind": Exercise.Kind.RESTORE}
    rows = rows.filter(**restore) if restores else rows.exclude(**restore)
    return [each for each in rows.values_list("entry_id", flat=True)[:3] if each]


def _hours(length: timedelta | None) -> float | None:
    return None if length is None else round(length.total_seconds() / _HOUR, 1)
