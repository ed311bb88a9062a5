"""How long those who are called have, which an organization sets."""

from django import forms

from chaperone.organizations.settings import Setting, declare

GROUP = "Hours and being on call"


def _minutes(name: str, default: int, most: int, label: str, hint: str) -> Setting:
    return declare(
        Setting(
            name=f"conversations.{name}",
            group=GROUP,
            default=default,
            permission="settings.manage",
            field=lambda: forms.IntegerField(
                label=label, help_text=hint, min_value=1, max_value=most
            ),
        )
    )


PAGE_MINUTES = _minutes(
    "page_minutes",
    5,
    60,
    "Minutes until a page escalates",
    "In an emergency or crisis, and at each further step: the person on call, then who leads,"
    " then the security officers.",
)
URGENT_MINUTES = _minutes(
    "urgent_minutes",
    30,
    24 * 60,
    "Minutes until an urgent text escalates",
    "How long the person on call has for a text that is urgent and no emergency.",
)
