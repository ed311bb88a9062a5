"""How often texts were handed over, and why."""

from datetime import datetime

from django.db.models import Count

from chaperone.conversations.models import Turn
from chaperone.database.identifiers import first_id_of
from chaperone.ledger.actors import Actor


def reasons_counted(actor: Actor, *, since: datetime, until: datetime) -> dict[str, int]:
    """How many texts that came in this time were handed over, by reason, commonest first.

    Of the members whom the actor reaches. The words are in ``reasons.WORDS``.
    """
    rows = (
        Turn.objects.filter(
            organization_id=actor.organization_id,
            id__gte=first_id_of(since),
            id__lt=first_id_of(until),
        )
        .exclude(reason="")
        .values_list("reason")
        .annotate(count=Count("id"))
        .order_by("-count", "reason")
    )
    return dict(rows)
