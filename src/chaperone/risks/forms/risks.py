"""A risk: what it is, how it is judged, and what is done about it."""

from typing import Any
from uuid import UUID

from django import forms

from chaperone.access.forms import NO_NAMES, PostedForm, choices_of
from chaperone.risks.forms.fields import Citations, day, step, text
from chaperone.risks.knowledge import scales, threats, vulnerabilities
from chaperone.risks.models import Risk

Names = dict[UUID, str]
_KINDS = {
    "adversarial": "Somebody means harm",
    "accidental": "A mistake",
    "structural": "Something fails",
    "environmental": "From outside",
}


def _by_kind(known: Any) -> list[Any]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in known.values():
        label = _KINDS.get(each.kind, each.kind.capitalize())
        groups.setdefault(label, []).append((each.id, each.name))
    return [("", "None of these"), *groups.items()]


class RiskForm(PostedForm):
    """What a risk is."""

    title = forms.CharField(
        label="Risk",
        max_length=160,
        help_text="In a few words, such as: A text goes to somebody who is not the member.",
    )
    statement = text(
        "What may happen",
        2000,
        help_text="Who or what, by which weakness, does which harm to whom. No member's name.",
    )
    threat = forms.ChoiceField(label="Threat", required=False)
    vulnerability = forms.ChoiceField(label="Weakness", required=False)
    asset_ids = forms.TypedMultipleChoiceField(
        label="Assets that it concerns",
        required=False,
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
    )
    citations = Citations(
        label="Rules that it touches",
        required=False,
        max_length=400,
        help_text="Paragraphs of 45 CFR, such as 164.312(b), 164.308(a)(1)(ii)(A).",
    )
    owner_id = forms.TypedChoiceField(
        label="Owner",
        required=False,
        coerce=UUID,
        empty_value=None,
        help_text="Who answers for it. Whoever accepts it later must be somebody else.",
    )
    review_on = day("Look at it again on")

    def __init__(self, *args: Any, people: Names, assets: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        offered: dict[str, Any] = {
            "threat": _by_kind(threats()),
            "vulnerability": _by_kind(vulnerabilities()),
            "asset_ids": list(assets.items()),
            "owner_id": choices_of(people, "Nobody yet"),
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class AssessmentForm(PostedForm):
    """How likely it is and how bad, without safeguards and with them."""

    inherent_likelihood = step("Likelihood without safeguards", scales().likelihood)
    inherent_impact = step("Impact without safeguards", scales().impact)
    controls = text(
        "Safeguards that are there now",
        2000,
        required=False,
        help_text="What the program does, and what your people do.",
    )
    residual_likelihood = step("Likelihood with them", scales().likelihood)
    residual_impact = step("Impact with them", scales().impact)
    why = text("What this rests on", 1000, help_text=f"What you looked at. {NO_NAMES}")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for part in ("likelihood", "impact"):
            without, left = cleaned.get(f"inherent_{part}"), cleaned.get(f"residual_{part}")
            if without and left and left > without:
                self.add_error(f"residual_{part}", "Safeguards do not make it worse.")
        return cleaned


class TreatmentForm(PostedForm):
    """What is done about it instead of accepting it."""

    treatment = forms.ChoiceField(
        label="What is done about it",
        choices=[each for each in Risk.Treatment.choices if each[0] != Risk.Treatment.ACCEPT],
    )
    plan = text("How", 2000, help_text=f"The steps. {NO_NAMES}")
    owner_id = forms.TypedChoiceField(label="Who does it", coerce=UUID)
    due = day("Until, and on that day still")

    def __init__(self, *args: Any, people: Names, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner_id"].choices = choices_of(people, "Choose")  # type: ignore[attr-defined]


class AcceptanceForm(PostedForm):
    """Why the organization lives with it, and until when."""

    reason = text(
        "Why we can live with it",
        1000,
        help_text=f"Why more safeguards are not reasonable and appropriate. {NO_NAMES}",
    )
    until = day("Until, and on that day still")


class ReviewForm(PostedForm):
    """What somebody found who looked at it again."""

    note = text("What you found", 1000, help_text=NO_NAMES)
    next_on = day("Look at it again on")


class NoteForm(PostedForm):
    """What was done."""

    note = text("What was done", 500, help_text=NO_NAMES)


class WhyForm(PostedForm):
    """Why."""

    reason = text("Reason", 500, help_text=NO_NAMES)


class AdoptionForm(PostedForm):
    """Which risks of the starter set come into the register."""

    keys = forms.MultipleChoiceField(
        label="Risks",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one."},
    )
    owner_id = forms.TypedChoiceField(
        label="Owner of all of them",
        required=False,
        coerce=UUID,
        empty_value=None,
        help_text="You can name another for each one later.",
    )

    def __init__(self, *args: Any, people: Names, starters: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["keys"].choices = list(starters.items())  # type: ignore[attr-defined]
        self.fields["owner_id"].choices = choices_of(people, "Nobody yet")  # type: ignore[attr-defined]


class AnalysisForm(PostedForm):
    """A risk analysis to be drawn up."""

    title = forms.CharField(label="Title", max_length=160)
    scope = text(
        "What it covers",
        2000,
        help_text="Which services, sites and people; what it leaves out, and why.",
    )


class SignForm(PostedForm):
    """Nothing to type: what is signed stands beside it."""
