"""What is told of an incident, to whom, and how far it has come."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Count, Exists, OuterRef

from chaperone.incidents.assessing.queries import assessment_in_force, clocks_of
from chaperone.incidents.exposure.lines import Line, from_text
from chaperone.incidents.models import Assessment, Delivery, Exposure, Incident, Mailing, Notice
from chaperone.incidents.notifying.errors import NoBreach, NoNotice
from chaperone.ledger.actors import Actor

_State = Delivery.State
_UNCONFIRMED = (_State.SENDING, _State.SENT, _State.FAILED, _State.RETURNED)


def require_breach(actor: Actor, incident: Incident) -> Assessment:
    """The signed assessment that says that people are told. Raises ``NoBreach``."""
    found = assessment_in_force(actor, incident)
    if found is None or not found.is_breach:
        raise NoBreach
    return found


def latest_notice(actor: Actor, incident: Incident) -> Notice | None:
    """The newest version, draft or approved."""
    rows = Notice.objects.filter(organization_id=actor.organization_id, incident=incident)
    return rows.select_related("assessment").order_by("-number").first()


def notice_in_force(actor: Actor, incident: Incident) -> Notice:
    """The approved version. Raises ``NoNotice``."""
    rows = Notice.objects.filter(
        organization_id=actor.organization_id, incident=incident, state=Notice.State.APPROVED
    )
    found = rows.order_by("-number").first()
    if found is None:
        raise NoNotice
    return found


def waits_for_law(actor: Actor, incident: Incident) -> bool:
    """Whether law enforcement asked that nobody is told yet (45 CFR 164.412)."""
    return any(each.state == "paused" for each in clocks_of(actor, incident))


def members_to_tell(actor: Actor, notice: Notice) -> list[UUID]:
    """Who must be told, as the assessment behind the notice has it; in the order of their ids."""
    assessment = Assessment.objects.select_related(None).get(
        organization_id=actor.organization_id, id=notice.assessment_id
    )
    if assessment.exposure_id is None:
        return []
    exposure = Exposure.objects.get(
        organization_id=actor.organization_id, id=assessment.exposure_id
    )
    return [line.member for line in lines_to_tell(assessment, exposure)]


def lines_to_tell(assessment: Assessment, exposure: Exposure) -> list[Line]:
    """What was exposed of those who must be told, in the order of their ids."""
    lines = from_text(exposure.lines.reveal()).values()
    seen_only = assessment.whom == Assessment.Whom.SEEN
    return sorted((each for each in lines if each.seen or not seen_only), key=lambda x: x.member)


def unconfirmed(actor: Actor, notice: Notice) -> list[UUID]:
    """To whom an e-mail was to go that nobody confirmed to have read, and no letter. One query."""
    rows = Delivery.objects.filter(organization_id=actor.organization_id, notice=notice)
    letters = rows.filter(way=Delivery.Way.LETTER, member_id=OuterRef("member_id"))
    open_ones = rows.filter(way=Delivery.Way.EMAIL, state__in=_UNCONFIRMED)
    return list(open_ones.exclude(Exists(letters)).values_list("member_id", flat=True))


def counts_of(actor: Actor, notice: Notice) -> Mapping[tuple[str, str], int]:
    """How many deliveries are in each state, by way. One query."""
    rows = Delivery.objects.filter(organization_id=actor.organization_id, notice=notice)
    counted = rows.values_list("way", "state").annotate(Count("id")).order_by("way", "state")
    return {(way, state): count for way, state, count in counted}


def mailings_of(actor: Actor, notice: Notice) -> list[Mailing]:
    """The files of letters of a notice, newest first."""
    rows = Mailing.objects.filter(organization_id=actor.organization_id, notice=notice)
    return list(rows.order_by("-id"))
