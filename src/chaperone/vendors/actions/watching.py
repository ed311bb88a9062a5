"""Telling the people in charge that a gate is shut, once, and finding that it is open again."""

import logging
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.access.queries import people_who_may
from chaperone.ledger.actors import Actor
from chaperone.ledger.mirrors.addresses import bucket_of
from chaperone.ledger.sinks.configuration import read_sinks
from chaperone.ledger.sinks.errors import SinkRefused
from chaperone.notices.actions.tell import tell
from chaperone.notices.models import Notice
from chaperone.organizations.queries import organizations_all
from chaperone.vendors.actions.gates import reopen, shut
from chaperone.vendors.kinds import OVERRIDDEN, SHUT
from chaperone.vendors.models import Agreement, Closure
from chaperone.vendors.outlets import Outlet
from chaperone.vendors.queries import Answer, ask_gate, platform_id

IN_CHARGE = "vendors.manage"
_SHUT_UNTOLD = Q(told_at=None)
_OVERRIDE_UNTOLD = Q(overridden_at__isnull=False, alarmed_at=None)
_NOT_COVERED = "SELECT organization_id FROM vendors_not_covered(%s, %s, '{}', %s)"
_OF_ALL = (Agreement.Purpose.SINK, Agreement.Purpose.MIRROR)
_log = logging.getLogger(__name__)


def watch(*, organization_id: UUID) -> None:
    """Tells of what nobody was told yet in the organization, and opens what is open again.

    The platform's people first, where a customer's own agreement is missing: whoever is told twice
    after a crash is told.
    """
    actor = worker(organization_id)
    with acting_for(actor):
        untold = list(_of(actor).filter(_SHUT_UNTOLD | _OVERRIDE_UNTOLD))
        platform = platform_id() if untold else None
    of_customer = [each for each in untold if each.why == Closure.Why.CUSTOMER]
    if platform is not None and of_customer:
        with acting_for(worker(platform)):
            _tell(worker(platform), of_customer)
    with acting_for(actor):
        _tell(actor, untold)
        ids = [each.id for each in untold]
        _of(actor).filter(_SHUT_UNTOLD, id__in=ids).update(told_at=Now())
        _of(actor).filter(_OVERRIDE_UNTOLD, id__in=ids).update(alarmed_at=Now())
        _open_again(actor)


def watch_installation() -> None:
    """The same for what leaves for all organizations at once, such as sinks, and what leaves
    without asking in a transaction of this database's web or worker login.
    """
    everybody = organizations_all()
    for outlet in outlets_of_all():
        uncovered = _uncovered(outlet)
        for organization_id in everybody:
            actor = worker(organization_id)
            with acting_for(actor):
                open_one = _of(actor).filter(
                    purpose=outlet.purpose, host=outlet.host, ended_at=None
                )
                closure_id = open_one.values_list("id", flat=True).first()
                if organization_id in uncovered:
                    shut(actor=actor, outlet=outlet, answer=Answer(None, True, closure_id))
                elif closure_id is not None:
                    reopen(actor=actor, closure_id=closure_id)


def outlets_of_all() -> list[Outlet]:
    """Sinks and mirrors of the installation that are somebody else's machines."""
    buckets = [bucket_of(address) for address in settings.CHAPERONE_MIRRORS]
    found = [Outlet(Agreement.Purpose.MIRROR, bucket) for bucket in buckets if bucket]
    try:
        sinks = read_sinks(settings.CHAPERONE_DATA / "config.json")
    except SinkRefused as problem:
        # Then none is sent to; the process that sends has said so where it was started.
        _log.warning("The sinks cannot be watched: %s", problem)
        return found
    outside = [sink.outside for sink in sinks]
    return found + [Outlet(each.purpose, each.host) for each in outside if each]


def _uncovered(outlet: Outlet) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(_NOT_COVERED, [outlet.purpose, outlet.host, timezone.now()])
        return {row[0] for row in cursor.fetchall()}


def _tell(actor: Actor, closures: list[Closure]) -> None:
    if not closures:
        return
    recipients = dict.fromkeys(people_who_may(actor, IN_CHARGE), (Notice.Way.EMAIL,))
    for closure in closures:
        if closure.told_at is None:
            tell(actor=actor, kind=SHUT, subject_id=closure.id, recipients=recipients)
        if closure.overridden_at and closure.alarmed_at is None:
            tell(actor=actor, kind=OVERRIDDEN, subject_id=closure.id, recipients=recipients)


def _open_again(actor: Actor) -> None:
    """What is found open only by the next that goes there would look shut until then."""
    shut_now = _of(actor).filter(ended_at=None).exclude(purpose__in=_OF_ALL)
    for closure in shut_now:
        answer = ask_gate(Outlet(closure.purpose, closure.host, closure.elements))
        if answer.in_force is not None:
            reopen(actor=actor, closure_id=closure.id, under=answer.in_force)


def _of(actor: Actor) -> QuerySet[Closure]:
    return Closure.objects.filter(organization_id=actor.organization_id).order_by("id")
