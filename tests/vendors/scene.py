"""Agreements that tests need."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from chaperone.vendors.actions import (
    add_agreement,
    add_assurance,
    add_vendor,
    change_vendor,
    end_agreement,
)
from chaperone.vendors.actions.register import FIELDS
from chaperone.vendors.models import Agreement, CustomerAgreement, Vendor
from tests.cast import Person, samuel, today_there

ELEMENTS = ("messages", "name", "phone", "birth_date")
HOST = "models.lakeside.example"


def vendor(officer: Person = samuel, name: str = "Model Works") -> Vendor:
    with officer.acting() as actor:
        found = Vendor.objects.filter(organization_id=actor.organization_id, name=name).first()
        return found or add_vendor(
            actor=actor, name=name, service="Runs a language model.", elements=ELEMENTS
        )


def agreement(officer: Person = samuel, **changes: Any) -> Agreement:
    """A business associate agreement in force, but for what is changed."""
    today = today_there()
    values: dict[str, Any] = {
        "kind": "baa",
        "signed_on": today - timedelta(days=9),
        "starts_on": today - timedelta(days=5),
        "covers": ["messages"],
        "host": HOST,
        "factor": "totp",
    }
    found = vendor(officer)
    with officer.acting() as actor:
        return add_agreement(actor=actor, vendor_id=found.id, **values | changes)


def ended(agreement_id: UUID, officer: Person = samuel) -> None:
    with officer.acting() as actor:
        end_agreement(actor=actor, agreement_id=agreement_id, reason="Terminated.")


def change(officer: Person = samuel, **values: Any) -> None:
    """What the register says of the vendor of models is changed."""
    found = vendor(officer)
    with officer.acting() as actor:
        said = {name: getattr(found, name) for name in FIELDS}
        change_vendor(actor=actor, vendor_id=found.id, **said | values)


def shown(vendor_id: UUID, officer: Person = samuel) -> UUID:
    """A document that the vendor has shown; gives its id."""
    today = today_there()
    with officer.acting() as actor:
        return add_assurance(
            actor=actor,
            vendor_id=vendor_id,
            kind="soc2",
            title="SOC 2",
            issued_on=today - timedelta(days=9),
            review_on=today + timedelta(days=300),
        ).id


def customers_own(officer: Person = samuel) -> UUID:
    """The agreement of the officer's organization with the platform."""
    with officer.acting() as actor:
        return CustomerAgreement.objects.get(organization_id=actor.organization_id).id


def no_agreement_for(purpose: str, officer: Person = samuel) -> None:
    """Every agreement of the officer's organization for this purpose is ended."""
    with officer.acting() as actor:
        for signed in Agreement.objects.filter(purposes__contains=[purpose], ended_at=None):
            end_agreement(actor=actor, agreement_id=signed.id, reason="Terminated.")


def texts_agreement(officer: Person = samuel, **changes: Any) -> Agreement:
    """With the network that carries texts."""
    values = {"purposes": ["texts.aws"], "host": "", "covers": ["messages", "phone"]}
    return agreement(officer, **values | changes)
