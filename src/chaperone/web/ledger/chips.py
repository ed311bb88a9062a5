"""The filters that are set, each of which can be taken away."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.forms import BoundField, ChoiceField

from chaperone.web.ledger.forms import SearchForm


class Chip(NamedTuple):
    """A filter in words, and the address of the search without it."""

    label: str
    value: str
    url: str


def chips(form: SearchForm) -> list[Chip]:
    """One for each filter, in the order of the form."""
    asked = {field.name: str(field.data) for field in form if field.data and not field.is_hidden}
    return [
        Chip(str(form[name].label), _words(form[name], value), _without(asked, name))
        for name, value in asked.items()
    ]


def _words(field: BoundField, value: str) -> str:
    if isinstance(field.field, ChoiceField):
        for choice, label in field.field.choices:
            options = label if isinstance(label, list) else [(choice, label)]
            for name, words in options:
                if name == value:
                    return str(words)
    return value


def _without(asked: dict[str, str], name: str) -> str:
    return "?" + urlencode({key: value for key, value in asked.items() if key != name})
