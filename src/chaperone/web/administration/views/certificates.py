"""Certificates of destruction to keep: as PDF for people, as JSON for checking."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.queries import names_of
from chaperone.documents.rendering import render
from chaperone.retention.actions import note_fetched
from chaperone.retention.certificates import as_json
from chaperone.retention.models import Certificate
from chaperone.retention.printing import document
from chaperone.retention.queries import certificate_of, reference_of
from chaperone.web.administration.views.destructions import reach_destruction

PURPOSE = "operations"


@require_GET
@requires("destructions.read", purpose=PURPOSE)
def destruction_pdf(request: SignedInRequest, destruction_id: UUID) -> HttpResponse:
    """The certificate as PDF."""
    certificate = _certificate(request, destruction_id, "pdf")
    if certificate is None:
        return _not_yet(request, destruction_id)
    decision = certificate.destruction
    people = {person for person in (decision.asked_by, decision.decided_by) if person}
    printed = render(
        document(
            certificate,
            reference_of(certificate),
            organization=request.organization.name,
            zone=ZoneInfo(request.organization.time_zone),
            names=names_of(people),
        )
    )
    return _file(printed, "application/pdf", certificate, "pdf")


@require_GET
@requires("destructions.read", purpose=PURPOSE)
def destruction_json(request: SignedInRequest, destruction_id: UUID) -> HttpResponse:
    """The certificate as JSON, with what is needed to check it."""
    certificate = _certificate(request, destruction_id, "json")
    if certificate is None:
        return _not_yet(request, destruction_id)
    said = as_json(certificate, reference_of(certificate))
    return _file(said, "application/json", certificate, "json")


def _certificate(request: SignedInRequest, destruction_id: UUID, form: str) -> Certificate | None:
    certificate = certificate_of(reach_destruction(request, destruction_id))
    if certificate:
        note_fetched(actor=request.actor, certificate=certificate, form=form)
    return certificate


def _not_yet(request: SignedInRequest, destruction_id: UUID) -> HttpResponse:
    messages.warning(request, "There is no certificate yet: nothing was destroyed so far.")
    return redirect("administration:destruction", destruction_id=destruction_id)


def _file(content: bytes, kind: str, certificate: Certificate, ending: str) -> HttpResponse:
    name = f"certificate-of-destruction-{certificate.id}.{ending}"
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
