"""How long newcomers may see members' data before they have done what it asks for.

None at all unless somebody decides so; who did, when and why is kept with the setting. The
confidentiality agreement has no such time: it takes a minute to sign.
"""

from django import forms

from chaperone.organizations.settings import Setting, declare

GROUP = "Newcomers"
MOST_DAYS = 90


def _days(clearance: str, label: str) -> Setting:
    return declare(
        Setting(
            name=f"access.grace_{clearance}_days",
            group=GROUP,
            default=0,
            permission="settings.security",
            field=lambda: forms.IntegerField(
                label=label,
                help_text="From the day on which they are first given access. 0: none, they do it"
                " before they see anything.",
                min_value=0,
                max_value=MOST_DAYS,
            ),
        )
    )


GRACE = {
    "training": _days("training", "Days to do the training in"),
    "policies": _days("policies", "Days to read and acknowledge the policies in"),
}
"""Clearances that may be earned a little later, by name."""
