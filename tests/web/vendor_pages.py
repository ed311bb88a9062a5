"""Pages about vendors, as the gallery shows them."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.vendors.forms import AgreementForm, EndForm, VendorForm
from chaperone.vendors.models import Agreement, Vendor
from tests.web.contexts import OFFICER, ago

Page = tuple[str, Staff | None, Callable[[], dict[str, Any]]]
CLOUD = Vendor(id=UUID(int=950), name="Microsoft", service="Runs the model that words replies")
PRINTER = Vendor(id=UUID(int=951), name="Letters & More", service="Prints letters to members")


def _line(state: str, **changes: Any) -> dict[str, Any]:
    ended = state == "ended"
    values: dict[str, Any] = {
        "id": UUID(int=960),
        "vendor": CLOUD,
        "kind": "baa",
        "signed_on": date(2026, 1, 5),
        "starts_on": date(2026, 1, 10),
        "ends_on": None,
        "host": "lakeside.openai.azure.com",
        "reference": "C-2026-17",
        "recorded_at": ago(3000),
        "ended_at": ago(60) if ended else None,
        "end_reason": "Replaced by a new one." if ended else "",
    }
    return {
        "agreement": Agreement(**values | changes),
        "state": state,
        "covers": ["Messages"],
        "recorded_by": "Samuel Brandt",
    }


PAGES: dict[str, Page] = {
    "vendors": (
        "vendors/register.html",
        OFFICER,
        lambda: {
            "vendors": [
                (CLOUD, [_line("in_force"), _line("coming"), _line("over"), _line("ended")]),
                (PRINTER, []),
            ],
            "may_change": True,
        },
    ),
    "vendors-read": (
        "vendors/register.html",
        OFFICER,
        lambda: {"vendors": [(CLOUD, [_line("in_force", host="")])], "may_change": False},
    ),
    "vendors-empty": (
        "vendors/register.html",
        OFFICER,
        lambda: {"vendors": [], "may_change": True},
    ),
    "vendor-add": ("vendors/vendor_add.html", OFFICER, lambda: {"form": VendorForm({"name": ""})}),
    "agreement-add": (
        "vendors/agreement_add.html",
        OFFICER,
        lambda: {"vendor": CLOUD, "form": AgreementForm()},
    ),
    "agreement-add-wrong": (
        "vendors/agreement_add.html",
        OFFICER,
        lambda: {
            "vendor": CLOUD,
            "form": AgreementForm(
                {
                    "kind": "baa",
                    "signed_on": "2026-01-11",
                    "starts_on": "2026-01-10",
                    "covers": ["messages"],
                    "host": "https://x",
                }
            ),
        },
    ),
    "agreement-end": (
        "vendors/agreement_end.html",
        OFFICER,
        lambda: _line("in_force") | {"form": EndForm()},
    ),
    "agreement-ended": (
        "vendors/agreement_end.html",
        OFFICER,
        lambda: _line("ended") | {"form": EndForm({"reason": ""})},
    ),
}
