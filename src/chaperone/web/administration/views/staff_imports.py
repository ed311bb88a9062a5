"""Staff from a file: looked over line by line, then invited, and their roles asked for."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import AccessError
from chaperone.access.queries import roles_of
from chaperone.accounts.errors import AccountsError
from chaperone.members.errors import UploadGone
from chaperone.members.models import Upload
from chaperone.members.uploads import discard_upload, reach_upload, text_of
from chaperone.registers.answers import answer
from chaperone.registers.forms import ConfirmForm, UploadForm
from chaperone.registers.previews import may_import, preview
from chaperone.registers.sheets import Sheet, SheetRefused
from chaperone.web.administration.staff_sheet import look_over_staff
from chaperone.web.administration.views.imports import answered_upload, take_file
from chaperone.web.administration.views.members import teams_by_id
from chaperone.web.administration.views.staff import PURPOSE, invite_and_ask

_KIND = Upload.Kind.STAFF
_REASON = "Imported from a file."


@require_http_methods(["GET", "POST"])
@requires("staff.manage", purpose=PURPOSE)
def staff_import(request: SignedInRequest) -> HttpResponse:
    """Takes a file in, and shows next what it would do."""
    form = UploadForm()
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        kept = take_file(request, form, _KIND)
        if kept:
            return redirect("administration:staff_import_preview", upload_id=kept.id)
    context = {"roles": roles_of(request.actor)}
    return answered_upload(request, "administration/staff_import.html", context, form)


@require_http_methods(["GET", "POST"])
@requires("staff.manage", purpose=PURPOSE)
def staff_import_preview(request: SignedInRequest, upload_id: UUID) -> HttpResponse:
    """Shows whom the file would invite and what is wrong with it; invites on demand."""
    actor, posted = request.actor, request.method == "POST"
    try:
        upload = reach_upload(actor=actor, kind=_KIND, upload_id=upload_id, lock=posted)
        sheet = look_over_staff(actor=actor, text=text_of(upload))
    except (UploadGone, SheetRefused) as problem:
        messages.warning(request, str(problem))
        return redirect("administration:staff_import")
    form = ConfirmForm(request.POST if posted else None, initial={"leave_out": sheet.bad_lines})
    if may_import(form, sheet):
        try:
            _invite_all(request, sheet)
        except (AccountsError, AccessError) as problem:
            form.add_error(None, f"{problem} Nobody was invited.")
        else:
            upload.delete()
            told = f"{len(sheet.good):,} people were invited. An officer approves their roles."
            messages.success(request, told)
            return redirect("administration:staff")
    context: dict[str, Any] = {
        **preview(request, sheet),
        "upload": upload,
        "teams": teams_by_id(request),
        "roles": roles_of(actor),
    }
    return answer(request, "administration/staff_import_preview.html", context, form=form)


@require_POST
@requires("staff.manage", purpose=PURPOSE)
def staff_import_discard(request: SignedInRequest, upload_id: UUID) -> HttpResponse:
    """Removes the file; nobody was invited."""
    try:
        upload = reach_upload(actor=request.actor, kind=_KIND, upload_id=upload_id)
        discard_upload(actor=request.actor, upload=upload)
    except UploadGone as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, "Discarded. Nobody was invited.")
    return redirect("administration:staff_import")


@transaction.atomic
def _invite_all(request: SignedInRequest, sheet: Sheet) -> None:
    """Everybody or nobody."""
    for line in sheet.good:
        invite_and_ask(request, {**line.values, "reason": _REASON})
