"""The register of policies, one policy, and two of its versions side by side."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of
from chaperone.access.sentences import LEFT
from chaperone.policies.dates import kept_until
from chaperone.policies.differences import differences
from chaperone.policies.forms import CompareForm
from chaperone.policies.kinds import KINDS
from chaperone.policies.markup import as_html
from chaperone.policies.models import Policy, Version
from chaperone.policies.queries.drift import claims_from, compared, drifts_of
from chaperone.policies.queries.overdue import acknowledged_counts, asked_of
from chaperone.policies.queries.registering import SOON, STATES, WORK, registered
from chaperone.policies.queries.versions import published_by_policy, versions_of
from chaperone.policies.spans import Span, in_force
from chaperone.policies.views.answering import (
    APPROVE,
    MANAGE,
    PURPOSE,
    READ,
    as_shown,
    policy_reached,
    version_reached,
)
from chaperone.registers.lists import Filter, Listing
from chaperone.registers.queries.history import history_of
from chaperone.registers.queries.signatures import signatures_by_record


class VersionLine(NamedTuple):
    """A version as the page of its policy lists it."""

    version: Version
    state: str
    until: date | None
    kept_until: date | None
    authors: list[str]
    approver: str


@require_GET
@requires(READ, purpose=PURPOSE)
def register(request: SignedInRequest) -> HttpResponse:
    """Which policies are in force, and what needs doing about them."""
    actor, today = request.actor, timezone.localdate()
    drifting = drifts_of(actor, today)
    listing = Listing(
        request,
        registered(actor, today),
        search=["title", "name"],
        filters=_filters(today, set(drifting)),
        register="policies",
    )
    context = {
        "listing": listing,
        "drifting": {policy: len(lines) for policy, lines in drifting.items()},
        "asks_nothing": not asked_of(actor, today),
        "today": today,
        "soon": today + SOON,
        "kinds": KINDS,
        "may_change": actor.may(MANAGE),
    }
    return render(request, "policies/register.html", context)


def _filters(today: date, drifting: set[UUID]) -> Mapping[str, Filter]:
    def by_state(policies: QuerySet[Any], value: str) -> QuerySet[Any]:
        return policies.filter(work=value) if value in WORK else policies.filter(state=value)

    def by_due(policies: QuerySet[Any], value: str) -> QuerySet[Any]:
        return policies.filter(due_on__lt=today if value == "overdue" else today + SOON)

    def by_drift(policies: QuerySet[Any], value: str) -> QuerySet[Any]:
        found = Q(id__in=drifting)
        return policies.filter(found if value == "yes" else ~found)

    asked = [("True", "Everybody acknowledges it"), ("False", "Nobody has to")]
    return {
        "state": Filter("State", [*STATES.items(), *WORK.items()], by_state),
        "mandatory": Filter("Acknowledged", asked, "mandatory"),
        "due": Filter("Review", [("overdue", "Overdue"), ("soon", "Due in 60 days")], by_due),
        "drift": Filter("System", [("yes", "Does something else"), ("no", "As written")], by_drift),
    }


@require_GET
@requires(READ, purpose=PURPOSE)
def policy(request: SignedInRequest, policy_id: UUID) -> HttpResponse:
    """One policy: what it says, whether the system does so, its versions and its history."""
    found, actor, today = policy_reached(request, policy_id), request.actor, timezone.localdate()
    versions = versions_of(actor, found.id)
    spans = published_by_policy(actor, [found.id]).get(found.id, [])
    current = in_force(spans, today)
    shown = version_reached(request, current.version_id if current else versions[0].id)
    beside = compared(actor, claims_from(shown.claims))
    signed = signatures_by_record(actor, [each.id for each in versions])
    line = registered(actor, today).get(id=found.id)
    context = {
        "policy": line,
        "kind": KINDS[found.kind],
        "shown": shown,
        "in_force": current,
        "work": next((each for each in versions if each.state in Version.OPEN), None),
        "text": as_html(shown.text, as_shown(beside, linked=actor.may(MANAGE))),
        "drift": [each for each in beside.values() if each.state != "as_written"],
        "versions": _version_lines(found, versions, spans, today),
        "acknowledged": acknowledged_counts(actor, [shown.id], today)[shown.id]
        if shown.mandatory
        else None,
        "signatures": signed.get(shown.id, []),
        "changes": history_of(actor, found.id),
        "today": today,
        "soon": today + SOON,
        "may_change": actor.may(MANAGE),
        "may_approve": actor.may(APPROVE),
        "me": actor,
    }
    return render(request, "policies/policy.html", context)


def _version_lines(
    policy: Policy, versions: list[Version], spans: list[Span], today: date
) -> list[VersionLine]:
    people = {each for row in versions for each in (*row.authors, row.decided_by) if each}
    names = names_of(people)
    ends = {span.version.version_id: span.ends_on for span in spans}
    return [
        VersionLine(
            version=row,
            state=_state(row, ends.get(row.id), row.id in ends, today),
            until=_last_day(ends.get(row.id)),
            kept_until=_kept(row, ends.get(row.id), policy),
            authors=[names.get(each, LEFT) for each in row.authors],
            approver=names.get(row.decided_by, LEFT) if row.decided_by else "",
        )
        for row in versions
    ]


def _state(version: Version, ends_on: date | None, counts: bool, today: date) -> str:
    if version.state != Version.State.PUBLISHED:
        return version.state
    if not counts or (ends_on is not None and ends_on <= today):
        return "over"
    return "in_force" if version.effective_on and version.effective_on <= today else "coming"


def _last_day(ends_on: date | None) -> date | None:
    return ends_on - timedelta(days=1) if ends_on else None


def _kept(version: Version, ends_on: date | None, policy: Policy) -> date | None:
    """Until when it is kept at least; None while that is not known, since it is in force."""
    if version.state in Version.OPEN:
        return None
    made = timezone.localdate(version.saved_at)
    if version.state == Version.State.DISCARDED:
        return kept_until(made)
    last = _last_day(ends_on or policy.retired_on)
    return kept_until(max(made, last)) if last else None


@require_GET
@requires(READ, purpose=PURPOSE)
def compare(request: SignedInRequest, policy_id: UUID) -> HttpResponse:
    """What is different between two versions, side by side."""
    found = policy_reached(request, policy_id)
    versions = versions_of(request.actor, found.id)
    latest = [str(each.number) for each in versions[:2]]
    asked = request.GET if request.GET else {"after": latest[0], "before": latest[-1]}
    form = CompareForm(asked, versions=versions)
    if not form.is_valid():
        raise NotReachable("There are no such versions.")
    by_number = {str(each.number): each.id for each in versions}
    before = version_reached(request, by_number[form.cleaned_data["before"]])
    after = version_reached(request, by_number[form.cleaned_data["after"]])
    context = {
        "policy": found,
        "before": before,
        "after": after,
        "facts": _facts(before, after),
        "rows": differences(before.text, after.text),
        "same": before.text == after.text,
        "form": form,
    }
    return render(request, "policies/compare.html", context)


def _facts(before: Version, after: Version) -> list[tuple[str, str, str]]:
    """What else is different: label, before, after."""
    both = [(_said(before)[label], value, label) for label, value in _said(after).items()]
    return [(label, old, new) for old, new, label in both if old != new]


def _said(version: Version) -> dict[str, str]:
    return {
        "Title": version.title,
        "Everybody must acknowledge it": "yes" if version.mandatory else "no",
        "Public": "yes" if version.public else "no",
        "Rules": ", ".join(version.citations),
        "Months between reviews": str(version.review_months),
    }
