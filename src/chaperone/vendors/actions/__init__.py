"""Keeping the register and what was signed; passing the gate; watching it."""

from chaperone.vendors.actions.agreements import add_agreement, end_agreement, sign_agreement
from chaperone.vendors.actions.customers import (
    add_customer_agreement,
    end_customer_agreement,
    sign_customer_agreement,
)
from chaperone.vendors.actions.diligence import (
    add_assurance,
    assess_vendor,
    retire_assurance,
)
from chaperone.vendors.actions.register import add_vendor, change_vendor, retire_vendor

__all__ = [
    "add_agreement",
    "add_assurance",
    "add_customer_agreement",
    "add_vendor",
    "assess_vendor",
    "change_vendor",
    "end_agreement",
    "end_customer_agreement",
    "retire_assurance",
    "retire_vendor",
    "sign_agreement",
    "sign_customer_agreement",
]
