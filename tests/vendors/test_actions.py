"""The register: what is entered is recorded, and stays."""

from datetime import date

import pytest

from chaperone.access.actors import operator
from chaperone.ledger.queries import search
from chaperone.vendors.actions import add_agreement, add_vendor, end_agreement
from chaperone.vendors.errors import (
    AlreadyEnded,
    AlreadyRegistered,
    NoSuchAgreement,
    NoSuchVendor,
)
from chaperone.vendors.models import Agreement, Vendor
from chaperone.vendors.queries import vendors_of
from tests.cast import HARBOR, LAKESIDE, inside, samuel, tom
from tests.vendors.scene import agreement, ended, vendor

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


def events() -> list[str]:
    with inside(LAKESIDE):
        rows = search(operator(LAKESIDE), limit=20).rows
    return [
        row.event for row in rows if row.event.startswith(("vendors.vendor", "vendors.agreement"))
    ]


def test_every_step_is_recorded() -> None:
    ended(agreement().id)
    assert events() == [
        "vendors.agreement.ended",
        "vendors.agreement.added",
        "vendors.vendor.added",
    ]


def test_an_agreement_ends_once_and_keeps_why() -> None:
    signed = agreement()
    ended(signed.id)
    with samuel.acting() as actor, pytest.raises(AlreadyEnded):
        end_agreement(actor=actor, agreement_id=signed.id, reason="Again.")
    with inside(LAKESIDE):
        found = Agreement.objects.get(id=signed.id)
    assert (found.end_reason, found.ended_by) == ("Terminated.", samuel.user.id)


def test_a_vendor_stands_in_the_register_once() -> None:
    vendor()
    with samuel.acting() as actor:
        with pytest.raises(AlreadyRegistered):
            add_vendor(actor=actor, name=" Model Works ", service="The same.")
        assert vendors_of(actor).filter(name="Model Works").count() == 1


def test_nothing_of_another_organization_is_found() -> None:
    signed = agreement(tom)
    with samuel.acting() as actor:
        assert not vendors_of(actor).filter(id=signed.vendor_id).exists()
        with pytest.raises(NoSuchAgreement):
            end_agreement(actor=actor, agreement_id=signed.id, reason="Not mine.")
        with pytest.raises(NoSuchVendor):
            add_agreement(
                actor=actor,
                vendor_id=signed.vendor_id,
                factor="totp",
                kind="baa",
                signed_on=date(2026, 1, 1),
                starts_on=date(2026, 1, 1),
            )
    with inside(HARBOR):
        assert Vendor.objects.count() == 1
