"""The public trust page and who decides about it, as the gallery shows them."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.evidence.frame import TABS
from chaperone.evidence.trust.forms import PublishForm
from chaperone.evidence.trust.queries import Standing, parts
from chaperone.evidence.trust.statement import names
from chaperone.standards.catalogue import all_standards
from tests.web.contexts import OFFICER, ago

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]
STATUSES = {each.citation: "met" for each in all_standards()} | {
    "164.308(a)(7)(ii)(B)": "attention",
    "164.308(a)(8)": "not_evaluated",
    "164.312(a)(2)(ii)": "not_applicable",
}


def _public(statuses: dict[str, str], **changes: Any) -> dict[str, Any]:
    standing = Standing(
        UUID(int=2),
        "Lakeside Diabetes Care",
        date(2026, 11, 25),
        ago(600),
        UUID(int=77),
        f"log.example\n120345\n{'Zm9v' * 11}\n\n— log x\n",
        parts(statuses, ()),
    )._replace(**changes)
    return {
        "standing": standing,
        "slug": "lakeside",
        "organization_name": standing.organization,
        "days": 0 if standing.on else None,
    }


def _chosen(page: Any, form: PublishForm) -> dict[str, Any]:
    return {
        "tabs": TABS,
        "page": page,
        "on": date(2026, 11, 25),
        "parts": parts(STATUSES, ()),
        "chosen": names()[2:],
        "slug": "lakeside",
        "form": form,
    }


PAGES: dict[str, Page] = {
    "trust": ("evidence/trust.html", None, lambda: _public(STATUSES)),
    "trust-nothing-yet": (
        "evidence/trust.html",
        None,
        lambda: _public({}, on=None, frozen_at=None, entry_id=None, note=""),
    ),
    "trust-embed": ("evidence/trust_embed.html", None, lambda: _public(STATUSES)),
    "trust-page": (
        "evidence/trust_page.html",
        OFFICER,
        lambda: _chosen(Thing(is_public=True, decided_at=ago(9000)), PublishForm()),
    ),
    "trust-page-none": (
        "evidence/trust_page.html",
        OFFICER,
        lambda: _chosen(None, PublishForm({"shown": []})),
    ),
}
