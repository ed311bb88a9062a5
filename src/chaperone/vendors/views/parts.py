"""What the pages of this room have in common."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from chaperone.access.decorators import SignedInRequest
from chaperone.access.errors import NotReachable
from chaperone.access.roles import ELEMENTS
from chaperone.vendors.errors import NoSuchVendor
from chaperone.vendors.models import Agreement, Vendor
from chaperone.vendors.queries import vendor_of

PURPOSE = "operations"


def reached(request: SignedInRequest, vendor_id: UUID) -> Vendor:
    """The vendor. Raises ``NotReachable``."""
    try:
        return vendor_of(request.actor, vendor_id)
    except NoSuchVendor as problem:
        raise NotReachable(str(problem)) from problem


def asked(request: SignedInRequest, form: Any, context: dict[str, Any]) -> HttpResponse:
    """The page of a form; 400 where what was sent is wrong."""
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "vendors/form.html", {"form": form, **context}, status=status)


def labels(elements: list[str]) -> list[str]:
    """Element groups as people call them."""
    return [ELEMENTS[name].label for name in elements if name in ELEMENTS]


def purposes(agreement: Agreement) -> list[str]:
    """Where the program sends under it, as people call it."""
    known = dict(Agreement.Purpose.choices)
    found = [known[name] for name in agreement.purposes if name in known]
    return [*found, agreement.host] if agreement.host else found
