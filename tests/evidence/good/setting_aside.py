"""What does not apply to Lakeside, as two people signed it."""

from datetime import timedelta

from chaperone.evidence.standing.actions import agree, ask_to_set_aside
from chaperone.organizations.days import today_of
from tests.cast import grace, samuel
from tests.evidence.good import makes_good
from tests.evidence.scene import Scene

CLEARINGHOUSE = "164.308(a)(4)(ii)(A)"
ASIDE = {CLEARINGHOUSE: "We are no health care clearinghouse, nor part of one."}


@makes_good
def what_does_not_apply_is_signed(_: Scene) -> None:
    for citation, reason in ASIDE.items():
        with samuel.acting() as officer:
            ask_to_set_aside(
                actor=officer,
                citation=citation,
                reason=reason,
                review_on=today_of(officer) + timedelta(days=365),
                factor="totp",
            )
        with grace.acting() as second:
            agree(actor=second, citation=citation, factor="totp")
