"""What Lakeside decides on addressable specifications (45 CFR 164.306(d)(3))."""

from chaperone.organizations.days import today_of
from chaperone.risks.specifications.actions import review_decision, sign_decisions
from chaperone.risks.specifications.queries import drafts_of, specifications_of
from tests.cast import samuel
from tests.evidence.good import makes_good
from tests.evidence.scene import Scene


@makes_good
def every_specification_is_decided_on(_: Scene) -> None:
    with samuel.acting() as officer:
        drafts = [draft.id for draft in drafts_of(officer)]
        sign_decisions(actor=officer, decision_ids=drafts, factor="totp")
        for each in specifications_of(officer):
            if each.state(today_of(officer)) == "due":
                review_decision(
                    actor=officer,
                    citation=each.standard.citation,
                    note="Stays.",
                    factor="totp",
                )
