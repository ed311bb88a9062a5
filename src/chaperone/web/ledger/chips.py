"""The filters that are set, each of which can be taken away."""

from typing import NamedTuple
from urllib.parse import urlencode

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
        Chip(str(form[name].label), form.words(name, value), _without(asked, name))
        for name, value in asked.items()
    ]


def _without(asked: dict[str, str], name: str) -> str:
    return "?" + urlencode({key: value for key, value in asked.items() if key != name})
