"""Files of findings: uploaded, looked over, and only then taken in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.queries import names_of
from chaperone.registers.answers import answer
from chaperone.risks.evaluations.queries import evaluations_to_choose
from chaperone.risks.findings.actions.importing import (
    discard_import,
    import_findings,
    upload_findings,
)
from chaperone.risks.findings.comparing import Comparison
from chaperone.risks.findings.errors import FileRefused, NoSuchImport
from chaperone.risks.findings.forms import UploadForm
from chaperone.risks.findings.queries.imports import (
    comparison_of,
    imports_of,
    sources_of,
    waiting_import,
)
from chaperone.risks.findings.reading.reported import MOST_BYTES

PURPOSE = "operations"
SHOWN = 50
# A form's own few fields beside the file.
_ROOM = 10_000


@require_http_methods(["GET", "POST"])
@requires("risks.manage", purpose=PURPOSE)
def upload(request: SignedInRequest) -> HttpResponse:
    """Takes a file in, and shows next what it would change."""
    evaluations = evaluations_to_choose(request.actor)
    form = UploadForm(
        evaluations=evaluations, initial={"evaluation_id": request.GET.get("evaluation", "")}
    )
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES, evaluations=evaluations)
        if is_too_large(request):
            form.add_error(None, "The file is larger than 2 MB. Divide it.")
        elif form.is_valid():
            kept = _kept(request, form)
            if kept:
                return redirect("risks:findings:import_preview", import_id=kept)
    latest = imports_of(request.actor)
    names = names_of({each.uploaded_by for each in latest})
    context = {
        "imports": [(each, names.get(each.uploaded_by, "")) for each in latest],
        "sources": sources_of(request.actor),
    }
    response = answer(request, "risks/findings/import.html", context, form=form)
    if is_too_large(request):
        response.status_code = 413
    return response


@require_http_methods(["GET", "POST"])
@requires("risks.manage", purpose=PURPOSE)
def import_preview(request: SignedInRequest, import_id: UUID) -> HttpResponse:
    """What the file would change; takes it in on demand."""
    try:
        if request.method == "POST":
            counts = import_findings(actor=request.actor, import_id=import_id)
            messages.success(request, _told(counts))
            return redirect("risks:findings:register")
        file = waiting_import(request.actor, import_id)
    except NoSuchImport as problem:
        messages.warning(request, str(problem))
        return redirect("risks:findings:import")
    found = comparison_of(file)
    context = {"file": file, "counts": found.counts, "parts": _parts(found)}
    return render(request, "risks/findings/import_preview.html", context)


@require_POST
@requires("risks.manage", purpose=PURPOSE)
def import_discard(request: SignedInRequest, import_id: UUID) -> HttpResponse:
    """Drops the file; nothing of it was taken in."""
    try:
        discard_import(actor=request.actor, import_id=import_id)
    except NoSuchImport as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, "Discarded. Nothing was changed.")
    return redirect("risks:findings:import")


def is_too_large(request: SignedInRequest) -> bool:
    """Whether more was sent than is read: such a file was not kept anywhere."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES + _ROOM


def _kept(request: SignedInRequest, form: UploadForm) -> UUID | None:
    sent = form.cleaned_data["file"]
    try:
        kept = upload_findings(
            actor=request.actor,
            source=form.cleaned_data["source"],
            whole=form.cleaned_data["whole"],
            name=sent.name or "",
            content=sent.read(),
            evaluation_id=form.cleaned_data["evaluation_id"],
        )
    except FileRefused as problem:
        form.add_error("file", str(problem))
        return None
    return kept.id


_WORDS = {
    "new": "New",
    "reopened": "Seen again, and opened again",
    "changed": "Told otherwise than before",
    "dismissed": "Its source says now that it does no harm",
    "gone": "Not seen any more",
}


def _parts(found: Comparison) -> list[dict[str, Any]]:
    """What to show: the first of each that changes something."""
    parts = []
    for name, label in _WORDS.items():
        rows = [each[1] if name in _PAIRS else each for each in getattr(found, name)]
        if rows:
            parts.append({"name": name, "label": label, "rows": rows[:SHOWN], "total": len(rows)})
    return parts


_PAIRS = ("reopened", "changed", "dismissed")


def _told(counts: dict[str, int]) -> str:
    said = [f"{counts[name]:,} {words}" for name, words in _TOLD.items() if counts[name]]
    return f"Taken in: {', '.join(said)}." if said else "Taken in. It changed nothing."


_TOLD = {
    "new": "new",
    "reopened": "opened again",
    "changed": "changed",
    "same": "as before",
    "dismissed": "excused by their source",
    "gone": "not seen any more",
    "left": "left closed",
}
