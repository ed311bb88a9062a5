"""One alert: what happened, why it stands out, and what is done about it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of
from chaperone.access.sentences import LEFT
from chaperone.detection.alerts.errors import NoSuchAlert
from chaperone.detection.alerts.forms import AssignForm, CloseForm, NoteForm, ReopenForm
from chaperone.detection.alerts.lines import entry_line, line_of, search_address
from chaperone.detection.alerts.queries.alerts import (
    alert_of,
    entries_behind,
    remarks_of,
    who_may_handle,
)
from chaperone.detection.frame import MANAGE, PURPOSE, READ, TABS
from chaperone.detection.models import Alert
from chaperone.detection.rules.rule import rule_named
from chaperone.ledger.queries import opened_rows
from chaperone.registers.queries.history import history_of


@require_GET
@requires(READ, purpose=PURPOSE)
def alert(request: SignedInRequest, alert_id: UUID) -> HttpResponse:
    """The page of an alert."""
    return page(request, alert_id, {})


def page(
    request: SignedInRequest, alert_id: UUID, forms: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The page; ``forms``: those that were sent and are wrong, by name."""
    found = reach(request, alert_id)
    actor = request.actor
    remarks = remarks_of(actor, found.id)
    handlers = who_may_handle(actor, found) if actor.may(MANAGE) else []
    people = {found.actor_id, found.acknowledged_by, found.assigned_to, found.closed_by, *handlers}
    names = names_of({each for each in people | {remark.by for remark in remarks} if each})
    context = {
        "tabs": TABS,
        "line": line_of(found, names),
        "alert": found,
        "rule": rule_named(found.rule),
        "figures": [(name.replace("_", " "), value) for name, value in found.figures.items()],
        "entries": [entry_line(row) for row in opened_rows(actor, entries_behind(actor, found.id))],
        "search_address": search_address(found),
        "names": names,
        "taken_by": _name(names, found.acknowledged_by),
        "assigned_to": _name(names, found.assigned_to),
        "closed_by": _name(names, found.closed_by),
        "verdict_reason": found.verdict_reason.reveal() if found.verdict_reason else "",
        "remarks": [(each, each.text.reveal(), _name(names, each.by)) for each in remarks],
        "changes": history_of(actor, found.id),
        "may_handle": actor.may(MANAGE),
        "may_open_incident": actor.may("incidents.manage"),
        "may_search": actor.may("ledger.read"),
        "close_form": CloseForm(),
        "note_form": NoteForm(),
        "reopen_form": ReopenForm(),
        "assign_form": AssignForm(people={each: names.get(each, LEFT) for each in handlers}),
        **forms,
    }
    return render(request, "detection/alerts/alert.html", context, status=status)


def reach(request: SignedInRequest, alert_id: UUID) -> Alert:
    """An alert that the actor may see. Raises ``NotReachable``; for one about them, too, so that
    an answer does not tell that there is one.
    """
    try:
        return alert_of(request.actor, alert_id)
    except NoSuchAlert as problem:
        raise NotReachable(str(problem)) from problem


def _name(names: dict[UUID, str], user_id: UUID | None) -> str:
    return names.get(user_id, LEFT) if user_id else ""
