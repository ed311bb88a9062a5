"""An asset of the inventory."""

from typing import Any
from uuid import UUID

from django import forms

from chaperone.access.forms import PostedForm, choices_of
from chaperone.risks.forms.fields import text
from chaperone.risks.models import Asset
from chaperone.risks.scales import WORDS


class JudgedAssetForm(PostedForm):
    """What people say of an asset that the system found."""

    criticality = forms.TypedChoiceField(
        label="How much depends on it",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Not judged yet"), *reversed(WORDS.items())],
        help_text="Very high: members come to harm without it.",
    )
    owner_id = forms.TypedChoiceField(
        label="Owner",
        required=False,
        coerce=UUID,
        empty_value=None,
        help_text="Who answers for it.",
    )

    def __init__(self, *args: Any, people: dict[UUID, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner_id"].choices = choices_of(people, "Nobody yet")  # type: ignore[attr-defined]


class AssetForm(JudgedAssetForm):
    """An asset that people enter."""

    kind = forms.ChoiceField(label="What it is", choices=Asset.Kind.choices)
    name = forms.CharField(label="Name", max_length=120)
    about = text("What it is for", 500, required=False)
    place = forms.CharField(
        label="Where it is",
        max_length=200,
        required=False,
        help_text="An address, a site, a region.",
    )
    holds = forms.ChoiceField(label="ePHI", choices=Asset.Holds.choices, initial="unknown")
    field_order = ["kind", "name", "about", "place", "holds", "criticality", "owner_id"]
