"""What every page of one incident shows: its head, its tabs, and whether it is a drill."""

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse

from chaperone.access.actors import Staff
from chaperone.access.decorators import SignedInRequest
from chaperone.access.errors import NotReachable
from chaperone.access.queries import people_of, people_who_may
from chaperone.incidents.cases.tabs import TABS
from chaperone.incidents.errors import NoSuchIncident
from chaperone.incidents.frame import MANAGE
from chaperone.incidents.models import Incident
from chaperone.incidents.queries.incidents import incident
from chaperone.registers.answers import answer


def reach(actor: Staff, incident_id: UUID) -> Incident:
    """An incident that the actor may see. Raises ``NotReachable``, which becomes a 404."""
    try:
        return incident(actor, incident_id)
    except NoSuchIncident as problem:
        raise NotReachable(str(problem)) from problem


def head_of(actor: Staff, found: Incident) -> dict[str, Any]:
    """The context of ``incidents/page.html``."""
    return {
        "incident": found,
        "title": found.title.reveal(),
        "tabs": TABS,
        "may_change": actor.may(MANAGE) and not found.is_closed,
    }


def form_page(
    request: SignedInRequest,
    case: Incident,
    form: Form,
    heading: str,
    hint: str,
    submit: str,
    *,
    back: str,
) -> HttpResponse:
    """A page that asks something of an incident. ``back``: the name of the page that it is of."""
    context = {
        "heading": heading,
        "hint": hint,
        "submit": submit,
        "back": reverse(back, kwargs={"incident_id": case.id}),
        "incident": case,
    }
    return answer(request, "incidents/form_page.html", context, form=form)


def workers_of(actor: Staff, found: Incident) -> dict[UUID, str]:
    """Who can be given a task: who runs incidents, and it is not about them. Names by id."""
    able = people_who_may(actor, MANAGE)
    return {
        each: name
        for each, name in people_of(actor).items()
        if each in able and each != found.about_id
    }


def colleagues_of(actor: Staff, found: Incident) -> dict[UUID, str]:
    """Who can be on its team. Names by id."""
    return {each: name for each, name in people_of(actor).items() if each != found.about_id}
