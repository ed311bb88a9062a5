"""Breach notification (45 CFR 164.400-414)."""

from datetime import timedelta

from django.utils import timezone

from chaperone.evidence.collecting import Status
from chaperone.incidents.actions import open_case
from chaperone.incidents.assessing.actions import sign_assessment, write_assessment
from chaperone.incidents.exposure.actions import freeze_exposure
from chaperone.incidents.exposure.asking import Asked
from chaperone.incidents.models import Incident, Way
from tests.cast import grace, maria, samuel
from tests.evidence.scene import Scene
from tests.evidence.turning import Mend, turns
from tests.evidence.turning.papers import retired

_LOW = {
    "nature_risk": "low",
    "recipient_risk": "low",
    "viewed_risk": "low",
    "mitigation_risk": "low",
}


@turns("164.404(a)", "164.404(b)")
def a_breach_is_not_told_in_time(_: Scene) -> Mend:
    # A day more than the 60, and one for an hour that was lost when clocks were changed.
    case = _exposing(days_ago=62)
    return lambda: _judged_harmless(case)


@turns(
    "164.400",
    "164.402",
    "164.404(c)",
    "164.408(a)",
    "164.408(c)",
    "164.414(b)",
    to=Status.ATTENTION,
)
def somebody_is_exposed_and_nobody_has_judged_it(_: Scene) -> Mend:
    case = _exposing(days_ago=2)
    return lambda: _judged_harmless(case)


@turns(
    "164.404(d)",
    "164.406(a)",
    "164.406(b)",
    "164.406(c)",
    "164.408(b)",
    "164.410(a)",
    "164.410(b)",
    "164.410(c)",
    "164.412",
    "164.414(a)",
)
def the_plan_for_breaches_is_retired(_: Scene) -> None:
    retired("breach-notification")


def _exposing(*, days_ago: int) -> Incident:
    """An incident in which Maria's account was somebody else's for a day."""
    discovered_at = timezone.now() - timedelta(days=days_ago)
    with samuel.acting() as officer:
        case = open_case(
            actor=officer,
            title="Somebody signed in as a coach",
            kind="credential_theft",
            discovered_at=discovered_at,
        )
        asked = Asked(
            Way.ACCOUNT, str(maria.user.id), discovered_at - timedelta(days=1), timezone.now()
        )
        freeze_exposure(actor=officer, incident_id=case.id, asked=asked)
    return case


def _judged_harmless(case: Incident) -> None:
    with samuel.acting() as officer:
        write_assessment(
            actor=officer,
            incident_id=case.id,
            outcome="low",
            nature="Names only.",
            recipient="A colleague.",
            viewed="Nothing was opened.",
            mitigation="Sessions ended within minutes.",
            reasons="Nobody saw anything.",
            **_LOW,
        )
    with grace.acting() as second:
        sign_assessment(actor=second, incident_id=case.id, factor="totp")
