"""Physical safeguards (45 CFR 164.310)."""

from datetime import timedelta

from chaperone.access.actions.ending import end_access
from chaperone.access.actors import Staff
from chaperone.continuity.recovery.actions.contacts import enter_contact, put_away
from chaperone.evidence.collecting import Status
from chaperone.facilities.actions.devices import check_device, lose_device
from chaperone.facilities.actions.media import (
    confirm_wiping,
    move_device,
    return_device,
    wipe_device,
)
from chaperone.facilities.actions.sites import add_site, retire_site, sign_plan, write_plan
from chaperone.facilities.actions.visits import retire_badge
from chaperone.facilities.checklists import outline, workstation_items
from chaperone.facilities.models import Badge, Device, Site
from chaperone.organizations.days import today_of
from tests.cast import grace, maria, samuel
from tests.evidence.scene import Scene
from tests.evidence.turning import Mend, turns
from tests.evidence.turning.papers import retired

_ALL_OF_IT = [each.id for each in workstation_items()]


@turns("164.310(a)(1)", "164.310(a)(2)(i)", to=Status.ATTENTION)
def the_list_on_paper_grows_old(_: Scene) -> Mend:
    with samuel.acting() as officer:
        enter_contact(
            actor=officer,
            place=6,
            name="Glazier",
            reason="Broken windows",
            phone="+1 617 555 0146",
            other="",
            hours="24/7",
            note="",
        )

    def mend() -> None:
        with samuel.acting() as officer:
            put_away(actor=officer, where="On-call folder")

    return mend


@turns("164.310(a)(1)", "164.310(a)(2)(ii)")
def a_site_opens_without_a_plan(_: Scene) -> Mend:
    with grace.acting() as actor:
        site = _new_site(actor)

    def mend() -> None:
        with grace.acting() as actor:
            plan = write_plan(actor=actor, site_id=site.id, text=outline())
            sign_plan(actor=actor, plan_id=plan.id, factor="totp")

    return mend


@turns("164.310(a)(2)(iii)")
def somebody_leaves_with_a_badge(_: Scene) -> Mend:
    with samuel.acting() as officer:
        end_access(actor=officer, user_id=maria.user.id, reason="Leaves.")

    def mend() -> None:
        with grace.acting() as actor:
            badge = Badge.objects.get(holder=maria.user.id, retired_at=None)
            retire_badge(actor=actor, badge_id=badge.id)

    return mend


@turns("164.310(a)(2)(iv)", to=Status.NOT_EVALUATED)
def no_site_is_left(_: Scene) -> Mend:
    with grace.acting() as actor:
        for site in Site.objects.filter(retired_at=None):
            retire_site(actor=actor, site_id=site.id)

    def mend() -> None:
        with grace.acting() as actor:
            _new_site(actor)

    return mend


@turns("164.310(c)")
def a_laptop_has_no_encrypted_disk(_: Scene) -> Mend:
    with grace.acting() as actor:
        check_device(actor=actor, device_id=_device("Laptop 3").id, passed=[])

    def mend() -> None:
        with grace.acting() as actor:
            check_device(actor=actor, device_id=_device("Laptop 3").id, passed=_ALL_OF_IT)

    return mend


@turns("164.310(d)(1)")
def a_box_of_forms_is_lost(_: Scene) -> None:
    with grace.acting() as actor:
        box = _device("Box of intake forms")
        lose_device(actor=actor, device_id=box.id, what_happened="Left on a train.")


@turns("164.310(d)(2)(i)", to=Status.ATTENTION)
def nobody_confirms_a_disposal(_: Scene) -> Mend:
    return _wiped("Box of intake forms", "disposal", "destroy")


@turns("164.310(d)(2)(ii)", to=Status.ATTENTION)
def nobody_confirms_a_wiping(_: Scene) -> Mend:
    return _wiped("Backup disk 2", "reuse", "clear")


@turns("164.310(d)(2)(iii)", to=Status.ATTENTION)
def a_laptop_does_not_come_back(_: Scene) -> Mend:
    with grace.acting() as actor:
        movement = move_device(
            actor=actor,
            device_id=_device("Laptop 3").id,
            taken_by=maria.user.id,
            origin="Pier House",
            destination="Home",
            purpose="Works from home",
            due_on=today_of(actor) - timedelta(days=1),
        )

    def mend() -> None:
        with grace.acting() as actor:
            return_device(actor=actor, movement_id=movement.id, note="Back.")

    return mend


@turns("164.310(d)(2)(iv)")
def nothing_says_any_more_that_media_are_copied_first(_: Scene) -> None:
    retired("disposal")


def _device(name: str) -> Device:
    return Device.objects.get(name=name)


def _new_site(actor: Staff) -> Site:
    return add_site(
        actor=actor,
        name="Harbour office",
        address="1 Harbour Street",
        contact_name="Grace Lin",
        contact_phone="+1 617 555 0104",
        way_in="The porter.",
    )


def _wiped(name: str, aim: str, method: str) -> Mend:
    with grace.acting() as actor:
        today = today_of(actor)
        disposal = wipe_device(
            actor=actor,
            device_id=_device(name).id,
            aim=aim,
            method=method,
            how="In our presence",
            done_on=today,
        )

    def mend() -> None:
        with samuel.acting() as officer:
            confirm_wiping(actor=officer, disposal_id=disposal.id)

    return mend
