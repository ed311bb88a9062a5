"""Entering and changing risks (45 CFR 164.308(a)(1)(ii)(A))."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max

from chaperone.access.actors import Staff
from chaperone.registers.actions.changes import record_change
from chaperone.risks.differences import apply_changes, plain
from chaperone.risks.errors import Closed
from chaperone.risks.events import RISK_CHANGED, RISK_ENTERED
from chaperone.risks.models import Risk
from chaperone.risks.queries.risks import risk_to_change

# One organization's numbers are given one after another.
_TURN = "SELECT pg_advisory_xact_lock(hashtextextended('risks.number ' || %s, 0))"


@transaction.atomic
def enter_risk(
    *,
    actor: Staff,
    title: str,
    statement: str,
    review_on: date,
    threat: str = "",
    vulnerability: str = "",
    asset_ids: Collection[UUID] = (),
    citations: Collection[str] = (),
    controls: str = "",
    owner_id: UUID | None = None,
    starter: str = "",
) -> Risk:
    """Enters a risk under the next number; nobody has judged it yet.

    ``threat`` and ``vulnerability``: ids of the catalogue or empty; ``review_on``: when it shall be
    looked at again. The caller has checked ``risks.manage`` and the values.
    """
    risk = Risk(
        organization_id=actor.organization_id,
        number=_next_number(actor.organization_id),
        starter=starter,
        title=title.strip(),
        statement=statement.strip(),
        threat=threat,
        vulnerability=vulnerability,
        asset_ids=list(asset_ids),
        citations=list(citations),
        controls=controls.strip(),
        owner_id=owner_id,
        owned_by=actor.user_id if owner_id else None,
        review_on=review_on,
        recorded_by=actor.user_id,
    )
    risk.save(force_insert=True)
    told = ("number", "title", "threat", "vulnerability", "citations", "owner_id", "review_on")
    details = {name: plain(getattr(risk, name)) for name in told}
    record_change(actor=actor, event=RISK_ENTERED, record=risk.id, details=details)
    return risk


@transaction.atomic
def change_risk(*, actor: Staff, risk_id: UUID, **values: Any) -> Risk:
    """Changes what is said of a risk: its text, its assets, its owner.

    Who names another owner is remembered: they cannot accept it. The caller has checked
    ``risks.manage`` and the values. Raises ``NoSuchRisk``, ``Closed``.
    """
    risk = risk_to_change(actor, risk_id)
    if risk.closed:
        raise Closed
    changes = apply_changes(risk, values)
    if not changes:
        return risk
    fields = list(changes)
    if "owner_id" in changes:
        risk.owned_by = actor.user_id
        fields.append("owned_by")
    risk.save(update_fields=fields)
    record_change(actor=actor, event=RISK_CHANGED, record=risk.id, details=changes)
    return risk


def _next_number(organization_id: UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_TURN, [str(organization_id)])
    rows = Risk.objects.filter(organization_id=organization_id)
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1
