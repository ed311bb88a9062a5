"""What is typed about processing and its impact."""

from django import forms

from chaperone.access.forms import PostedForm
from chaperone.access.roles import ELEMENTS
from chaperone.risks.models import ProcessingActivity
from chaperone.risks.processing.criteria import CRITERIA

# The demo's phones are nobody's.
_DATA = [
    (name, group.label)
    for name, group in ELEMENTS.items()
    if not group.planned and name != "demo_phones"
]


def _text(label: str, most: int, hint: str = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea, help_text=hint, required=required
    )


class ActivityForm(PostedForm):
    """An entry of the records of processing, in the order of GDPR Art. 30(1)."""

    name = forms.CharField(label="What is done, in a few words", max_length=160)
    role = forms.ChoiceField(label="We are the", choices=ProcessingActivity.Role.choices)
    purposes = _text("Why it is done", 2000)
    basis = forms.ChoiceField(label="Why it is lawful", choices=ProcessingActivity.Basis.choices)
    special = forms.ChoiceField(
        label="Why data about health may be used", choices=ProcessingActivity.Special.choices
    )
    subjects = forms.CharField(label="Whose data", max_length=500)
    elements = forms.MultipleChoiceField(
        label="Which of members' data",
        required=False,
        choices=_DATA,
        widget=forms.CheckboxSelectMultiple,
    )
    other_data = forms.CharField(label="Which other data", max_length=500, required=False)
    recipients = _text(
        "Who gets it", 2000, "Roles inside, and anybody outside, also in other countries."
    )
    transfers = _text(
        "Where it goes outside the EU, and on what basis",
        2000,
        "Such as an adequacy decision (Art. 45) or standard contractual clauses (Art. 46(2)(c)).",
        required=False,
    )
    kept = _text("How long it is kept", 1000)
    safeguards = _text("What protects it", 2000, "In general terms (Art. 30(1)(g), 32(1)).")


class NeedForm(PostedForm):
    """Which criteria of WP 248 rev.01 are met."""

    criteria = forms.MultipleChoiceField(
        label="Which of these are true?",
        required=False,
        choices=list(CRITERIA.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text="If two or more are, an impact assessment is needed.",
    )


class AssessmentForm(PostedForm):
    """An impact assessment, in the order of GDPR Art. 35(7)."""

    description = _text("What is done, step by step", 4000, "Art. 35(7)(a).")
    necessity = _text("Why it is necessary, and why less would not do", 4000, "Art. 35(7)(b).")
    risks = _text("What it can do to people's rights and freedoms", 4000, "Art. 35(7)(c).")
    measures = _text("What keeps that from happening", 4000, "Art. 35(7)(d).")
    advice = _text("What the data protection officer advised", 2000, "Art. 35(2).", required=False)


class RetireForm(PostedForm):
    """Why it is not done any more."""

    reason = forms.CharField(label="Why", max_length=500, widget=forms.Textarea)
