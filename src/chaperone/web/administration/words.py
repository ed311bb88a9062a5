"""Values of settings as people read them."""

from typing import Any

from django import forms


def in_words(field: forms.Field, value: Any) -> str:
    """A value in the words of its field: a choice's label, yes or no, or the value itself."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in _flat(field.choices)}
        values = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(str(each), str(each)) for each in values) or "None"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "None"
    return "Not set" if value in (None, "") else str(value)


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    for key, label in choices:
        found += label if isinstance(label, list | tuple) else [(key, label)]
    return found
