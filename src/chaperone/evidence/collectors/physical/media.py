"""Device and media controls (45 CFR 164.310(d))."""

from chaperone.continuity.backups.queries.catalogue import last_whole
from chaperone.evidence.collecting import Figure, Found, Parts, collects, summarizes
from chaperone.evidence.judging import Lack, counted, judged, missing, of_parts, weak
from chaperone.evidence.written import written
from chaperone.facilities.models import Disposal
from chaperone.facilities.queries.standing import (
    Wiped,
    media_standing,
    moved_standing,
    wiped_standing,
)
from chaperone.ledger.actors import Actor
from chaperone.registers.queries.history import entries_about
from chaperone.retention.purging.queries import latest_run, open_since

STANDARD = "164.310(d)(1)"
DISPOSAL = "164.310(d)(2)(i)"
REUSE = "164.310(d)(2)(ii)"
ACCOUNTABILITY = "164.310(d)(2)(iii)"
BACKUP = "164.310(d)(2)(iv)"


@collects(DISPOSAL)
def disposal(actor: Actor) -> Found:
    """What leaves for good was purged or destroyed, before a second person, with a certificate."""
    text, wiped = written(actor, DISPOSAL), wiped_standing(actor, Disposal.Aim.DISPOSAL)
    run, since = latest_run(actor.organization_id), open_since(actor.organization_id)
    return judged(
        f"{counted(wiped.certified, 'disposal')} with a certificate, and none waits."
        if wiped.certified
        else "Nothing was disposed of so far; how it is to be done is in force.",
        text.lack,
        _waiting(wiped),
        weak(
            since,
            "What the retention periods say should go has not gone.",
            "See the page of retention: it says why the daily run stands still.",
        ),
        figures=(
            Figure("Disposals with a certificate", wiped.certified),
            Figure("Waiting for the second person", wiped.waiting),
            Figure("Last run of the purge", run.begun_at.date().isoformat() if run else None),
            *text.figures,
        ),
        ledger=(*wiped.entries, *entries_about(actor, wiped.latest), *text.ledger),
    )


@collects(REUSE)
def reuse(actor: Actor) -> Found:
    """What is used again was cleared before, by one person, and another saw it."""
    text, wiped = written(actor, REUSE), wiped_standing(actor, Disposal.Aim.REUSE)
    return judged(
        f"{counted(wiped.certified, 'medium', 'media')} wiped for re-use with a certificate, and"
        " none waits."
        if wiped.certified
        else "Nothing was wiped for re-use so far; how it is to be done is in force.",
        text.lack,
        _waiting(wiped),
        figures=(
            Figure("Wiped for re-use, with a certificate", wiped.certified),
            Figure("Waiting for the second person", wiped.waiting),
            *text.figures,
        ),
        ledger=(*wiped.entries, *entries_about(actor, wiped.latest), *text.ledger),
    )


@collects(ACCOUNTABILITY)
def accountability(actor: Actor) -> Found:
    """Where each device and medium is, and who took it there, stands on record."""
    text, moved, media = (
        written(actor, ACCOUNTABILITY),
        moved_standing(actor),
        media_standing(actor),
    )
    return judged(
        f"{counted(moved.left, 'movement')} on record; what should be back is back."
        if moved.left
        else "Nothing has left so far; how it is to be recorded is in force.",
        text.lack,
        weak(
            moved.late,
            f"{counted(moved.late, 'device')} should have come back by now.",
            "Find out where it is; record its return, or that it is lost.",
        ),
        weak(
            media.unowned,
            f"Nobody answers for {counted(media.unowned, 'device')} with members' data.",
            "Say on the page of each device who answers for it.",
        ),
        figures=(
            Figure("Movements on record", moved.left),
            Figure("Out now", moved.out),
            Figure("Should be back", moved.late),
            Figure("Devices that hold members' data", media.holding),
            Figure("Without somebody who answers for it", media.unowned),
            *text.figures,
        ),
        ledger=(*entries_about(actor, (*moved.latest, *media.latest)), *text.ledger),
    )


@collects(BACKUP)
def backup_before_movement(actor: Actor) -> Found:
    """What holds ePHI left only with a verified copy behind it, and there are backups at all."""
    text, moved, backup = written(actor, BACKUP), moved_standing(actor), last_whole()
    return judged(
        f"{counted(moved.with_ephi, 'movement')} of members' data, each after a verified copy."
        if moved.with_ephi
        else "Nothing with members' data has left so far; the database refuses it without a copy.",
        text.lack,
        missing(
            moved.uncopied,
            f"{counted(moved.uncopied, 'movement')} of members' data without a verified copy.",
            "Make the copy now, verify it, and record where it lies.",
        ),
        figures=(
            Figure("Movements of members' data", moved.with_ephi),
            Figure("Without a verified copy", moved.uncopied),
            Figure("Last whole backup", backup.made_at.isoformat() if backup else None),
            *text.figures,
        ),
        ledger=(*entries_about(actor, moved.latest), *text.ledger),
    )


@summarizes(STANDARD, DISPOSAL, REUSE, ACCOUNTABILITY, BACKUP)
def device_and_media(actor: Actor, parts: Parts) -> Found:
    """Devices and media with ePHI are known wherever they are, and none lies open somewhere."""
    text, media = written(actor, STANDARD), media_standing(actor)
    own = judged(
        f"{counted(media.holding, 'device')} with members' data, from their coming to their end.",
        text.lack,
        missing(
            media.lost_open,
            f"{counted(media.lost_open, 'device')} with members' data lost without encryption.",
            "Open an incident: what was on it may be a breach.",
        ),
        figures=(
            Figure("Devices that hold members' data", media.holding),
            Figure("Lost or stolen", media.lost),
            Figure("Lost without encryption", media.lost_open),
            *text.figures,
        ),
        ledger=text.ledger,
    )
    return of_parts(parts, own)


def _waiting(wiped: Wiped) -> Lack | None:
    return weak(
        wiped.waiting,
        f"{counted(wiped.waiting, 'wiping')} waits for somebody else to confirm it.",
        "Have somebody who saw it confirm it.",
    )
