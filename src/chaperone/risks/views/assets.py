"""The inventory: what there is, what holds ePHI, who answers for it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of
from chaperone.registers.answers import sent
from chaperone.registers.lists import Filter, Listing
from chaperone.risks.actions.assets import change_asset, enter_asset, look_for_assets, retire_asset
from chaperone.risks.errors import NoSuchAsset
from chaperone.risks.forms.assets import AssetForm, JudgedAssetForm
from chaperone.risks.forms.risks import WhyForm
from chaperone.risks.frame import MANAGE, PURPOSE, READ, Act, asked, done, shown
from chaperone.risks.models import Asset
from chaperone.risks.queries.assets import asset_of, inventory_of, risks_of_asset
from chaperone.risks.queries.history import changes_of
from chaperone.risks.queries.people import owners_of

_TOLD = ("kind", "name", "about", "place", "holds", "criticality", "owner_id")
_STATES: dict[str, dict[str, Any]] = {
    "here": {"gone_at": None, "retired_at": None},
    "gone": {"gone_at__isnull": False, "retired_at": None},
    "retired": {"retired_at__isnull": False},
}


@require_GET
@requires(READ, purpose=PURPOSE)
def assets(request: SignedInRequest) -> HttpResponse:
    """Every asset by name."""

    def in_state(rows: QuerySet[Any], state: str) -> QuerySet[Any]:
        return rows.filter(**_STATES[state])

    listing = Listing(
        request,
        inventory_of(request.actor),
        search=["name", "about", "place"],
        filters={
            "kind": Filter("What it is", Asset.Kind.choices, "kind"),
            "holds": Filter("ePHI", Asset.Holds.choices, "holds"),
            "state": Filter(
                "State",
                [("here", "In use"), ("gone", "Not found any more"), ("retired", "Retired")],
                in_state,
            ),
        },
        register="assets",
    )
    context = {
        "listing": listing,
        "owners": names_of({each.owner_id for each in listing.rows if each.owner_id}),
        "may_manage": request.actor.may(MANAGE),
        "add": reverse("risks:asset_add") if request.actor.may(MANAGE) else "",
    }
    return shown(request, "risks/assets.html", context)


@require_POST
@requires(MANAGE, purpose=PURPOSE)
def assets_look(request: SignedInRequest) -> HttpResponse:
    """Has the system look now for what it runs on."""
    look_for_assets(actor=request.actor)
    messages.success(request, "Looked. What is new or gone is marked, and on record.")
    return redirect("risks:assets")


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def asset_add(request: SignedInRequest) -> HttpResponse:
    """An asset that the system cannot see."""
    form = AssetForm(sent(request), people=owners_of(request.actor))
    entered: list[Asset] = []
    if done(form, lambda: entered.append(enter_asset(actor=request.actor, **form.cleaned_data))):
        messages.success(request, "Entered.")
        return redirect("risks:asset", asset_id=entered[0].id)
    act = Act("What do you have?", "", "Enter the asset", reverse("risks:assets"))
    return asked(request, form, act)


@require_GET
@requires(READ, purpose=PURPOSE)
def asset(request: SignedInRequest, asset_id: UUID) -> HttpResponse:
    """What it is, what depends on it, and which risks name it."""
    found = _found(request, asset_id)
    context = {
        "asset": found,
        "owner": names_of([found.owner_id]).get(found.owner_id) if found.owner_id else "",
        "risks": risks_of_asset(request.actor, found),
        "changes": changes_of(request.actor, found.id),
        "may_manage": request.actor.may(MANAGE) and not found.retired_at,
        "may_retire": not found.found or found.gone_at,
    }
    return shown(request, "risks/asset.html", context)


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def asset_change(request: SignedInRequest, asset_id: UUID) -> HttpResponse:
    """Other words, another owner; of what the system found, only what people judge."""
    found = _found(request, asset_id)
    kind = JudgedAssetForm if found.found else AssetForm
    form = kind(
        sent(request),
        initial={name: getattr(found, name) for name in _TOLD},
        people=owners_of(request.actor, also=found.owner_id),
    )
    if done(
        form,
        lambda: change_asset(actor=request.actor, asset_id=found.id, **form.cleaned_data),
    ):
        messages.success(request, "Changed.")
        return redirect("risks:asset", asset_id=found.id)
    hint = "What it is and where, the system finds itself." if found.found else ""
    act = Act("What is to be changed?", hint, "Change it", _page(found))
    return asked(request, form, act, {"about": found.name})


@require_http_methods(["GET", "POST"])
@requires(MANAGE, purpose=PURPOSE)
def asset_retire(request: SignedInRequest, asset_id: UUID) -> HttpResponse:
    """It is not counted any more."""
    found = _found(request, asset_id)
    form = WhyForm(sent(request))
    if done(
        form,
        lambda: retire_asset(actor=request.actor, asset_id=found.id, **form.cleaned_data),
    ):
        messages.success(request, "Retired. It stays in the inventory.")
        return redirect("risks:asset", asset_id=found.id)
    hint = "What held ePHI is disposed of first, and that is on record elsewhere."
    act = Act("Why do you not have it any more?", hint, "Retire it", _page(found), hurts=True)
    return asked(request, form, act, {"about": found.name})


def _found(request: SignedInRequest, asset_id: UUID) -> Asset:
    try:
        return asset_of(request.actor, asset_id)
    except NoSuchAsset as problem:
        raise NotReachable(str(problem)) from problem


def _page(asset: Asset) -> str:
    return reverse("risks:asset", kwargs={"asset_id": asset.id})
