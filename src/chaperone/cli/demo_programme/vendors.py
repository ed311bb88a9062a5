"""Vendors of the demo: who carries texts, a model whose agreement ends soon and whose subcontractor
shows nothing of its own, a mail service and a law firm that get no members' data.

Nothing here changes how the demo answers: its phones are on this machine, and no model is set.
"""

from datetime import date, timedelta

from chaperone.access.actors import Staff
from chaperone.cli.demo_programme import Scene
from chaperone.vendors.actions import (
    add_agreement,
    add_assurance,
    add_vendor,
    assess_vendor,
    sign_customer_agreement,
)
from chaperone.vendors.models import CustomerAgreement, Vendor
from chaperone.vendors.questionnaire import questions

_OFFICER = "samuel.brandt@lakeside.example"
_ON_CALL = "duty officer by telephone, day and night"


def _in(scene: Scene, days: int) -> date:
    return scene.today + timedelta(days=days)


def seed(scene: Scene) -> None:
    """Five vendors: one covered for long, one soon no more, one gap, one judgement overdue."""
    officer = scene.actor(_OFFICER)
    for signed in CustomerAgreement.objects.filter(organization_id=officer.organization_id):
        sign_customer_agreement(actor=officer, agreement_id=signed.id, factor="totp")
    _network(scene, officer)
    model = _model(scene, officer)
    add_vendor(
        actor=officer,
        name="Northlight Compute",
        service="Runs the machines on which the model of Brightwater works.",
        criticality=Vendor.Criticality.MEDIUM,
        elements=["messages"],
        why="What the model is asked passes through its memory.",
        under_id=model.id,
    )
    mail = add_vendor(
        actor=officer,
        name="Pelican Mail",
        service="Delivers notices to staff. They hold no members' data.",
        contact=_ON_CALL,
        owner_id=officer.user_id,
        criticality=Vendor.Criticality.MEDIUM,
        review_on=_in(scene, 120),
    )
    add_agreement(
        actor=officer,
        vendor_id=mail.id,
        factor="totp",
        kind="dsa",
        signed_on=_in(scene, -300),
        starts_on=_in(scene, -300),
        reference="C-2026-04",
    )
    add_vendor(
        actor=officer,
        name="Alder & Finch",
        service="Advises on contracts and privacy. Gets no members' data.",
        contact="front desk",
        criticality=Vendor.Criticality.LOW,
        review_on=_in(scene, -10),
    )


def _network(scene: Scene, officer: Staff) -> None:
    network = add_vendor(
        actor=officer,
        name="Amazon Web Services",
        service="Carries text messages (AWS End User Messaging).",
        contact="support case with priority “critical”",
        owner_id=officer.user_id,
        criticality=Vendor.Criticality.HIGH,
        elements=["messages", "phone"],
        why="A text cannot be carried without its number and its words.",
    )
    add_agreement(
        actor=officer,
        vendor_id=network.id,
        factor="totp",
        kind="baa",
        signed_on=_in(scene, -400),
        starts_on=_in(scene, -400),
        covers=["messages", "phone"],
        purposes=["texts.aws"],
        country="United States",
        signed_here="Samuel Brandt",
        signed_there="by click, in AWS Artifact",
        reference="C-2025-11",
    )
    add_assurance(
        actor=officer,
        vendor_id=network.id,
        kind="soc2",
        title="SOC 2 Type 2 report",
        issued_on=_in(scene, -90),
        review_on=_in(scene, 275),
    )
    _judge(scene, officer, network, best=True, again_in=200)


def _model(scene: Scene, officer: Staff) -> Vendor:
    model = add_vendor(
        actor=officer,
        name="Brightwater Models",
        service="Runs a language model that could word the assistant's replies. Not in use yet.",
        contact=_ON_CALL,
        owner_id=officer.user_id,
        criticality=Vendor.Criticality.MEDIUM,
        elements=["messages"],
        why="The question, without what identifies the member.",
    )
    add_agreement(
        actor=officer,
        vendor_id=model.id,
        factor="totp",
        kind="baa",
        signed_on=_in(scene, -340),
        starts_on=_in(scene, -340),
        ends_on=_in(scene, 25),
        covers=["messages"],
        host="api.brightwater.example",
        signed_here="Samuel Brandt",
        signed_there="June Okafor",
        reference="C-2026-01",
    )
    _judge(scene, officer, model, best=False, again_in=20)
    return model


def _judge(scene: Scene, officer: Staff, vendor: Vendor, *, best: bool, again_in: int) -> None:
    """Answers each question with the first choice, or now and then with a lesser one."""
    asked = questions()
    answers = {
        each.id: 0 if best or number % 3 else min(1, len(each.answers) - 1)
        for number, each in enumerate(asked)
    }
    assess_vendor(
        actor=officer, vendor_id=vendor.id, answers=answers, review_on=_in(scene, again_in)
    )
