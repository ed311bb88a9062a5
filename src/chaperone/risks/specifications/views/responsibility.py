"""The shared-responsibility matrix: as a page, as CSV and as PDF."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.documents.rendering import render as rendered
from chaperone.registers.sheets import to_csv
from chaperone.risks.specifications.responsibility import (
    COLUMNS,
    document,
    responsibilities,
)

PURPOSE = "operations"


@require_GET
@requires("risks.read", purpose=PURPOSE)
def matrix(request: SignedInRequest) -> HttpResponse:
    """Who answers for what, per standard."""
    context = {"rows": responsibilities()}
    return render(request, "risks/specifications/responsibility.html", context)


@require_GET
@requires("risks.read", purpose=PURPOSE)
def as_csv(_request: SignedInRequest) -> HttpResponse:
    """The same for a spreadsheet."""
    return _file(to_csv(responsibilities(), COLUMNS).encode(), "text/csv", "csv")


@require_GET
@requires("risks.read", purpose=PURPOSE)
def as_pdf(request: SignedInRequest) -> HttpResponse:
    """The same for print."""
    made = document(organization=request.organization.name, made_at=timezone.localtime())
    return _file(rendered(made), "application/pdf", "pdf")


def _file(content: bytes, kind: str, ending: str) -> HttpResponse:
    name = f"shared-responsibility.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
