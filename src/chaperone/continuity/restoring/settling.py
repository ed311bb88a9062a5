"""The part of a restore that needs the restored installation itself: the ledger goes on, what must
stand is done again, the outbox is held, a sample is opened.

Run in a process of its own, as the owner, while nothing else runs on the data folder.
"""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import transaction

from chaperone.access.actors import operator
from chaperone.access.context import acting_for
from chaperone.access.witness import witnessed
from chaperone.continuity.models import Restoration
from chaperone.continuity.restoring.catalogue import settle_catalogue
from chaperone.continuity.restoring.errors import NotSettled
from chaperone.continuity.restoring.gap import after_backup
from chaperone.continuity.restoring.replays import end_sessions, replay
from chaperone.conversations.actions.hold_outbox import After, hold_outbox
from chaperone.database.address import password
from chaperone.database.identifiers import instant_of
from chaperone.database.logins import role
from chaperone.ledger import log_key
from chaperone.ledger.bringing_back import Gap, begin_epoch, bring_back
from chaperone.ledger.connecting import connect
from chaperone.ledger.mirroring import catch_up
from chaperone.ledger.placing import Placer, holds_lock
from chaperone.ledger.pruning_again import destroy_again
from chaperone.members.models import Member
from chaperone.merkle.log.hashing import EMPTY_ROOT
from chaperone.organizations.queries import organizations_all

PLACE = "cli: restore"
_SIGNED = "select size, root from ledger_checkpoint order by size desc limit 1"
_LATEST = "select entry_id from ledger_leaf where leaf_index < %s order by leaf_index desc limit 1"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be settled. ``made_at``: the moment that the database is of. ``mirror``: the one
    that holds most, or None. ``bound``: size and root (hex) of the last checkpoint that is known.
    ``base``: the copy in the archive that it was recovered from, or nothing.
    """

    backup: str
    made_at: str
    mirror: str | None
    bound: tuple[int, str]
    base: str = ""


def settle(asked: Asked) -> dict[str, Any]:
    """Does all of it; returns the figures. Raises ``NotSettled`` and what its parts raise."""
    organizations = organizations_all()
    secret = password(settings.CHAPERONE_DATA, "sequencer", os.environ)
    with connect(user=role("sequencer"), password=secret) as sequencing:
        if not holds_lock(sequencing):
            raise NotSettled("Something else gives the ledger its order at this moment.")
        placer = Placer(sequencing, log_key.load(settings.CHAPERONE_LOG_KEY))
        gap = _gap(placer, asked, organizations)
        bound = max(_last_signed(sequencing), (asked.bound[0], bytes.fromhex(asked.bound[1])))
        entry_id = begin_epoch(placer, gap, bound, backup=asked.backup)
        row = sequencing.execute(_LATEST, [gap.kept]).fetchone()
        recovered_to = instant_of(row[0]) if row else datetime.fromisoformat(asked.made_at)
        figures = _make_good(gap, organizations, datetime.fromisoformat(asked.made_at))
        figures["pruned"] = _destroy_months(gap)
        figures["catalogue"] = settle_catalogue()
        figures["sample"] = sum(map(_open_sample, organizations))
        while placer.place():
            pass
        placer.sign()
        catch_up(sequencing, Path(settings.CHAPERONE_DATA) / "mirror")
    made = _record(asked, gap, max(0, bound[0] - gap.kept), recovered_to, figures, entry_id)
    return figures | {
        "held": made.held,
        "kept": made.kept,
        "gap": len(gap.entries),
        "lost": made.lost,
        "unread": made.unread,
        "recovered_to": recovered_to.isoformat(),
    }


def _last_signed(connection: psycopg.Connection) -> tuple[int, bytes]:
    row = connection.execute(_SIGNED).fetchone()
    return (row[0], row[1]) if row else (0, EMPTY_ROOT)


def _gap(placer: Placer, asked: Asked, organizations: list[UUID]) -> Gap:
    if asked.mirror is None:
        return Gap(held=placer.size, kept=placer.size)
    return bring_back(placer, Path(asked.mirror), organizations)


def _make_good(gap: Gap, organizations: list[UUID], backup_at: datetime) -> dict[str, Any]:
    """Before the outbox is held, so that a destruction finds what it withholds."""
    after = after_backup(gap.entries)
    figures: dict[str, Any] = {"repeated": replay(gap.entries), "sessions": end_sessions()}
    waiting = {"texts": 0, "turns": 0, "decided": 0}
    for organization_id in organizations:
        actor = operator(organization_id)
        with acting_for(actor):
            known = after.get(organization_id, After())
            held = hold_outbox(actor=actor, after=known, backup_at=backup_at)
        waiting = {name: number + held[name] for name, number in waiting.items()}
    return figures | {"waiting": waiting}


def _destroy_months(gap: Gap) -> list[dict[str, Any]]:
    """Before the folder's own mirror is written, which is not to hold them."""
    with connect() as owner:
        return [month.said for month in destroy_again(owner, gap.pruned, gap.nowhere)]


def _open_sample(organization_id: UUID) -> int:
    """One member's name, before a witness: what is sealed opens under these keys."""
    actor = operator(organization_id)
    with acting_for(actor), witnessed(actor, purpose="restore", place=PLACE):
        rows = Member.objects.filter(organization_id=organization_id, destroyed_at=None)
        member = rows.order_by("id").first()
        if member is None:
            return 0
        member.name.open()
        return 1


@transaction.atomic
def _record(
    asked: Asked,
    gap: Gap,
    lost: int,
    recovered_to: datetime,
    figures: dict[str, Any],
    entry_id: UUID,
) -> Restoration:
    made = Restoration(
        backup_id=asked.backup,
        backup_at=datetime.fromisoformat(asked.made_at),
        base=asked.base,
        recovered_to=recovered_to,
        held=gap.held,
        kept=gap.kept,
        lost=lost,
        unread=len(gap.unread),
        figures=figures,
        entry_id=entry_id,
    )
    made.save(force_insert=True)
    return made
