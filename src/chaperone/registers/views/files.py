"""Registers as files: taken away whole, and brought with a look over what would come of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.ledger.actions import append
from chaperone.registers.actions.importing import (
    discard_upload,
    import_lines,
    keep_upload,
    look_over,
    reach_upload,
)
from chaperone.registers.answers import answer
from chaperone.registers.declared import Register, register_named
from chaperone.registers.errors import LinesRefused, UploadGone
from chaperone.registers.events import REGISTER_EXPORTED
from chaperone.registers.forms import ConfirmForm, SheetForm
from chaperone.registers.models import Upload
from chaperone.registers.previews import Part, is_too_large, may_import, preview
from chaperone.registers.sheets import MOST_BYTES, SheetRefused, decode, to_csv, to_json

PURPOSE = "operations"
# Whoever may enter at all asks; which register they reach, its own permissions say.
ANYBODY = "access.own"


@require_GET
@requires(ANYBODY, purpose=PURPOSE)
def export_csv(request: SignedInRequest, name: str) -> HttpResponse:
    """The register for a spreadsheet."""
    return _exported(request, name, "csv")


@require_GET
@requires(ANYBODY, purpose=PURPOSE)
def export_json(request: SignedInRequest, name: str) -> HttpResponse:
    """The register for programs."""
    return _exported(request, name, "json")


@require_GET
@requires(ANYBODY, purpose=PURPOSE)
def example(request: SignedInRequest, name: str) -> HttpResponse:
    """An empty table with the heading line that an import asks for."""
    register = _importing(request, name)
    return _file(to_csv([], register.columns), "csv", f"{name}-empty")


@require_http_methods(["GET", "POST"])
@requires(ANYBODY, purpose=PURPOSE)
def upload(request: SignedInRequest, name: str) -> HttpResponse:
    """Takes a file in, and shows next what it would do."""
    register = _importing(request, name)
    form = SheetForm()
    if request.method == "POST":
        form = SheetForm(request.POST, request.FILES)
        kept = _kept(request, register, form)
        if kept:
            return redirect("registers:import_preview", name=name, upload_id=kept.id)
    context = {"register": register}
    response = answer(request, "registers/import.html", context, form=form)
    if is_too_large(request, MOST_BYTES):
        response.status_code = 413
    return response


@require_http_methods(["GET", "POST"])
@requires(ANYBODY, purpose=PURPOSE)
def import_preview(request: SignedInRequest, name: str, upload_id: UUID) -> HttpResponse:
    """Shows each line as it would become and what is wrong with the others; imports on demand."""
    register = _importing(request, name)
    actor, posted = request.actor, request.method == "POST"
    try:
        kept = reach_upload(actor=actor, register=register, upload_id=upload_id, lock=posted)
        sheet = look_over(actor=actor, register=register, upload=kept)
    except (UploadGone, SheetRefused) as problem:
        messages.warning(request, str(problem))
        return redirect("registers:import", name=name)
    form = ConfirmForm(request.POST if posted else None, initial={"leave_out": sheet.bad_lines})
    if may_import(form, sheet):
        try:
            count = import_lines(
                actor=actor,
                register=register,
                upload=kept,
                lines=sheet.good,
                left_out=sheet.bad_lines,
            )
        except LinesRefused as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{count:,} {'line' if count == 1 else 'lines'} imported.")
            return redirect(register.page or "web:home")
    context = {**preview(request, sheet), "register": register}
    context["good"] = _shown(register, context["good"])
    return answer(request, "registers/import_preview.html", context, form=form)


@require_POST
@requires(ANYBODY, purpose=PURPOSE)
def import_discard(request: SignedInRequest, name: str, upload_id: UUID) -> HttpResponse:
    """Removes the file; nothing of it was imported."""
    register = _importing(request, name)
    try:
        kept = reach_upload(actor=request.actor, register=register, upload_id=upload_id)
        discard_upload(actor=request.actor, upload=kept)
    except UploadGone as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, "Discarded. Nothing was imported.")
    return redirect("registers:import", name=name)


def _exported(request: SignedInRequest, name: str, kind: str) -> HttpResponse:
    register = _reached(request, name)
    rows = list(register.rows(request.actor))
    append(
        event=REGISTER_EXPORTED,
        actor=request.actor,
        details={"register": name, "as": kind, "lines": len(rows)},
    )
    text = (to_csv if kind == "csv" else to_json)(rows, register.columns)
    return _file(text, kind, f"{name}-{timezone.localdate()}")


def _file(text: str, kind: str, called: str) -> HttpResponse:
    media_type = "application/json" if kind == "json" else "text/csv; charset=utf-8"
    response = HttpResponse(text, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{called}.{kind}"
    )
    return response


def _reached(request: SignedInRequest, name: str) -> Register:
    register = register_named(name)
    if register is None or not request.actor.may(register.read):
        raise NotReachable("There is no register of this name that your role can open.")
    return register


def _importing(request: SignedInRequest, name: str) -> Register:
    register = _reached(request, name)
    if register.add is None or not request.actor.may(register.manage):
        raise NotReachable("This register is not one that your role can fill.")
    return register


def _kept(request: SignedInRequest, register: Register, form: SheetForm) -> Upload | None:
    if is_too_large(request, MOST_BYTES):
        form.add_error(None, "The file is larger than 2 MB. Divide it.")
    if not form.is_valid():
        return None
    sent = form.cleaned_data["file"]
    try:
        text = decode(sent.read())
    except SheetRefused as problem:
        form.add_error("file", str(problem))
        return None
    json = (sent.name or "").lower().endswith(".json")
    return keep_upload(actor=request.actor, register=register, text=text, json=json)


def _shown(register: Register, good: Part) -> Part:
    """The good lines as the page shows them: cells in the order of the columns."""
    rows = [
        {
            "line": line.line,
            "cells": [
                (column.label, column.show(line.values.get(column.name)))
                for column in register.columns
            ],
        }
        for line in good.rows
    ]
    return good._replace(rows=rows)
