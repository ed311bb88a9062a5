"""What only time breaks: done once, as it should be, and not done again when its day came.

Nothing is broken here. The clock goes on, and the standard must turn by itself.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from chaperone.access.actions.reviews import begin_review
from chaperone.access.actors import Staff
from chaperone.continuity.drills.actions.filing import file_exercise, finish_step
from chaperone.continuity.drills.queries.exercises import exercises_of
from chaperone.continuity.models import Exercise
from chaperone.continuity.recovery.actions.systems import sign_analysis as sign_order
from chaperone.continuity.recovery.queries.systems import order_of, text_of
from chaperone.evidence.collecting import Status
from chaperone.facilities.actions.sites import sign_plan, write_plan
from chaperone.facilities.checklists import outline
from chaperone.facilities.models import Site
from chaperone.organizations.days import today_of
from chaperone.risks.actions.analyse import draw_up_analysis, sign_analysis
from chaperone.vendors.actions.agreements import add_agreement, end_agreement
from chaperone.vendors.models import Agreement
from tests.cast import grace, samuel
from tests.evidence.good.administrative import every_device_is_checked
from tests.evidence.scene import Scene
from tests.evidence.turning.papers import everybody_acknowledges
from tests.evidence.turning.risks import covering

Step = Callable[[Scene], None]
ATTENTION = Status.ATTENTION


class Lapse(NamedTuple):
    """A standard that turns ``to`` when time goes on and nothing else happens.

    After ``stands`` it still stands as on the first day; after ``over`` its word holds ``says``.
    ``first``: done on the first day, by the product's own actions; ``again``: done when it was over,
    so that it does not say so any more.
    """

    name: str
    citation: str
    stands: timedelta
    over: timedelta
    says: str
    to: Status = Status.NOT_MET
    first: Step | None = None
    again: Step | None = None


def _agreed_for_a_while(_: Scene) -> None:
    with samuel.acting() as officer:
        ended = covering(officer)
        end_agreement(actor=officer, agreement_id=ended.id, reason="Renewed for 75 days.")
        _agree(officer, ended, ends_on=today_of(officer) + timedelta(days=75))


def _agreed_again(_: Scene) -> None:
    with samuel.acting() as officer:
        lapsed = Agreement.objects.filter(purposes__contains=["texts.aws"]).latest("ends_on")
        _agree(officer, lapsed, ends_on=None)


def _agree(officer: Staff, before: Agreement, *, ends_on: date | None) -> None:
    add_agreement(
        actor=officer,
        vendor_id=before.vendor_id,
        factor="totp",
        kind=before.kind,
        signed_on=today_of(officer),
        starts_on=today_of(officer),
        ends_on=ends_on,
        covers=before.covers,
        purposes=before.purposes,
        signed_here="Samuel Brandt",
        signed_there="June Okafor",
        reference="C-2026-33",
    )


def _what_exercises_taught_is_done(_: Scene) -> None:
    with samuel.acting() as officer:
        for exercise in exercises_of(officer).exclude(next_step="").filter(done_on=None):
            finish_step(actor=officer, exercise_id=exercise.id)


def _an_hour_by_paper(_: Scene) -> None:
    with samuel.acting() as officer:
        file_exercise(
            actor=officer,
            kind=Exercise.Kind.PAPER,
            title="An hour by paper",
            held_on=today_of(officer),
            took_part="Maria Alvarez",
            result=Exercise.Result.GOOD,
        )


def _everybody_reads_what_is_mandatory(_: Scene) -> None:
    everybody_acknowledges()


def _access_is_looked_over(_: Scene) -> None:
    with samuel.acting() as officer:
        begin_review(actor=officer)


def _plans_of_sites_are_signed(_: Scene) -> None:
    with grace.acting() as actor:
        for site in Site.objects.filter(retired_at=None):
            plan = write_plan(actor=actor, site_id=site.id, text=outline())
            sign_plan(actor=actor, plan_id=plan.id, factor="totp")


def _the_order_of_recovery_is_signed(_: Scene) -> None:
    with samuel.acting() as officer:
        sign_order(actor=officer, factor="totp", text=text_of(order_of(officer)))


def _risks_are_analysed(_: Scene) -> None:
    with samuel.acting() as officer:
        drawn_up = draw_up_analysis(actor=officer, title="This year", scope="All of it.")
    with grace.acting() as administrator:
        sign_analysis(actor=administrator, analysis_id=drawn_up.id, factor="totp")


def _days(count: int) -> timedelta:
    return timedelta(days=count)


LAPSES = [
    Lapse(
        "a backup grows old",
        "164.308(a)(7)(ii)(A)",
        timedelta(hours=25),
        timedelta(hours=27),
        "The last whole backup is older than 26 hours.",
    ),
    Lapse(
        "a backup is not read again",
        "164.308(a)(7)(ii)(A)",
        timedelta(hours=25),
        _days(9),
        "No backup was verified in the last week.",
    ),
    Lapse(
        "a drill is overdue",
        "164.308(a)(7)(ii)(D)",
        _days(35),
        _days(36),
        "No restore was tried for five weeks.",
        to=ATTENTION,
        first=_what_exercises_taught_is_done,
    ),
    Lapse(
        "people have not worked by paper for a year",
        "164.308(a)(7)(ii)(C)",
        _days(364),
        _days(367),
        "It is more than a year that people tried to work",
        to=ATTENTION,
        first=_an_hour_by_paper,
        again=_an_hour_by_paper,
    ),
    Lapse(
        "an agreement lapses",
        "164.308(b)(3)",
        _days(14),
        _days(76),
        "No agreement in force covers what",
        first=_agreed_for_a_while,
        again=_agreed_again,
    ),
    Lapse(
        "an agreement ends soon",
        "164.308(b)(3)",
        _days(14),
        _days(16),
        "ends within 60 days",
        to=ATTENTION,
        first=_agreed_for_a_while,
    ),
    Lapse(
        "training is overdue",
        "164.308(a)(3)(ii)(B)",
        _days(28),
        _days(367),
        "Training: 5",
        to=ATTENTION,
    ),
    Lapse(
        "clearances expire",
        "164.308(a)(3)(ii)(B)",
        _days(28),
        _days(31),
        "Policies: 5",
        to=ATTENTION,
        again=_everybody_reads_what_is_mandatory,
    ),
    Lapse(
        "what is mandatory is not read in time",
        "164.316(b)(2)(ii)",
        _days(28),
        _days(31),
        "have not acknowledged in time",
        to=ATTENTION,
        again=_everybody_reads_what_is_mandatory,
    ),
    Lapse(
        "a review of everybody's access is overdue",
        "164.308(a)(4)(ii)(C)",
        _days(90),
        _days(102),
        "began more than a quarter ago",
        again=_access_is_looked_over,
    ),
    Lapse(
        "a review of a site's plan is overdue",
        "164.310(a)(2)(ii)",
        _days(20),
        _days(31),
        "security plan is overdue",
        to=ATTENTION,
        again=_plans_of_sites_are_signed,
    ),
    Lapse(
        "a review of the week's activity is overdue",
        "164.308(a)(1)(ii)(D)",
        timedelta(minutes=10),
        _days(28),
        "For weeks nobody has signed off any activity.",
    ),
    Lapse(
        "a review of policies is overdue",
        "164.316(b)(2)(iii)",
        _days(180),
        _days(400),
        "31 policies is overdue",
        to=ATTENTION,
    ),
    Lapse(
        "a risk analysis grows old",
        "164.308(a)(1)(ii)(A)",
        _days(180),
        _days(367),
        "The last risk analysis that was signed is older than a year.",
        first=_risks_are_analysed,
    ),
    Lapse(
        "the order of recovery is not looked over again",
        "164.308(a)(7)(ii)(E)",
        _days(180),
        _days(367),
        "The order of recovery should have been looked over again.",
        to=ATTENTION,
        again=_the_order_of_recovery_is_signed,
    ),
    Lapse(
        "a check of laptops is overdue",
        "164.310(c)",
        _days(5),
        _days(31),
        "is overdue",
        to=ATTENTION,
        again=every_device_is_checked,
    ),
    Lapse(
        "nobody signs in",
        "164.308(a)(5)(ii)(C)",
        timedelta(minutes=10),
        _days(31),
        "Nobody has tried to sign in for a month",
    ),
    Lapse(
        "security notes stop",
        "164.308(a)(5)(ii)(A)",
        _days(29),
        _days(32),
        "The last security note went out more than a month ago.",
    ),
    Lapse(
        "a finding is not mended in time",
        "164.308(a)(1)(ii)(B)",
        _days(10),
        _days(31),
        "should be closed by now",
    ),
    Lapse(
        "nobody evaluates for a year",
        "164.308(a)(8)",
        _days(20),
        _days(367),
        "No technical evaluation was done within a year.",
    ),
    Lapse(
        "the record is not verified",
        "164.312(b)",
        _days(1),
        _days(4),
        "The ledger was last verified by itself on",
        to=ATTENTION,
    ),
    Lapse(
        "a key is not replaced",
        "164.312(a)(2)(iv)",
        _days(180),
        _days(400),
        "days old, though it is replaced after 365",
    ),
    Lapse(
        "a drill of a breach is overdue",
        "164.404(b)",
        _days(180),
        _days(367),
        "The last drill of an incident is older than a year.",
        to=ATTENTION,
    ),
]

MOST = timedelta(days=800)
NOT_BY_TIME = {
    "164.310(a)(2)(iii)": "Nobody is signed in at the door, and badges have no end.",
    "164.310(a)(2)(iv)": "No repair is open.",
}
"""Standards that stand for ever if nothing more happens, each with why."""
