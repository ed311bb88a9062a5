"""What Lakeside does to meet 45 CFR 164.308."""

from datetime import timedelta

from chaperone.access.actions.requests import Wish
from chaperone.access.actions.reviews import begin_review, decide_item
from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.access.models import ReviewItem
from chaperone.continuity.recovery.actions.contacts import put_away
from chaperone.facilities.actions.devices import check_device
from chaperone.facilities.checklists import workstation_items
from chaperone.facilities.queries.devices import by_check, devices_of
from chaperone.organizations.days import today_of
from chaperone.risks import standing
from chaperone.risks.actions.review import review_risk
from chaperone.risks.actions.treat import finish_treatment, plan_treatment
from chaperone.risks.evaluations.actions import conclude_evaluation
from chaperone.risks.evaluations.queries import evaluations_of
from chaperone.risks.evaluations.queries import in_state as evaluations_in
from chaperone.risks.findings.actions.closing import close_finding
from chaperone.risks.findings.queries.findings import findings_of, in_state
from chaperone.risks.models import Finding, Risk
from chaperone.risks.queries.risks import register_of, review_due
from chaperone.training.actions.reminding import send_note
from chaperone.training.actions.taking import answer, begin, note_page_read
from chaperone.training.queries.assignments import open_assignments
from chaperone.vendors.actions import add_agreement, add_assurance
from chaperone.vendors.actions.agreements import end_agreement
from chaperone.vendors.queries import chain_of
from tests.access.scene import granted
from tests.cast import LAKESIDE, Person, daniel, grace, ines, maria, samuel
from tests.evidence.good import makes_good
from tests.evidence.scene import Scene

STAFF = (maria, daniel, grace, samuel, ines)
_SOON = timedelta(days=90)


@makes_good
def risks_are_seen_to(_: Scene) -> None:
    with samuel.acting() as officer:
        today = today_of(officer)
        register = register_of(officer, today)
        for risk in register.filter(standing=standing.OVERDUE):
            finish_treatment(actor=officer, risk_id=risk.id, note="Every laptop is on the list.")
        for risk in register.filter(standing=standing.ENDED):
            plan_treatment(
                actor=officer,
                risk_id=risk.id,
                treatment=Risk.Treatment.REDUCE,
                plan="A second carrier.",
                owner_id=officer.user_id,
                due=today + _SOON,
            )
        for risk in register.filter(review_due(today)):
            review_risk(actor=officer, risk_id=risk.id, note="As before.", next_on=today + _SOON)
        for finding in findings_of(officer).filter(in_state("overdue", today)):
            close_finding(
                actor=officer, finding_id=finding.id, how=Finding.How.MENDED, note="Updated."
            )


@makes_good
def a_second_officer_is_there(_: Scene) -> None:
    """One alone can decide nothing about their own access."""
    granted(grace, Wish(role="security_officer"), until=None)


@makes_good
def everybodys_access_is_looked_over(_: Scene) -> None:
    with samuel.acting() as officer:
        review = begin_review(actor=officer)
    for person in (samuel, grace):
        with person.acting() as officer:
            lines = ReviewItem.objects.filter(review=review, reviewer_id=officer.user_id)
            for line in lines:
                decide_item(actor=officer, item_id=line.id, keep=True, reason="Still needed.")


@makes_good
def everybody_passes_every_course(scene: Scene) -> None:
    for person in STAFF:
        take_every_course(person)
    with scene.as_login("worker"), acting_for(worker(LAKESIDE)):
        send_note(actor=worker(LAKESIDE))


def take_every_course(person: Person) -> None:
    with person.acting() as actor:
        for assignment in open_assignments(actor).filter(user_id=actor.user_id):
            attempt = begin(actor=actor, assignment_id=assignment.id)
            for number in range(1, len(attempt.version.pages) + 1):
                note_page_read(actor=actor, attempt_id=attempt.id, number=number)
            for number, question in enumerate(attempt.version.questions, 1):
                answer(actor=actor, attempt_id=attempt.id, number=number, choice=question["answer"])


@makes_good
def every_device_is_checked(_: Scene) -> None:
    with grace.acting() as actor:
        devices, today = devices_of(actor), today_of(actor)
        late = by_check(devices, "overdue", today) | by_check(devices, "never", today)
        for device in list(late):
            check_device(
                actor=actor, device_id=device.id, passed=[each.id for each in workstation_items()]
            )


@makes_good
def somebody_signs_in(_: Scene) -> None:
    maria.client()


@makes_good
def an_evaluation_is_done(_: Scene) -> None:
    with samuel.acting() as officer:
        today = today_of(officer)
        for each in evaluations_of(officer).filter(evaluations_in("overdue", today)):
            conclude_evaluation(
                actor=officer,
                evaluation_id=each.id,
                done_on=today,
                result="Fits; nothing is open.",
                performed_by="Samuel Brandt and an outside adviser",
            )


@makes_good
def every_vendor_is_covered(_: Scene) -> None:
    with samuel.acting() as officer:
        today = today_of(officer)
        for each in chain_of(officer, today):
            if each.state == "ending" and each.covering:
                renew(officer, each.covering)
            for below in each.below:
                add_assurance(
                    actor=officer,
                    vendor_id=below.vendor.id,
                    kind="soc2",
                    title="SOC 2 Type 2 report",
                    issued_on=today - _SOON,
                    review_on=today + _SOON,
                )


def renew(officer, agreement) -> None:  # type: ignore[no-untyped-def]
    """The same agreement anew, without an end."""
    today = today_of(officer)
    end_agreement(actor=officer, agreement_id=agreement.id, reason="Renewed without an end.")
    add_agreement(
        actor=officer,
        vendor_id=agreement.vendor_id,
        factor="totp",
        kind=agreement.kind,
        signed_on=today,
        starts_on=today,
        covers=agreement.covers,
        host=agreement.host,
        purposes=agreement.purposes,
        signed_here="Samuel Brandt",
        signed_there="June Okafor",
        reference="C-2026-31",
    )


@makes_good
def the_list_of_whom_to_call_is_printed(_: Scene) -> None:
    with samuel.acting() as officer:
        put_away(actor=officer, where="On-call folder at Pier House")
