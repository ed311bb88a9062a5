"""People who begin and leave, and what they may reach (45 CFR 164.308(a)(1)(ii)(C), (2)-(5))."""

from datetime import timedelta

from chaperone.access.actions.grants import end_grant, give_grant
from chaperone.access.actions.requests import Wish, approve, ask_for_access
from chaperone.access.actions.reviews import begin_review
from chaperone.access.actors import operator
from chaperone.access.context import acting_for
from chaperone.access.queries.grants import register
from chaperone.accounts.actions.factors import remove_factor
from chaperone.accounts.actions.links import invite
from chaperone.accounts.queries import factors_of
from chaperone.accounts.settings import PASSWORD_CLASSES, PASSWORD_LENGTH, PASSWORD_PROFILE
from chaperone.evidence.collecting import Status
from chaperone.organizations.actions import change_setting
from chaperone.organizations.days import today_of
from chaperone.training.actions.courses import retire_course
from chaperone.training.queries.courses import courses
from chaperone.workforce.actions.checklists import do_line, give_line
from chaperone.workforce.actions.designating import designate
from chaperone.workforce.actions.leaving import begin_termination
from chaperone.workforce.models import Line, Official
from chaperone.workforce.queries.people import own_record
from tests.cast import LAKESIDE, Person, daniel, grace, maria, samuel
from tests.evidence.scene import Scene
from tests.evidence.turning import Mend, turns

ATTENTION = Status.ATTENTION


def leaves(person: Person, by: Person) -> None:
    with by.acting() as actor:
        record = own_record(actor, person.user.id)
        assert record is not None
        begin_termination(actor=actor, person_id=record.id, reason="Moves away.")


@turns("164.308(a)(3)(ii)(C)", to=ATTENTION)
def a_laptop_is_not_collected_in_time(_: Scene) -> Mend:
    leaves(daniel, by=samuel)
    with samuel.acting() as officer:
        line = Line.objects.get(checklist__person__user=daniel.user, key="devices")
        yesterday = today_of(officer) - timedelta(days=1)
        give_line(actor=officer, line_id=line.id, owner_id=officer.id, due_on=yesterday)

    def mend() -> None:
        with samuel.acting() as officer:
            do_line(actor=officer, line_id=line.id)

    return mend


@turns(
    "164.308(a)(1)(ii)(C)",
    "164.308(a)(3)(i)",
    "164.308(a)(3)(ii)(A)",
    "164.308(a)(3)(ii)(B)",
    "164.308(a)(5)(i)",
    to=ATTENTION,
)
def somebody_begins_untrained_and_without_a_supervisor(_: Scene) -> None:
    with grace.acting() as actor:
        made = invite(actor=actor, email="nora.new@lakeside.example", name="Nora New")
        request = ask_for_access(
            actor=actor,
            user_id=made.user_id,
            wish=Wish(role="administrator"),
            reason="Begins today.",
            until=None,
        )
    with samuel.acting() as officer:
        approve(actor=officer, request_id=request.id, note="Agreed.")


@turns("164.308(a)(2)")
def the_security_official_leaves(_: Scene) -> Mend:
    leaves(samuel, by=grace)

    def mend() -> None:
        with grace.acting() as actor:
            designate(
                actor=actor,
                kind=Official.Kind.SECURITY,
                user_id=actor.user_id,
                email="security@lakeside.example",
                phone="+1 508 555 0100",
            )

    return mend


@turns("164.308(a)(4)(ii)(B)", to=ATTENTION, commits=True)
def a_role_is_given_past_everybody(scene: Scene) -> Mend:
    with scene.as_login("owner"):
        actor = operator(LAKESIDE)
        with acting_for(actor):
            given = give_grant(
                actor=actor, user_id=daniel.user.id, role="administrator", reason="Quickly."
            )

    def mend() -> None:
        with samuel.acting() as officer:
            end_grant(actor=officer, grant_id=given.id, reason="Nobody asked for it.")

    return mend


@turns("164.308(a)(4)(ii)(C)", to=ATTENTION)
def one_officer_is_left_to_look_over_their_own_access(_: Scene) -> None:
    with samuel.acting() as officer:
        second = next(
            line
            for line in register(officer)
            if line.role == "security_officer" and line.user_id != officer.id
        )
        end_grant(actor=officer, grant_id=second.id, reason="Has other things to do.")
        begin_review(actor=officer)


@turns("164.308(a)(5)(ii)(A)", "164.308(a)(5)(i)")
def every_course_is_retired(_: Scene) -> None:
    with samuel.acting() as officer:
        for course in courses(officer):
            retire_course(actor=officer, course_id=course.id)


@turns("164.308(a)(5)(ii)(D)")
def short_and_simple_passwords_are_allowed(_: Scene) -> Mend:
    with samuel.acting() as officer:
        for setting, value in (
            (PASSWORD_LENGTH, 8),
            (PASSWORD_CLASSES, 1),
            (PASSWORD_PROFILE, "custom"),
        ):
            change_setting(actor=officer, setting=setting, value=value, reason="People forget.")

    def mend() -> None:
        with samuel.acting() as officer:
            change_setting(
                actor=officer, setting=PASSWORD_PROFILE, value="nist", reason="As NIST has it."
            )

    return mend


@turns("164.308(a)(5)(ii)(D)", to=ATTENTION)
def somebody_removes_their_second_factor(_: Scene) -> None:
    with maria.acting() as actor:
        for factor in factors_of(actor.user_id):
            remove_factor(user=maria.user, factor_id=factor.pk)
