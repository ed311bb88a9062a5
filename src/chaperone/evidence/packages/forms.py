"""What is asked of a package."""

from collections.abc import Iterable
from secrets import token_hex
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from chaperone.access.forms import PostedForm
from chaperone.evidence.packages.record import MOST_RECORDED, MOST_SAMPLED, Wish
from chaperone.facilities.queries.copies import Approval
from chaperone.organizations.clocks import begin_of, end_of

_DAY = {"type": "date"}


class PackageForm(PostedForm):
    """Whether what is proposed, and records of which days, go with it; by which approval."""

    proposed = forms.BooleanField(
        label="With how we would stand to the rule proposed in 2025",
        required=False,
        help_text="In files of their own. It is not in force and counts in no figure.",
    )
    whole = forms.BooleanField(
        label="All entries of the record",
        required=False,
        help_text=f"Each with its proof, {MOST_RECORDED:,} at most. They name members by id, so"
        " this needs an approval of a copy of the record.",
    )
    sample = forms.IntegerField(
        label="Or so many records of access, drawn",
        required=False,
        min_value=0,
        max_value=MOST_SAMPLED,
        help_text="Leave it empty for none. Records of access name members by id, so a sample needs"
        " an approval of a copy of the record.",
    )
    since = forms.DateField(
        label="From this day", required=False, widget=forms.DateInput(_DAY), help_text="Inclusive."
    )
    until = forms.DateField(
        label="To this day", required=False, widget=forms.DateInput(_DAY), help_text="Inclusive."
    )
    seed = forms.CharField(
        label="Seed",
        required=False,
        max_length=64,
        help_text="Whatever the auditor says: the same seed draws the same. Else a new one.",
    )
    approval = forms.TypedChoiceField(
        label="Approval", required=False, coerce=UUID, empty_value=None
    )

    def __init__(self, data: Any = None, *, approvals: Iterable[Approval]) -> None:
        super().__init__(data)
        choices = [(str(each.id), f"until {each.ends_at:%Y-%m-%d}") for each in approvals]
        field = self.fields["approval"]
        field.choices = [("", "None"), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("sample") and cleaned.get("whole"):
            self.add_error("sample", "All entries hold any sample of them: ask for one of both.")
        if cleaned.get("sample") or cleaned.get("whole"):
            for name in ("since", "until", "approval"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, "A copy of the record needs this.")
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", "This is before the first day.")
        return cleaned

    def wish(self) -> Wish:
        """What was asked for."""
        asked = self.cleaned_data
        if not (asked["sample"] or asked["whole"]):
            return Wish(proposed=asked["proposed"])
        zone = timezone.get_current_timezone()
        return Wish(
            size=asked["sample"] or 0,
            since=begin_of(asked["since"], zone),
            until=end_of(asked["until"], zone),
            seed=asked["seed"] or token_hex(16),
            approval=asked["approval"],
            whole=asked["whole"],
            proposed=asked["proposed"],
        )
