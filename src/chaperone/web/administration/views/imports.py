"""Members from a file: uploaded, looked over line by line, and only then imported, all at once."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.members.errors import RegisterChanged, UploadGone
from chaperone.members.importing import import_members, look_over
from chaperone.members.models import Upload
from chaperone.members.uploads import discard_upload, keep_upload, reach_upload, text_of
from chaperone.registers.answers import answer
from chaperone.registers.forms import ConfirmForm, UploadForm
from chaperone.registers.previews import is_too_large, may_import, preview
from chaperone.registers.sheets import MOST_BYTES, SheetRefused, decode
from chaperone.web.administration.views.members import PURPOSE, teams_by_id

_KIND = Upload.Kind.MEMBERS


@require_http_methods(["GET", "POST"])
@requires("members.manage", purpose=PURPOSE)
def member_import(request: SignedInRequest) -> HttpResponse:
    """Takes a file in, and shows next what it would do."""
    form = UploadForm()
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        kept = take_file(request, form, _KIND)
        if kept:
            return redirect("administration:member_import_preview", upload_id=kept.id)
    context = {"teams": teams_by_id(request)}
    return answered_upload(request, "administration/member_import.html", context, form)


@require_http_methods(["GET", "POST"])
@requires("members.manage", purpose=PURPOSE)
def member_import_preview(request: SignedInRequest, upload_id: UUID) -> HttpResponse:
    """Shows each line as it would become and what is wrong with the others; imports on demand."""
    actor, posted = request.actor, request.method == "POST"
    try:
        upload = reach_upload(actor=actor, kind=_KIND, upload_id=upload_id, lock=posted)
        sheet = look_over(actor=actor, text=text_of(upload))
    except (UploadGone, SheetRefused) as problem:
        messages.warning(request, str(problem))
        return redirect("administration:member_import")
    form = ConfirmForm(request.POST if posted else None, initial={"leave_out": sheet.bad_lines})
    if may_import(form, sheet):
        try:
            count = import_members(actor=actor, lines=sheet.good, left_out=sheet.bad_lines)
        except RegisterChanged as problem:
            form.add_error(None, str(problem))
        else:
            upload.delete()
            messages.success(request, f"{count:,} members were enrolled.")
            return redirect("administration:members")
    context = {**preview(request, sheet), "upload": upload, "teams": teams_by_id(request)}
    return answer(request, "administration/member_import_preview.html", context, form=form)


@require_POST
@requires("members.manage", purpose=PURPOSE)
def member_import_discard(request: SignedInRequest, upload_id: UUID) -> HttpResponse:
    """Removes the file; nothing of it was imported."""
    try:
        upload = reach_upload(actor=request.actor, kind=_KIND, upload_id=upload_id)
        discard_upload(actor=request.actor, upload=upload)
    except UploadGone as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, "Discarded. Nothing was imported.")
    return redirect("administration:member_import")


def take_file(request: SignedInRequest, form: UploadForm, kind: Upload.Kind) -> Upload | None:
    """Keeps the file that was sent, sealed; None where it was refused, with why in the form."""
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
    return keep_upload(actor=request.actor, kind=kind, content=text, name=sent.name or "")


def answered_upload(
    request: SignedInRequest, template: str, context: dict[str, Any], form: UploadForm
) -> HttpResponse:
    """The page with its form; 413 for what is too large, 400 for what is wrong."""
    response = answer(request, template, context, form=form)
    if is_too_large(request, MOST_BYTES):
        response.status_code = 413
    return response
