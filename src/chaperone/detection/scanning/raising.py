"""What was found becomes an alert, once, however often it is found."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db import transaction

from chaperone.database.identifiers import instant_of
from chaperone.detection.alerts.queries.verdicts import Judged, verdicts_of
from chaperone.detection.alerts.telling import tell_of
from chaperone.detection.alerts.worsening import TOLD, note_told, tell_if_worse
from chaperone.detection.models import Alert, AlertEntry
from chaperone.detection.rules.facts import Found, Subject
from chaperone.detection.rules.ranking import features_of, score, severity
from chaperone.detection.rules.rule import rule_named
from chaperone.detection.scanning.events import ALERT_RAISED
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor

KEPT = 50
"""Of an alert's entries so many of the first and of the newest are kept, beside their number."""
_CHANGES = (
    "severity",
    "score",
    "features",
    "first_entry_id",
    "last_entry_id",
    "entries",
    "started_at",
    "ended_at",
    "explained_by",
    "figures",
)


@transaction.atomic
def raise_(*, actor: Actor, found: Collection[Found]) -> list[Alert]:
    """Raises what is new, brings up to date what has grown; returns the new ones.

    What grew worse is told again.

    In the organization's context, as a worker. Each new one is recorded, and people are told, in
    the same transaction: killed before its commit, it is all done again, and nothing twice.
    """
    if not found:
        return []
    verdicts = verdicts_of(actor)
    known = _known(actor, found)
    raised = []
    for each in found:
        values = _values(each, verdicts)
        alert = known.get(each.key)
        if alert is None:
            raised.append(_raise(actor, each, values))
        elif _grown(alert, each):
            _update(actor, alert, each, values)
    return raised


def _known(actor: Actor, found: Iterable[Found]) -> Mapping[tuple[str, Subject], Alert]:
    days = {each.subject.window_start for each in found}
    rows = Alert.objects.filter(organization_id=actor.organization_id, window_start__in=days)
    return {(alert.rule, _subject(alert)): alert for alert in rows.defer("verdict_reason")}


def _subject(alert: Alert) -> Subject:
    return Subject(
        alert.actor_kind, alert.actor_id, alert.member_id, alert.subject_id, alert.window_start
    )


def _values(found: Found, verdicts: Mapping[tuple[str, str], Judged]) -> dict[str, object]:
    rule, features = rule_named(found.rule), features_of(found)
    judged = verdicts.get((found.rule, features), Judged())
    first, last = found.entries[0], found.entries[-1]
    return {
        "severity": severity(rule, found),
        "score": score(rule, found, wrong=judged.wrong, harmless=judged.harmless),
        "features": features,
        "first_entry_id": first,
        "last_entry_id": last,
        "entries": len(found.entries),
        "started_at": instant_of(first),
        "ended_at": instant_of(last),
        "explained_by": found.explained_by,
        "figures": dict(found.figures),
    }


def _raise(actor: Actor, found: Found, values: Mapping[str, object]) -> Alert:
    subject = found.subject
    alert = Alert(
        organization_id=actor.organization_id,
        rule=found.rule,
        **subject._asdict(),
        **values,
    )
    note_told(alert)
    alert.save(force_insert=True)
    _keep_entries(alert, found.entries)
    append(
        event=ALERT_RAISED,
        actor=actor,
        # Neither whom it is about nor the member: they would find it by their own name, and in
        # "who looked". The alert says both to those who may see it.
        details={
            "alert": str(alert.id),
            "rule": alert.rule,
            "severity": alert.severity,
            "explained_by": alert.explained_by or None,
            "entries": alert.entries,
        },
    )
    tell_of(actor=actor, alert=alert)
    return alert


def _grown(alert: Alert, found: Found) -> bool:
    return (alert.entries, alert.last_entry_id, alert.features, alert.explained_by) != (
        len(found.entries),
        found.entries[-1],
        features_of(found),
        found.explained_by,
    )


def _update(actor: Actor, alert: Alert, found: Found, values: Mapping[str, object]) -> None:
    if alert.told_entries is None:
        # Raised before this was kept: people were told of it as it stands.
        note_told(alert)
    for name in _CHANGES:
        setattr(alert, name, values[name])
    alert.save(update_fields=(*_CHANGES, *TOLD))
    _keep_entries(alert, found.entries)
    tell_if_worse(actor=actor, alert=alert)


def _keep_entries(alert: Alert, entries: tuple[UUID, ...]) -> None:
    kept = entries if len(entries) <= 2 * KEPT else entries[:KEPT] + entries[-KEPT:]
    AlertEntry.objects.bulk_create(
        [
            AlertEntry(alert_id=alert.id, organization_id=alert.organization_id, entry_id=entry_id)
            for entry_id in kept
        ],
        ignore_conflicts=True,
    )
