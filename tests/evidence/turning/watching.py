"""Who looks at the record (45 CFR 164.308(a)(1)(ii)(D), (5)(ii)(C))."""

from datetime import timedelta

from chaperone.detection.tuning.actions import restore, tune
from chaperone.evidence.collecting import Status
from chaperone.organizations.days import today_of
from tests.cast import samuel
from tests.evidence.good.watching import draw_week, sign
from tests.evidence.scene import Scene
from tests.evidence.turning import Mend, turns

ATTENTION = Status.ATTENTION


@turns("164.308(a)(1)(ii)(D)", to=ATTENTION, commits=True)
def a_week_is_not_signed_off_in_time(scene: Scene) -> Mend:
    review = draw_week(scene, weeks_ago=4)
    return lambda: sign(review)


@turns("164.308(a)(5)(ii)(C)", to=ATTENTION)
def a_rule_about_sign_ins_is_switched_off(_: Scene) -> Mend:
    with samuel.acting() as officer:
        tune(
            actor=officer,
            rule="failed_sign_ins",
            off=True,
            at_least=None,
            reason="A test of the sign-in page.",
            until=today_of(officer) + timedelta(days=2),
        )

    def mend() -> None:
        with samuel.acting() as officer:
            restore(actor=officer, rule="failed_sign_ins")

    return mend
