"""Writing: beginning a policy, the starter set, drafts, and sending them to review."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.policies.actions.drafts import (
    add_policy,
    adopt,
    begin_draft,
    discard,
    save_draft,
    submit,
)
from chaperone.policies.errors import NameTaken, NoSuchStarter, PolicyError
from chaperone.policies.forms import AdoptForm, DraftForm, EditForm, NewForm, initial_of
from chaperone.policies.kinds import KINDS
from chaperone.policies.models import Policy, Version
from chaperone.policies.queries.versions import versions_of
from chaperone.policies.registry import enforcements
from chaperone.policies.starters import Starter, all_starters, find_starter
from chaperone.policies.views.answering import (
    MANAGE,
    PURPOSE,
    answered,
    policy_reached,
    version_reached,
)
from chaperone.registers.answers import sent


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def add(request: SignedInRequest) -> HttpResponse:
    """A policy that is begun from nothing."""
    form = NewForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            version = add_policy(
                actor=request.actor, kind=form.cleaned_data["kind"], content=form.content()
            )
        except NameTaken as problem:
            form.add_error("title", str(problem))
        else:
            messages.success(request, "The draft is kept. Send it to review when it is finished.")
            return redirect("policies:policy", policy_id=version.policy_id)
    return answered(request, "policies/draft.html", form, {"names": enforcements()})


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def draft(request: SignedInRequest, policy_id: UUID) -> HttpResponse:
    """The draft of a policy, or its next version."""
    policy = policy_reached(request, policy_id)
    versions = versions_of(request.actor, policy.id)
    open_one = next((each for each in versions if each.state in Version.OPEN), None)
    source = version_reached(request, (open_one or versions[0]).id)
    data = sent(request)
    initial = initial_of(source)
    if open_one:
        initial |= {"change": source.change, "sha256": source.sha256}
    form = (EditForm if open_one else DraftForm)(data, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            _save(request, policy, open_one, form)
        except PolicyError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "The draft is kept. Send it to review when it is finished.")
            return redirect("policies:policy", policy_id=policy.id)
    context = {"policy": policy, "source": source, "open": open_one, "names": enforcements()}
    return answered(request, "policies/draft.html", form, context)


def _save(
    request: SignedInRequest, policy: Policy, open_one: Version | None, form: DraftForm
) -> None:
    if open_one:
        save_draft(
            actor=request.actor,
            version_id=open_one.id,
            sha256=form.cleaned_data["sha256"],
            content=form.content(),
        )
    else:
        begin_draft(actor=request.actor, policy_id=policy.id, content=form.content())


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def send_to_review(request: SignedInRequest, version_id: UUID) -> HttpResponse:
    """Sends a draft to review."""
    version = version_reached(request, version_id)
    try:
        submit(actor=request.actor, version_id=version.id)
    except PolicyError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "It is in review. Somebody who did not write it approves it.")
    return redirect("policies:policy", policy_id=version.policy_id)


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def throw_away(request: SignedInRequest, version_id: UUID) -> HttpResponse:
    """Discards a version that was not published."""
    version = version_reached(request, version_id)
    try:
        discard(actor=request.actor, version_id=version.id)
    except PolicyError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "Discarded. It stays on record, and nothing else has changed.")
    return redirect("policies:policy", policy_id=version.policy_id)


@require_GET
@requires(MANAGE, purpose=PURPOSE)
def starters(request: SignedInRequest) -> HttpResponse:
    """The starter set, and which of it the organization has adopted."""
    adopted = _adopted(request)
    context = {
        "starters": [(each, KINDS[each.kind], adopted.get(each.slug)) for each in all_starters()],
        "left": [each for each in all_starters() if each.slug not in adopted],
    }
    return render(request, "policies/starters.html", context)


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def take(request: SignedInRequest) -> HttpResponse:
    """Adopts one text of the starter set, or all that are left, as drafts."""
    form = AdoptForm(request.POST)
    if not form.is_valid():
        raise NotReachable("There is no such text in the starter set.")
    adopted = _adopted(request)
    chosen = _chosen(form.cleaned_data["starter"])
    taken = [each for each in chosen if each.slug not in adopted]
    for each in taken:
        adopt(actor=request.actor, starter=each)
    count = len(taken)
    messages.success(request, f"{count} draft{'' if count == 1 else 's'} added. Make them yours.")
    return redirect("policies:register")


def _chosen(slug: str) -> list[Starter]:
    try:
        return [find_starter(slug)] if slug else list(all_starters())
    except NoSuchStarter as problem:
        raise NotReachable(str(problem)) from problem


def _adopted(request: SignedInRequest) -> dict[str, UUID]:
    """Policies by the name of the starter text; one that has its name counts as it."""
    rows = Policy.objects.filter(organization_id=request.actor.organization_id)
    return dict(rows.values_list("name", "id"))
