"""Releases of the actor's organization."""

from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from chaperone.ledger.actors import Actor
from chaperone.risks.changes.errors import NoSuchRelease
from chaperone.risks.models import Release


def releases_of(actor: Actor) -> QuerySet[Release]:
    """All, the newest first."""
    return Release.objects.filter(organization_id=actor.organization_id).order_by("-id")


def release_of(actor: Actor, release_id: UUID, *, lock: bool = False) -> Release:
    """One. ``lock``: until the transaction ends. Raises ``NoSuchRelease``."""
    rows = Release.objects.filter(organization_id=actor.organization_id, id=release_id)
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise NoSuchRelease
    return found


def state_of_version(version: str) -> str:
    """Whether any organization here approved the version: approved, waiting, refused or none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT risks_release_state(%s)", [version])
        return str(cursor.fetchone()[0])
