"""The designated officials: who they are for the organization, and for everybody."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from chaperone.access.decorators import SignedInRequest, public, requires
from chaperone.registers.answers import sent
from chaperone.workforce.actions.designating import designate
from chaperone.workforce.errors import NoSuchPerson
from chaperone.workforce.forms import OfficialForm
from chaperone.workforce.queries import officials as in_office
from chaperone.workforce.queries import officials_by_slug
from chaperone.workforce.queries.slugs import slug_of
from chaperone.workforce.views.answering import PURPOSE, answer, colleagues


@require_GET
@requires("workforce.read", purpose=PURPOSE)
def officials(request: SignedInRequest) -> HttpResponse:
    """Who is in charge of security and privacy, and how does everybody reach them?"""
    context = {
        "officials": in_office(request.actor),
        "slug": slug_of(request.actor),
        "may_change": request.actor.may("workforce.manage"),
    }
    return render(request, "workforce/officials.html", context)


@require_http_methods(["GET", "POST"])
@requires("workforce.manage", purpose=PURPOSE)
def official_add(request: SignedInRequest) -> HttpResponse:
    """Puts somebody in charge."""
    form = OfficialForm(sent(request), people=colleagues(request))
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        try:
            designate(
                actor=request.actor,
                kind=values["kind"],
                user_id=values["user"],
                email=values["email"],
                phone=values["phone"],
                address=values["address"],
            )
        except NoSuchPerson as problem:
            form.add_error("user", str(problem))
        else:
            messages.success(request, "Designated, and shown on the public page.")
            return redirect("workforce:officials")
    return answer(request, "workforce/official_add.html", form, {})


@require_GET
@public
def contacts(request: HttpRequest, organization: str) -> HttpResponse:
    """Whom do I ask about the privacy and security of my data here?"""
    found = officials_by_slug(organization)
    if found is None:
        raise Http404
    return render(request, "workforce/contacts.html", found._asdict())
