"""When was the last backup, is it whole, and when is the next?"""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings as django
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from chaperone.access.decorators import SignedInRequest, requires
from chaperone.access.errors import NotReachable
from chaperone.access.queries import names_of
from chaperone.continuity.backups.actions.ask import ask_for_backup
from chaperone.continuity.backups.errors import SettingsRefused
from chaperone.continuity.backups.queries.catalogue import backups
from chaperone.continuity.backups.registry import copies_standing
from chaperone.continuity.backups.schedule import next_slot
from chaperone.continuity.backups.settings import read_settings
from chaperone.continuity.backups.standing import standings
from chaperone.continuity.backups.targets import Place, bucket_of
from chaperone.continuity.frame import TABS
from chaperone.continuity.models import Backup
from chaperone.registers.lists import Filter, Listing
from chaperone.vendors.queries import platform_id

PURPOSE = "operations"
_PERIODS = [("7", "in the last 7 days"), ("31", "in the last 31 days"), ("366", "in the last year")]


@require_GET
@requires("continuity.read", purpose=PURPOSE)
def register(request: SignedInRequest) -> HttpResponse:
    """Each place with its last whole backup, and every backup, the newest first."""
    listing = Listing(
        request,
        backups(),
        search=["name", "why"],
        filters={
            "state": Filter("State", Backup.State.choices, "state"),
            "kind": Filter("Kind", Backup.Kind.choices, "kind"),
            "since": Filter("Made", _PERIODS, _since),
        },
    )
    counted = _runs_it(request)
    names = names_of({row.asked_by for row in listing.rows if row.asked_by})
    context: dict[str, Any] = {
        "tabs": TABS,
        "listing": listing,
        "lines": [_line(row, names, counted=counted) for row in listing.rows],
        "may_ask": request.actor.may("continuity.manage") and counted,
        "counted": counted,
        "copies": copies_standing(),
        "waits": backups().filter(state=Backup.State.ASKED).exists(),
    }
    return render(request, "continuity/backups/register.html", context | _standing())


@require_POST
@requires("continuity.manage", purpose=PURPOSE)
def now(request: SignedInRequest) -> HttpResponse:
    """Asks for a backup now."""
    if not _runs_it(request):
        raise NotReachable("Whoever runs the installation asks for backups.")
    ask_for_backup(actor=request.actor)
    messages.success(
        request, "Asked for. It begins within seconds; this page shows what came of it."
    )
    return redirect("continuity:backups:backups")


def _line(row: Backup, names: Mapping[UUID, str], *, counted: bool) -> dict[str, Any]:
    """A backup as a page shows it."""
    return {
        "row": row,
        "by": names.get(row.asked_by, "") if row.asked_by else "",
        "place": place_of(row.target) if row.target else "",
        "rows": sum(row.counts.values()) if counted else 0,
        "members": row.counts.get("members_member", 0) if counted else 0,
    }


def _since(rows: QuerySet[Backup], days: str) -> QuerySet[Backup]:
    return rows.filter(made_at__gte=timezone.now() - timedelta(days=int(days)))


def _runs_it(request: SignedInRequest) -> bool:
    """Whether the organization runs the installation: customers see that there are backups, and
    neither how much of others is in them, nor where they lie.
    """
    platform = platform_id()
    return platform is None or platform == request.actor.organization_id


def _standing() -> dict[str, Any]:
    try:
        settings = read_settings(Path(django.CHAPERONE_DATA))
    except SettingsRefused as problem:
        return {"places": [], "next_at": None, "problem": str(problem)}
    places = [(place_of(each.target), each) for each in standings(settings)]
    return {
        "places": places,
        "next_at": next_slot(timezone.now(), settings.at),
        "kept": settings,
        "problem": "",
    }


def place_of(target: str) -> str:
    """What a page calls a place: not where on this machine a folder lies."""
    is_named = bucket_of(Place(target)) or not target.startswith("/")
    return target if is_named else f"folder “{Path(target).name}”"
