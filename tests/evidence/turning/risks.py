"""Risks, evaluations, vendors, devices (45 CFR 164.308(a)(1), (5)(ii)(B), (8), (b))."""

from datetime import timedelta

from chaperone.access.actors import Staff
from chaperone.evidence.collecting import Status
from chaperone.facilities.actions.devices import check_device
from chaperone.facilities.checklists import workstation_items
from chaperone.facilities.queries.devices import devices_of
from chaperone.organizations.days import today_of
from chaperone.risks.actions.analyse import draw_up_analysis, sign_analysis
from chaperone.risks.actions.assess import assess_risk
from chaperone.risks.actions.assets import enter_asset
from chaperone.risks.actions.enter import enter_risk
from chaperone.risks.actions.treat import plan_treatment
from chaperone.risks.evaluations.actions import cancel_evaluation, plan_evaluation
from chaperone.risks.models import Evaluation, Risk
from chaperone.vendors.actions.agreements import add_agreement, end_agreement
from chaperone.vendors.models import Agreement
from chaperone.vendors.queries import chain_of
from tests.cast import grace, samuel
from tests.evidence.scene import Scene
from tests.evidence.turning import Mend, turns

ATTENTION = Status.ATTENTION


@turns("164.308(a)(1)(ii)(A)", to=ATTENTION)
def a_new_asset_holds_ephi(_: Scene) -> Mend:
    with samuel.acting() as officer:
        enter_asset(actor=officer, kind="application", name="Meal diary", about="New.", holds="yes")

    def mend() -> None:
        with samuel.acting() as officer:
            analysis = draw_up_analysis(actor=officer, title="Again", scope="All of it.")
        with grace.acting() as administrator:
            sign_analysis(actor=administrator, analysis_id=analysis.id, factor="totp")

    return mend


@turns("164.308(a)(1)(ii)(A)", to=ATTENTION)
def a_risk_is_entered_and_not_judged(_: Scene) -> None:
    with samuel.acting() as officer:
        risk(officer)


@turns("164.308(a)(1)(ii)(B)", "164.308(a)(1)(i)")
def nobody_decides_about_a_high_risk(_: Scene) -> Mend:
    with samuel.acting() as officer:
        entered = risk(officer)
        assess_risk(
            actor=officer,
            risk_id=entered.id,
            inherent_likelihood=5,
            inherent_impact=5,
            residual_likelihood=5,
            residual_impact=5,
            controls="None.",
            why="Seen at others.",
        )

    def mend() -> None:
        with samuel.acting() as officer:
            plan_treatment(
                actor=officer,
                risk_id=entered.id,
                treatment=Risk.Treatment.AVOID,
                plan="Stop doing it.",
                owner_id=officer.user_id,
                due=today_of(officer) + timedelta(days=7),
            )

    return mend


def risk(officer: Staff) -> Risk:
    return enter_risk(
        actor=officer,
        title="Screens are shared in calls",
        statement="A member's thread could be seen by others in a call.",
        review_on=today_of(officer) + timedelta(days=90),
    )


@turns("164.308(a)(5)(ii)(B)")
def protection_is_found_off(_: Scene) -> Mend:
    items = [each.id for each in workstation_items()]
    with grace.acting() as actor:
        laptop = devices_of(actor).get(name="Laptop 3")
        check_device(
            actor=actor, device_id=laptop.id, passed=[each for each in items if each != "malware"]
        )

    def mend() -> None:
        with grace.acting() as actor:
            check_device(actor=actor, device_id=laptop.id, passed=items)

    return mend


@turns("164.308(a)(8)", to=ATTENTION)
def an_evaluation_is_not_done_in_time(_: Scene) -> Mend:
    with samuel.acting() as officer:
        planned = plan_evaluation(
            actor=officer,
            kind=Evaluation.Kind.YEARLY,
            nature=Evaluation.Nature.BOTH,
            title="The new portal",
            scope="All of it.",
            planned_on=today_of(officer) - timedelta(days=1),
        )

    def mend() -> None:
        with samuel.acting() as officer:
            cancel_evaluation(
                actor=officer, evaluation_id=planned.id, reason="There is no new portal."
            )

    return mend


@turns("164.308(b)(3)", "164.308(b)(1)")
def an_agreement_ends(_: Scene) -> Mend:
    with samuel.acting() as officer:
        ended = covering(officer)
        end_agreement(actor=officer, agreement_id=ended.id, reason="We part.")

    def mend() -> None:
        with samuel.acting() as officer:
            add_agreement(
                actor=officer,
                vendor_id=ended.vendor_id,
                factor="totp",
                kind=ended.kind,
                signed_on=today_of(officer),
                starts_on=today_of(officer),
                covers=ended.covers,
                purposes=ended.purposes,
                signed_here="Samuel Brandt",
                signed_there="June Okafor",
                reference="C-2026-32",
            )

    return mend


@turns("164.308(b)(3)", to=ATTENTION)
def an_agreement_is_entered_that_nobody_signed(_: Scene) -> None:
    with samuel.acting() as officer:
        ended = covering(officer)
        end_agreement(actor=officer, agreement_id=ended.id, reason="Renewed.")
        add_agreement(
            actor=officer,
            vendor_id=ended.vendor_id,
            factor="totp",
            kind=ended.kind,
            signed_on=today_of(officer),
            starts_on=today_of(officer),
            covers=ended.covers,
            purposes=ended.purposes,
        )


def covering(officer: Staff) -> Agreement:
    """Under which texts are carried."""
    found = (each.covering for each in chain_of(officer, today_of(officer)))
    return next(each for each in found if each and "texts.aws" in each.purposes)
