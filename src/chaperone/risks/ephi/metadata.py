"""Which columns hold ePHI: every sealed field of every model, and what access calls it."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from django.apps import apps
from django.db.models import Model

from chaperone.access.roles import ELEMENTS
from chaperone.access.sentences import element_words
from chaperone.vault.fields import SealedField, SecretTextField
from chaperone.vault.models import SealedModel

UNGROUPED = ""
"""The group of a column that no element group names: nobody's role opens it."""


class Column(NamedTuple):
    """A sealed column. ``element``: its group in ``access/roles.toml``; ``key``: what seals it."""

    table: str
    column: str
    element: str
    words: str
    key: str


def sealed_columns(models: Iterable[type[Model]] | None = None) -> list[Column]:
    """Every column of ePHI, by table; of these models, or of all that are installed.

    Secrets of the server (45 CFR 164.312(a)(2)(iv) seals them as well) are none.
    """
    found = [
        _column(model, field)
        for model in (apps.get_models() if models is None else models)
        if issubclass(model, SealedModel)
        for field in model._meta.get_fields()
        if isinstance(field, SealedField) and not isinstance(field, SecretTextField)
    ]
    return sorted(found)


def label_of(element: str) -> str:
    """What a group of elements is called; of the columns in none, that."""
    group = ELEMENTS.get(element)
    return group.label if group else "In no group: no role opens it"


def _column(model: type[SealedModel], field: SealedField) -> Column:
    table, column = model._meta.db_table, str(field.column)
    return Column(
        table=table,
        column=column,
        element=_groups().get((table, column), UNGROUPED),
        words=element_words(f"{table}.{column}"),
        key="the organization's key" if model.sealed_for is None else "the member's key",
    )


@cache
def _groups() -> dict[tuple[str, str], str]:
    return {column: name for name, group in ELEMENTS.items() for column in group.columns}
