"""How the devices stand that people work on."""

import pytest

from chaperone.facilities.actions.devices import check_device
from chaperone.facilities.checklists import workstation_items
from chaperone.facilities.queries.checking import checking_of
from chaperone.facilities.queries.devices import devices_of
from tests.cast import grace

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
ITEMS = [each.id for each in workstation_items()]


def test_the_last_check_counts_and_only_for_what_is_asked():
    with grace.acting() as actor:
        before = checking_of(actor, "malware")
        assert (before.devices, before.overdue, before.never, before.failing) == (5, 1, 1, 0)
        laptop = devices_of(actor).get(name="Laptop 3")
        check_device(
            actor=actor, device_id=laptop.id, passed=[each for each in ITEMS if each != "malware"]
        )
        assert checking_of(actor, "malware").failing == 1
        assert checking_of(actor).failing == 1
        assert checking_of(actor, "firewall").failing == 0
        check_device(actor=actor, device_id=laptop.id, passed=ITEMS)
        assert checking_of(actor).failing == 0
