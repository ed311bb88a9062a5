"""Runs of purging and their certificates."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of
from chaperone.documents.rendering import render as printed
from chaperone.members.forms import PageForm
from chaperone.registers.paging import page_url
from chaperone.retention.certificates import said_by
from chaperone.retention.errors import NoSuchRun
from chaperone.retention.models import Run, RunCertificate
from chaperone.retention.purging.actions import note_run_fetched, stop_run
from chaperone.retention.purging.certificates import as_json
from chaperone.retention.purging.printing import document
from chaperone.retention.purging.queries import (
    certificate_of_run,
    run_of,
    runs_of,
)
from chaperone.retention.queries import reference_of
from chaperone.web.retention.shown import MANAGE, PURPOSE, READ, label_of, lasting, run_lines


@require_GET
@requires(READ, purpose=PURPOSE)
def runs(request: SignedInRequest) -> HttpResponse:
    """What was purged, and when?"""
    found, further = runs_of(request.actor, before=PageForm(request.GET).entry())
    context = {
        "lines": run_lines(found, request.actor.organization_id),
        "next_url": page_url(request, "before", further),
    }
    return render(request, "retention/runs.html", context)


@require_GET
@requires(READ, purpose=PURPOSE)
def run(request: SignedInRequest, run_id: UUID) -> HttpResponse:
    """One run: how far it is, or what went; and its certificate."""
    found = _reached(request, run_id)
    certificate = certificate_of_run(found)
    line = run_lines([found], request.actor.organization_id)[0]
    is_open = found.state in (Run.State.WAITING, Run.State.RUNNING)
    context = {
        "line": line,
        "steps": [
            (step, label_of(step.class_name), lasting(step.days)) for step in found.steps.all()
        ],
        "said": said_by(certificate) if certificate else None,
        "reference": reference_of(certificate) if certificate else None,
        "is_open": is_open,
        "may_stop": is_open
        and not found.stopped_by
        and not line.shared
        and request.actor.may(MANAGE),
    }
    return render(request, "retention/run.html", context)


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def run_stop(request: SignedInRequest, run_id: UUID) -> HttpResponse:
    """Stops a run."""
    _reached(request, run_id)
    try:
        stop_run(actor=request.actor, run_id=run_id)
    except NoSuchRun as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, "It stops after the batch under way. What went stays gone.")
    return redirect("retention:run", run_id=run_id)


@require_GET
@requires(READ, purpose=PURPOSE)
def run_pdf(request: SignedInRequest, run_id: UUID) -> HttpResponse:
    """The certificate as PDF."""
    found = _reached(request, run_id)
    certificate = _fetched(request, found, "pdf")
    if certificate is None:
        return _not_yet(request, run_id)
    people = {person for person in (found.begun_by, found.stopped_by) if person}
    content = printed(
        document(
            certificate,
            reference_of(certificate),
            organization=request.organization.name,
            zone=ZoneInfo(request.organization.time_zone),
            names=names_of(people) if people else {},
        )
    )
    return _file(content, "application/pdf", certificate, "pdf")


@require_GET
@requires(READ, purpose=PURPOSE)
def run_json(request: SignedInRequest, run_id: UUID) -> HttpResponse:
    """The certificate as JSON, with what is needed to check it."""
    certificate = _fetched(request, _reached(request, run_id), "json")
    if certificate is None:
        return _not_yet(request, run_id)
    content = as_json(certificate, reference_of(certificate))
    return _file(content, "application/json", certificate, "json")


def _fetched(request: SignedInRequest, found: Run, form: str) -> RunCertificate | None:
    certificate = certificate_of_run(found)
    if certificate:
        note_run_fetched(actor=request.actor, certificate=certificate, form=form)
    return certificate


def _not_yet(request: SignedInRequest, run_id: UUID) -> HttpResponse:
    messages.warning(request, "There is no certificate: nothing has gone, or not all of it yet.")
    return redirect("retention:run", run_id=run_id)


def _file(content: bytes, kind: str, certificate: RunCertificate, ending: str) -> HttpResponse:
    name = f"certificate-of-destruction-{certificate.id}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


def _reached(request: SignedInRequest, run_id: UUID) -> Run:
    try:
        return run_of(request.actor, run_id)
    except NoSuchRun as problem:
        raise NotReachable(str(problem)) from problem
