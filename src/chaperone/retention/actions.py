"""Destroying a member's data: asked for, approved by a second person, carried out, certified.

45 CFR 164.310(d)(2)(i) (disposal), 164.316(b)(2)(i) (what must be kept, and how long).
"""

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils import timezone

from chaperone.jobs.actions import nudge
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.events import Event
from chaperone.retention.certificates import content_of, digest_of
from chaperone.retention.errors import (
    AlreadyAsked,
    HeldBack,
    NoSuchDestruction,
    NotToBeDestroyed,
    NotWaiting,
    OwnQuestion,
)
from chaperone.retention.events import (
    CERTIFICATE_FETCHED,
    DESTRUCTION_APPROVED,
    DESTRUCTION_ASKED,
    DESTRUCTION_DECLINED,
    DESTRUCTION_WITHDRAWN,
    MEMBER_DESTROYED,
    TABLES_WRITTEN_ANEW,
)
from chaperone.retention.holds.queries import holding_member
from chaperone.retention.models import Certificate, Destruction
from chaperone.retention.registry import purgers
from chaperone.vault.inside import inside
from chaperone.vault.shredding import sealed_under, shred, write_keys_anew

TASK = "members.destroy"
SNAPSHOTS_END = timedelta(hours=1)
"""How long something may have been running that sees what was deleted, so that the database keeps
it: another person's request, a worker, the database's own upkeep. A dump may take longer."""
_logger = logging.getLogger(__name__)


@transaction.atomic
def ask(*, actor: Actor, member_id: UUID, basis: str, file_number: str = "") -> Destruction:
    """Asks for a member's data to be destroyed. Raises ``NotToBeDestroyed``, ``AlreadyAsked``."""
    assert actor.id is not None
    _check(actor, member_id)
    asked = Destruction(
        organization_id=actor.organization_id,
        member_id=member_id,
        basis=basis,
        file_number=file_number,
        asked_by=actor.id,
    )
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
    except IntegrityError as problem:
        raise AlreadyAsked from problem
    _record(DESTRUCTION_ASKED, actor, asked)
    return asked


@transaction.atomic
def withdraw(*, actor: Actor, destruction_id: UUID) -> None:
    """Takes back what was asked for and not approved. Raises ``NoSuchDestruction``,
    ``NotWaiting``.
    """
    asked = _waiting(actor, destruction_id)
    if asked.asked_by != actor.id:
        raise NoSuchDestruction
    _settle(asked, Destruction.State.WITHDRAWN, actor)
    _record(DESTRUCTION_WITHDRAWN, actor, asked)


@transaction.atomic
def refuse(*, actor: Actor, destruction_id: UUID) -> None:
    """Says no. Raises ``NoSuchDestruction``, ``NotWaiting``, ``OwnQuestion``."""
    asked = _of_another(actor, destruction_id)
    _settle(asked, Destruction.State.REFUSED, actor)
    _record(DESTRUCTION_DECLINED, actor, asked)


@transaction.atomic
def approve(*, actor: Actor, destruction_id: UUID) -> None:
    """Approves it: a worker carries it out as soon as this is committed.

    Raises ``NoSuchDestruction``, ``NotWaiting``, ``OwnQuestion``.
    """
    asked = _of_another(actor, destruction_id)
    _settle(asked, Destruction.State.APPROVED, actor)
    _record(DESTRUCTION_APPROVED, actor, asked)
    nudge(TASK, organization_id=actor.organization_id)


def carry_out(*, organization_id: UUID) -> int:
    """Destroys what was approved in the organization, each in a transaction of its own.

    Then writes the tables anew. By workers; returns how many were destroyed. What cannot be done
    now (a text is just with the carrier) stays approved for the sweep, and holds up no other.
    """
    with inside(organization_id):
        approved = Destruction.objects.filter(
            organization_id=organization_id, state=Destruction.State.APPROVED
        )
        ids = list(approved.order_by("id").values_list("id", flat=True))
    destroyed = sum(_carry_out(organization_id, each) for each in ids)
    write_anew(organization_id=organization_id)
    return destroyed


@transaction.atomic
def destroy_member(*, actor: Actor, approved: Destruction) -> Certificate:
    """Destroys a member's key, blind indexes and identifying values, and certifies it.

    ``approved`` is locked. All in one transaction. Raises ``NotToBeDestroyed``, ``KeyMissing``.
    """
    member_id = approved.member_id
    _check(actor, member_id)
    sealed = sealed_under(organization_id=actor.organization_id, member_id=member_id)
    purged = [each for purger in purgers() for each in purger.purge(actor, member_id)]
    keys = shred(member_id=member_id)
    certificate = Certificate(
        organization_id=actor.organization_id,
        destruction=approved,
        member_id=member_id,
        made_at=timezone.now(),
    )
    certificate.content = content_of(certificate, sealed=sealed, purged=purged, keys=keys)
    certificate.entry_id = append(
        event=MEMBER_DESTROYED,
        actor=actor,
        members=[member_id],
        details=_details(approved)
        | {
            "certificate": str(certificate.id),
            "sha256": digest_of(certificate),
            "keys": [str(key.id) for key in keys],
        },
    )
    certificate.save(force_insert=True)
    approved.state = Destruction.State.DONE
    approved.save(update_fields=["state"])
    return certificate


@transaction.atomic
def destroy_for_contract(
    *, actor: Actor, member_id: UUID, asked_by: UUID, decided_by: UUID
) -> Certificate:
    """Destroys a member's data since the customer leaves, on the word of two people who decided it
    for all members at once (45 CFR 164.504(e)(2)(ii)(J)). A question of one member that waits is
    taken back: it is answered. Raises ``NotToBeDestroyed``, ``KeyMissing``.
    """
    rows = Destruction.objects.filter(
        organization_id=actor.organization_id, member_id=member_id, state__in=Destruction.OPEN
    )
    rows.update(state=Destruction.State.WITHDRAWN)
    approved = Destruction(
        organization_id=actor.organization_id,
        member_id=member_id,
        basis=Destruction.Basis.CONTRACT,
        state=Destruction.State.APPROVED,
        asked_by=asked_by,
        decided_by=decided_by,
        decided_at=timezone.now(),
    )
    approved.save(force_insert=True)
    return destroy_member(actor=actor, approved=approved)


def write_anew(*, organization_id: UUID) -> None:
    """Rewrites the tables from which a destruction deleted rows: at once, and with every sweep
    until ``SNAPSHOTS_END`` is over. Only then it counts as done, and is recorded.

    Waits at most five seconds for each table; what fails is tried again by the sweep.
    """
    with inside(organization_id):
        done = Destruction.objects.filter(
            organization_id=organization_id,
            state=Destruction.State.DONE,
            written_anew_at=None,
        )
        due = list(
            done.select_related("certificate").select_for_update(skip_locked=True, of=("self",))
        )
        if not due:
            return
        write_keys_anew()
        for purger in purgers():
            purger.write_anew()
        unseen_since = timezone.now() - SNAPSHOTS_END
        ids = [each.id for each in due if each.certificate.made_at <= unseen_since]
        if not ids:
            return
        Destruction.objects.filter(id__in=ids).update(written_anew_at=Now())
        append(
            event=TABLES_WRITTEN_ANEW,
            actor=Actor("worker", None, organization_id),
            details={"destructions": [str(each) for each in ids]},
        )


@transaction.atomic
def note_fetched(*, actor: Actor, certificate: Certificate, form: str) -> None:
    """Records that somebody fetched a certificate; ``form``: pdf or json."""
    append(
        event=CERTIFICATE_FETCHED,
        actor=actor,
        members=[certificate.member_id],
        details={"certificate": str(certificate.id), "form": form},
    )


def anything_due(*, organization_id: UUID) -> bool:
    """Whether a worker has something to destroy or to write anew here."""
    found = Destruction.objects.filter(organization_id=organization_id)
    approved = found.filter(state=Destruction.State.APPROVED)
    return (approved | found.filter(state=Destruction.State.DONE, written_anew_at=None)).exists()


def _carry_out(organization_id: UUID, destruction_id: UUID) -> bool:
    try:
        with inside(organization_id):
            approved = _locked(organization_id, id=destruction_id, state=Destruction.State.APPROVED)
            if approved is None:
                return False
            destroy_member(actor=Actor("worker", None, organization_id), approved=approved)
    except NotToBeDestroyed as problem:
        _logger.warning("Destruction %s waits: %s", destruction_id, problem)
        return False
    return True


def _check(actor: Actor, member_id: UUID) -> None:
    if hold := holding_member(actor.organization_id, member_id):
        raise HeldBack(f"A legal hold keeps this member's data (matter {hold.matter}).")
    for purger in purgers():
        purger.check(actor, member_id)


def _waiting(actor: Actor, destruction_id: UUID) -> Destruction:
    found = _locked(actor.organization_id, id=destruction_id)
    if found is None:
        raise NoSuchDestruction
    if found.state != Destruction.State.WAITING:
        raise NotWaiting
    return found


def _of_another(actor: Actor, destruction_id: UUID) -> Destruction:
    asked = _waiting(actor, destruction_id)
    if asked.asked_by == actor.id:
        raise OwnQuestion
    return asked


def _locked(organization_id: UUID, **which: Any) -> Destruction | None:
    rows = Destruction.objects.filter(organization_id=organization_id, **which)
    return rows.order_by("id").select_for_update().first()


def _settle(asked: Destruction, state: Destruction.State, actor: Actor) -> None:
    asked.state, asked.decided_by, asked.decided_at = state, actor.id, timezone.now()
    asked.save(update_fields=["state", "decided_by", "decided_at"])


def _record(event: Event, actor: Actor, asked: Destruction) -> None:
    append(event=event, actor=actor, members=[asked.member_id], details=_details(asked))


def _details(asked: Destruction) -> dict[str, Any]:
    return {
        "destruction": str(asked.id),
        "basis": asked.basis,
        "file_number": asked.file_number,
        "asked_by": str(asked.asked_by),
        "decided_by": str(asked.decided_by) if asked.decided_by else None,
    }
