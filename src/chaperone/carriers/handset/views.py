"""The demo's phone. It exists only in the demo, where all people are synthetic."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from chaperone.access.decorators import public
from chaperone.carriers.errors import NotOurNumber
from chaperone.carriers.handset.actions import send_from_handset
from chaperone.carriers.handset.forms import TextForm
from chaperone.carriers.handset.queries import STRANGER, Phone, line_of, phones, texts, version
from chaperone.sms.errors import NotE164
from chaperone.sms.numbers import normalise


def only_in_the_demo(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Serves the view in the demo only; elsewhere there is no such page."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not settings.CHAPERONE_DEMO:
            raise Http404
        try:
            return view(request)
        except (NotE164, NotOurNumber) as problem:
            raise Http404 from problem

    return guarded


@public
@only_in_the_demo
@require_GET
def phone(request: HttpRequest) -> HttpResponse:
    """The phone with its texts, and a choice of whose phone it is."""
    offered = phones()
    return _page(request, _sender(request, otherwise=offered[0].number), offered, TextForm())


@public
@only_in_the_demo
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Sends what was written; the texts then show it."""
    form = TextForm(request.POST)
    if not form.is_valid():
        sender = normalise(request.POST.get("sender", ""))
        return _page(request, sender, phones(), form, status=422)
    written = form.cleaned_data
    send_from_handset(**written)
    query = urlencode({"from": written["sender"]})
    return redirect(f"{reverse('carriers_handset:phone')}?{query}")


@public
@only_in_the_demo
@require_GET
def messages(request: HttpRequest) -> HttpResponse:
    """The texts alone; with ``version`` only a value that moves when they change."""
    sender = _sender(request, otherwise=STRANGER)
    if "version" in request.GET:
        return JsonResponse({"version": version(sender=sender, line=line_of(sender))})
    return render(request, "carriers/handset/messages_part.html", _screen(sender))


def _sender(request: HttpRequest, *, otherwise: str) -> str:
    return normalise(request.GET.get("from") or otherwise)


def _page(
    request: HttpRequest, sender: str, offered: list[Phone], form: TextForm, status: int = 200
) -> HttpResponse:
    context = _screen(sender) | {"phones": offered, "form": form}
    return render(request, "carriers/handset/phone.html", context, status=status)


def _screen(sender: str) -> dict[str, Any]:
    line = line_of(sender)
    return {
        "sender": sender,
        "recipient": line.number,
        # Read first: a text that arrives in between is then asked for again rather than missed.
        "version": version(sender=sender, line=line),
        "texts": texts(sender=sender, line=line),
    }
