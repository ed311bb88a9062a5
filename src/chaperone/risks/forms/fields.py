"""Fields that several forms have."""

import re
from typing import Any

from django import forms

from chaperone.risks.knowledge import Step

CITATION = re.compile(r"[0-9]{3}\.[0-9]{3}(\([0-9a-zA-Z]{1,4}\)){0,6}")
_SEPARATORS = re.compile(r"[\s,;]+")


def day(label: str, **options: Any) -> forms.DateField:
    """A day, with the browser's own calendar."""
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}), **options)


def text(label: str, most: int, **options: Any) -> forms.CharField:
    """Running text of at most so many characters."""
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea, **options)


def step(label: str, steps: tuple[Step, ...], **options: Any) -> forms.TypedChoiceField:
    """A step of a scale with what it means, the highest first."""
    choices = [(each.level, f"{each.name}: {each.text}") for each in reversed(steps)]
    return forms.TypedChoiceField(
        label=label, coerce=int, choices=[("", "Choose"), *choices], **options
    )


class Citations(forms.CharField):
    """Paragraphs of the rules, such as ``164.312(b)``, with commas or spaces between them."""

    def clean(self, value: Any) -> Any:
        found = [each for each in _SEPARATORS.split(super().clean(value)) if each]
        strange = next((each for each in found if not CITATION.fullmatch(each)), None)
        if strange is not None:
            raise forms.ValidationError(
                "“%(strange)s” is no paragraph. Write them like 164.308(a)(1)(ii)(A), with commas"
                " between them.",
                params={"strange": strange[:60]},
            )
        if len(found) > 12:
            raise forms.ValidationError("Name twelve paragraphs at most.")
        return list(dict.fromkeys(found))

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value
