"""Values as a policy says them."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms

from chaperone.ledger.actors import Actor
from chaperone.organizations.queries import value_of
from chaperone.organizations.settings import Setting

_HOUR, _DAY, _MINUTE = 3600, 86400, 60
# So long people count in the smaller unit: 60 minutes, 72 hours.
_MOST_MINUTES, _MOST_HOURS = 60, 72


def counted(number: float, thing: str) -> str:
    """``1 minute``, ``15 minutes``, ``2,000 entries``; a whole number has no decimals."""
    many = f"{thing[:-1]}ies" if thing.endswith("y") and thing[-2:] != "ay" else f"{thing}s"
    return f"{number:,g} {thing if number == 1 else many}"


def lasting(length: timedelta) -> str:
    """In the unit in which people say it: minutes to an hour, hours to three days, then days."""
    seconds = length.total_seconds()
    if seconds < _MINUTE:
        return counted(seconds, "second")
    if seconds <= _MOST_MINUTES * _MINUTE:
        return counted(seconds / _MINUTE, "minute")
    if seconds <= _MOST_HOURS * _HOUR:
        return counted(seconds / _HOUR, "hour")
    return counted(seconds / _DAY, "day")


def listed(words: Iterable[str]) -> str:
    """In alphabetical order with commas; ``nothing`` where there are none."""
    return ", ".join(sorted(words)) or "nothing"


def chosen(setting: Setting, actor: Actor) -> str:
    """The words of the choice that is set, up to a colon; the value itself where it has none."""
    value, field = value_of(setting, actor.organization_id), setting.field()
    choices: Any = field.choices if isinstance(field, forms.ChoiceField) else []
    words = {str(key): str(label) for key, label in choices}
    return words.get(str(value), str(value)).partition(":")[0]
