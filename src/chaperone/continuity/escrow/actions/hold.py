"""A ceremony is recorded, before anything is printed: no share is in the world unrecorded."""

from collections.abc import Sequence

from django.utils import timezone

from chaperone.access.actors import operator
from chaperone.access.context import acting_for
from chaperone.continuity.escrow.errors import HoldersUnsuitable
from chaperone.continuity.escrow.events import CEREMONY_HELD
from chaperone.continuity.escrow.shares import PRINTED
from chaperone.continuity.models import Ceremony
from chaperone.database.identifiers import PLATFORM
from chaperone.ledger.actions import append

_LONGEST_NAME = 200


def hold(
    *,
    kind: str,
    recipient: str,
    share_set: int | None = None,
    root_key_id: str = "",
    holders: Sequence[str] = (),
) -> Ceremony:
    """Record a ceremony, and void the one of its kind that was in force.

    ``holders``: for shares three different people, in the order of the shares; else none. Raises
    ``HoldersUnsuitable`` and ``NotRecorded``.
    """
    names = [name.strip() for name in holders]
    _check(names, PRINTED if kind == Ceremony.Kind.SHARES else 0)
    actor = operator(PLATFORM)
    with acting_for(actor):
        now = timezone.now()
        former = Ceremony.objects.filter(kind=kind, void_at__isnull=True)
        voided = [each.share_set for each in former if each.share_set is not None]
        former.update(void_at=now)
        made = Ceremony.objects.create(
            kind=kind,
            share_set=share_set,
            recipient=recipient,
            root_key_id=root_key_id,
            holders=names,
        )
        append(
            event=CEREMONY_HELD,
            actor=actor,
            details={
                "ceremony": str(made.id),
                "kind": kind,
                "set": share_set,
                "recipient": recipient,
                "root_key": root_key_id,
                "holders": names,
                "voids_sets": voided,
            },
        )
    return made


def _check(names: Sequence[str], wanted: int) -> None:
    if len(names) != wanted or len({name.casefold() for name in names}) != wanted:
        raise HoldersUnsuitable(f"{wanted} different people hold one share each.")
    if not all(0 < len(name) <= _LONGEST_NAME and name.isprintable() for name in names):
        raise HoldersUnsuitable("A name has 1 to 200 characters.")
