"""What is weak, how bad it is, and by when it is to be mended."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of, staff_of
from chaperone.access.sentences import LEFT
from chaperone.registers.answers import answer, sent
from chaperone.registers.lists import Filter, Listing
from chaperone.registers.queries.history import history_of
from chaperone.risks.evaluations.queries import evaluations_to_choose
from chaperone.risks.findings.actions.closing import add_finding
from chaperone.risks.findings.errors import NoSuchFinding
from chaperone.risks.findings.forms import CloseForm, FindingForm, OwnerForm, ReopenForm
from chaperone.risks.findings.queries.findings import (
    counts_of,
    exceptions_of,
    exceptions_waiting,
    finding_of,
    findings_of,
    in_state,
)
from chaperone.risks.models import Finding, Severity

PURPOSE = "operations"
STATES = (
    ("unclosed", "Not closed"),
    ("overdue", "Overdue"),
    ("open", "Open, in time"),
    ("excused", "Has more time"),
    ("gone", "Not seen any more"),
    ("closed", "Closed"),
)


@require_GET
@requires("risks.read", purpose=PURPOSE)
def register(request: SignedInRequest) -> HttpResponse:
    """Every finding, what is due first on top, with filters."""
    today = timezone.localdate()
    listing = Listing(
        request,
        findings_of(request.actor),
        search=["title", "rule", "place", "source"],
        filters={
            "state": Filter(
                "State", STATES, lambda rows, state: rows.filter(in_state(state, today))
            ),
            "severity": Filter("Severity", Severity.choices, "severity"),
        },
        register="findings",
    )
    names = names_of({row.owner_id for row in listing.rows if row.owner_id})
    context = {
        "listing": listing,
        "lines": [_line(row, names, today) for row in listing.rows],
        "counts": counts_of(request.actor, today),
        "waiting": len(exceptions_waiting(request.actor)),
        "may_change": request.actor.may("risks.manage"),
    }
    return render(request, "risks/findings/register.html", context)


@require_http_methods(["GET", "POST"])
@requires("risks.manage", purpose=PURPOSE)
def add(request: SignedInRequest) -> HttpResponse:
    """A finding by hand."""
    form = FindingForm(
        sent(request),
        people=staff_of(request.actor),
        evaluations=evaluations_to_choose(request.actor),
        initial={"evaluation_id": request.GET.get("evaluation", "")},
    )
    if form.is_bound and form.is_valid():
        finding = add_finding(actor=request.actor, **form.cleaned_data)
        messages.success(request, f"Entered. It is to be mended by {finding.due_on:%Y-%m-%d}.")
        return redirect("risks:findings:finding", finding_id=finding.id)
    context = {
        "heading": "What was found?",
        "hint": "For what no file reports, such as a line of a penetration test on paper. Its"
        " deadline begins today.",
        "submit": "Enter the finding",
        "back": reverse("risks:findings:register"),
    }
    return answer(request, "risks/form_page.html", context, form=form)


@require_GET
@requires("risks.read", purpose=PURPOSE)
def finding(request: SignedInRequest, finding_id: UUID) -> HttpResponse:
    """One finding: what it is, its deadline, what was decided, and its history."""
    return one(request, finding_id, {})


def one(
    request: SignedInRequest, finding_id: UUID, forms: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The page of a finding; ``forms``: those that were sent and are wrong, by name."""
    found = reach(request, finding_id)
    exceptions = exceptions_of(request.actor, finding_id)
    people = {found.owner_id, found.closed_by, found.recorded_by}
    people |= {each.asked_by for each in exceptions} | {each.decided_by for each in exceptions}
    names = names_of({each for each in people if each})
    context = {
        **_line(found, names, timezone.localdate()),
        "closed_by": names.get(found.closed_by) if found.closed_by else "",
        "exceptions": [(each, names.get(each.asked_by, LEFT)) for each in exceptions],
        "exceptions_open": any(each.state == "waiting" for each in exceptions),
        "names": names,
        "changes": history_of(request.actor, found.id),
        "may_change": request.actor.may("risks.manage"),
        "may_decide": request.actor.may("risks.accept"),
        "close_form": CloseForm(),
        "reopen_form": ReopenForm(),
        "owner_form": OwnerForm(
            people=staff_of(request.actor), initial={"owner_id": str(found.owner_id or "")}
        ),
        **forms,
    }
    return render(request, "risks/findings/finding.html", context, status=status)


def reach(request: SignedInRequest, finding_id: UUID) -> Finding:
    """A finding that the actor may see. Raises ``NotReachable``."""
    try:
        return finding_of(request.actor, finding_id)
    except NoSuchFinding as problem:
        raise NotReachable(str(problem)) from problem


def _line(finding: Finding, names: dict[UUID, str], today: date) -> dict[str, Any]:
    excused: date | None = finding.excused_until  # type: ignore[attr-defined]
    return {
        "finding": finding,
        "state": finding.state_on(today, excused),
        "excused_until": excused,
        "owner": names.get(finding.owner_id, LEFT) if finding.owner_id else "",
        "when": _when((finding.due_on - today).days),
        "url": reverse("risks:findings:finding", kwargs={"finding_id": finding.id}),
    }


def _when(days: int) -> str:
    if not days:
        return "today"
    counted = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    return f"{counted} late" if days < 0 else f"in {counted}"
