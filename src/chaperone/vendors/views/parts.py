"""What the pages of this room have in common."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from chaperone.access.actors import Staff
from chaperone.access.decorators import SignedInRequest
from chaperone.access.errors import NotReachable
from chaperone.access.forms import PostedForm
from chaperone.accounts.steps import ask_again
from chaperone.organizations.days import today_of
from chaperone.registers.actions.attachments import MOST_BYTES
from chaperone.registers.actions.signing import factor_for_form
from chaperone.registers.answers import answer, done, sent
from chaperone.registers.previews import is_too_large
from chaperone.registers.queries.attachments import attachments_of
from chaperone.registers.queries.history import history_of
from chaperone.registers.queries.signatures import signatures_of
from chaperone.vendors.errors import NoSuchVendor, VendorsError
from chaperone.vendors.forms import SignedForm
from chaperone.vendors.models import Agreement, Signed, Vendor
from chaperone.vendors.queries import vendor_of
from chaperone.vendors.signing import terms_of

PURPOSE = "operations"
STATES = (
    ("in_force", "In force"),
    ("coming", "To come"),
    ("over", "Over"),
    ("ended", "Ended"),
)


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


def signing_form(request: SignedInRequest, form: type[SignedForm], **named: Any) -> SignedForm:
    """The form of an agreement that is entered with its paper."""
    if request.method != "POST":
        return form(**named)
    posted = form(request.POST, request.FILES, **named)
    if is_too_large(request, MOST_BYTES):
        posted.add_error("file", "The file is larger than 10 MB.")
    return posted


def may_change(actor: Staff, agreement: Signed) -> bool:
    """Whether the actor may sign it, end it and add to it."""
    return actor.may("vendors.manage") and not agreement.ended_at


def signed_page(
    request: SignedInRequest, agreement: Signed, route: str, context: dict[str, Any]
) -> HttpResponse:
    """The page of an agreement: its terms, who signed them, its files and its history.

    ``route``: of the page; those where it is signed and ended are called by it.
    """
    actor, changes = request.actor, may_change(request.actor, agreement)
    signatures = signatures_of(actor, agreement.id)
    unsigned = not any(each.user_id == actor.id for each in signatures)
    shown = {
        "agreement": agreement,
        "state": agreement.state_on(today_of(actor)),
        "terms": terms_of(agreement),
        "signatures": signatures,
        "sign": f"{route}_sign" if changes and unsigned else "",
        "end": f"{route}_end" if changes else "",
        "attachments": attachments_of(actor, agreement.id),
        "changes": history_of(actor, agreement.id),
    }
    return render(request, "vendors/agreement.html", shown | context)


def asked_to_sign(
    request: SignedInRequest, agreement: Signed, act: Callable[[str], None], page: str
) -> HttpResponse:
    """The page on which an agreement is signed as it stands; ``act`` takes the second factor."""
    factor = factor_for_form(request)
    if not factor:
        return ask_again(request)
    form = PostedForm(sent(request))
    if done(form, partial(act, factor), VendorsError):
        messages.success(request, "Signed with your name.")
        return redirect(page)
    context = {"terms": terms_of(agreement), "back": page}
    return answer(request, "vendors/sign.html", context, form=form)


def purposes(agreement: Agreement) -> list[str]:
    """Where the program sends under it, as people call it."""
    known = dict(Agreement.Purpose.choices)
    found = [known[name] for name in agreement.purposes if name in known]
    return [*found, agreement.host] if agreement.host else found
