"""Lakeside's risks: some treated, one accepted, one whose acceptance has ended."""

from datetime import timedelta

from chaperone.access.actors import Staff
from chaperone.cli.demo_programme import Scene
from chaperone.risks.actions.accept import accept_risk
from chaperone.risks.actions.adopt import adopt_starters
from chaperone.risks.actions.analyse import draw_up_analysis, sign_analysis
from chaperone.risks.actions.assets import change_asset, enter_asset, look_for_assets
from chaperone.risks.actions.treat import plan_treatment
from chaperone.risks.models import Acceptance, Asset, Risk
from chaperone.risks.starters import STARTERS

_OFFICER, _ADMINISTRATOR = "samuel.brandt@lakeside.example", "grace.lin@lakeside.example"
_SCOPE = "Lakeside's care by text message: members, staff, their devices, the office and vendors."
_PLANS = {
    "database-lost": ("Nightly backups to another region; a restore tried each quarter.", 24),
    "root-key-stolen": ("Move the root key to AWS KMS, and take the file away.", 66),
    "lost-laptop": ("List every laptop with its disk encryption; refuse those without.", -6),
}
_ACCEPTED = {
    "texts-in-clear": ("Members choose texts because they read them; they were told.", 200),
    "carrier-down": (
        "A day without texts is bridged by telephone; a second carrier costs more.",
        -3,
    ),
}


def seed(scene: Scene) -> None:
    """Fills the register and the inventory. In the caller's transaction."""
    officer = scene.actor(_OFFICER)
    _inventory(officer)
    keys = [each.key for each in STARTERS if each.key != "prompt-injection"]
    adopted = adopt_starters(actor=officer, keys=keys, owner_id=officer.user_id)
    risks = {risk.starter: risk for risk in adopted}
    for key, (plan, days) in _PLANS.items():
        due = scene.today + timedelta(days=max(days, 0))
        plan_treatment(
            actor=officer,
            risk_id=risks[key].id,
            treatment=Risk.Treatment.REDUCE,
            plan=plan,
            owner_id=officer.user_id,
            due=due,
        )
        # As the days that went by since would have brought it.
        when = scene.today + timedelta(days=days)
        Risk.objects.filter(id=risks[key].id).update(treatment_due=when)
    _reviewed_late(risks["one-officer"], scene)
    _accepted(risks, scene)
    actor = scene.actor(_OFFICER)
    analysis = draw_up_analysis(
        actor=actor, title=f"Risk analysis of {scene.today.isoformat()}", scope=_SCOPE
    )
    sign_analysis(actor=scene.actor(_ADMINISTRATOR), analysis_id=analysis.id, factor="totp")


def _inventory(officer: Staff) -> None:
    look_for_assets(actor=officer)
    database = Asset.objects.get(organization_id=officer.organization_id, key="database")
    change_asset(actor=officer, asset_id=database.id, criticality=5, owner_id=officer.user_id)
    for kind, name, about, holds in (
        ("site", "Office on Lake Street", "Where coaches work; locked, with an alarm.", "no"),
        ("paper", "Consent forms on paper", "In a locked cabinet until they are scanned.", "yes"),
        ("application", "Video visits", "Used by coaches now and then.", "passes"),
    ):
        enter_asset(actor=officer, kind=kind, name=name, about=about, holds=holds)


def _reviewed_late(risk: Risk, scene: Scene) -> None:
    Risk.objects.filter(id=risk.id).update(review_on=scene.today - timedelta(days=12))


def _accepted(risks: dict[str, Risk], scene: Scene) -> None:
    administrator = scene.actor(_ADMINISTRATOR)
    for key, (reason, days) in _ACCEPTED.items():
        acceptance = accept_risk(
            actor=administrator,
            risk_id=risks[key].id,
            reason=reason,
            until=scene.today + timedelta(days=max(days, 0)),
            factor="totp",
        )
        when = scene.today + timedelta(days=days)
        Acceptance.objects.filter(id=acceptance.id).update(until=when)
        Risk.objects.filter(id=risks[key].id).update(accepted_until=when)
