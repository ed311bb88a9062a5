"""Settings that an organization may change. Each is declared once, by the room that heeds it.

A declaration says what the setting is, its default, and what values it takes; pages are made of
these, so that nothing that can be set is hidden and no bound can be passed by another way.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django import forms

_declared: dict[str, "Setting"] = {}


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that can be set. ``field`` makes the form field that parses and bounds it.

    ``permission`` is what somebody needs who changes it, such as ``settings.security``.
    """

    name: str
    group: str
    default: Any
    permission: str
    field: Callable[[], forms.Field]

    def clean(self, value: Any) -> Any:
        """The value as it is kept. Raises ``ValidationError`` with a sentence for people."""
        return self.field().clean(value)


def declare(setting: Setting) -> Setting:
    """Registers a setting. Raises ``ValueError`` where the name is taken or the default unfit."""
    if setting.name in _declared:
        raise ValueError(f"Setting {setting.name} is declared twice.")
    if setting.clean(setting.default) != setting.default:
        raise ValueError(f"The default of {setting.name} is not a value that it takes.")
    _declared[setting.name] = setting
    return setting


def declared() -> MappingProxyType[str, Setting]:
    """All settings by name, of the rooms that have been imported."""
    return MappingProxyType(_declared)
