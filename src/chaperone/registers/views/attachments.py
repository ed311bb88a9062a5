"""Files of records: as the record's own room lets people read and add them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from chaperone.access.actors import Staff
from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.registers.actions.attachments import (
    MOST_BYTES,
    attach,
    open_attachment,
    retire_attachment,
)
from chaperone.registers.answers import answer
from chaperone.registers.errors import AttachmentRefused, NoSuchAttachment, NotGuarded
from chaperone.registers.forms import AttachmentForm
from chaperone.registers.models import Attachment
from chaperone.registers.previews import is_too_large
from chaperone.registers.queries.attachments import attachment_of
from chaperone.registers.registry import guard_of
from chaperone.registers.views.files import ANYBODY, PURPOSE


@require_GET
@requires(ANYBODY, purpose=PURPOSE)
def download(request: SignedInRequest, attachment_id: UUID) -> HttpResponse:
    """The file, never shown as a page of ours, whatever it is."""
    _reached(request.actor, attachment_id)
    attachment, content = open_attachment(actor=request.actor, attachment_id=attachment_id)
    response = HttpResponse(content, content_type=attachment.content_type)
    response.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=attachment.name.reveal()
    )
    return response


@require_POST
@requires(ANYBODY, purpose=PURPOSE)
def add(request: SignedInRequest, kind: str, record_id: UUID) -> HttpResponse:
    """Adds a file to a record, and shows the record; what is wrong with the file on a page."""
    page = _page(request.actor, kind, record_id, adding=True)
    form = AttachmentForm(request.POST, request.FILES)
    too_large = is_too_large(request, MOST_BYTES)
    if too_large:
        form.add_error(None, "The file is larger than 10 MB.")
    if form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            attach(
                actor=request.actor,
                record=record_id,
                name=sent.name or "",
                content=sent.read(),
                kind=kind,
            )
        except AttachmentRefused as problem:
            form.add_error("file", str(problem))
        else:
            messages.success(request, "Added.")
            return redirect(page)
    warning = guard_of(kind).warning(request.actor, record_id)
    context = {"page": page, "kind": kind, "record": record_id, "warning": warning}
    response = answer(request, "registers/attachment_add.html", context, form=form)
    if too_large:
        response.status_code = 413
    return response


@require_POST
@requires(ANYBODY, purpose=PURPOSE)
def retire(request: SignedInRequest, attachment_id: UUID) -> HttpResponse:
    """Shows the file no longer."""
    attachment = _reached(request.actor, attachment_id)
    page = _page(request.actor, attachment.kind, attachment.record_id, adding=True)
    try:
        retire_attachment(actor=request.actor, attachment_id=attachment_id)
    except NoSuchAttachment as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, "Retired. The file is kept, and not shown any more.")
    return redirect(page)


def _reached(actor: Staff, attachment_id: UUID) -> Attachment:
    try:
        attachment = attachment_of(actor, attachment_id)
    except NoSuchAttachment as problem:
        raise NotReachable(str(problem)) from problem
    _page(actor, attachment.kind, attachment.record_id, adding=False)
    return attachment


def _page(actor: Staff, kind: str, record: UUID, *, adding: bool) -> str:
    """The address of the record's page. Raises ``NotReachable`` for whom its room keeps out."""
    try:
        guard = guard_of(kind)
    except NotGuarded as problem:
        raise NotReachable(str(problem)) from problem
    page = guard.page(actor, record) if actor.may(guard.manage if adding else guard.read) else None
    if page is None:
        raise NotReachable("This record is not one that your role can open.")
    return page
