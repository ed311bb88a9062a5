"""What Lakeside does to meet 45 CFR 164.310, beside checking its devices."""

from chaperone.facilities.actions.devices import change_device
from chaperone.facilities.actions.media import return_device
from chaperone.facilities.actions.sites import sign_plan, write_plan
from chaperone.facilities.actions.visits import sign_out
from chaperone.facilities.checklists import outline
from chaperone.facilities.models import Device, Movement, Site, Visit
from tests.cast import grace
from tests.evidence.good import makes_good
from tests.evidence.scene import Scene


@makes_good
def sites_are_planned_and_left(_: Scene) -> None:
    with grace.acting() as actor:
        for visit in Visit.objects.filter(left_at=None):
            sign_out(actor=actor, visit_id=visit.id)
        office = Site.objects.get(name="North office")
        plan = write_plan(actor=actor, site_id=office.id, text=outline())
        sign_plan(actor=actor, plan_id=plan.id, factor="totp")


@makes_good
def devices_are_where_they_should_be(_: Scene) -> None:
    with grace.acting() as actor:
        for movement in Movement.objects.filter(returned_at=None):
            return_device(actor=actor, movement_id=movement.id, note="Back in its place.")
        for device in Device.objects.filter(holds_ephi=True, owner=None).exclude(state="disposed"):
            change_device(actor=actor, device_id=device.id, owner=actor.user_id)
