import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import connection

from chaperone.ledger.actors import Actor
from chaperone.organizations.models import Organization, SettingChange
from chaperone.organizations.settings import Setting

# A setting that was changed by another process holds here after at most this long.
KEPT_SECONDS = 5.0
_kept: dict[UUID, tuple[float, dict[str, Any]]] = {}
_looked_up: ContextVar[dict[tuple[str, UUID], Any] | None] = ContextVar("looked_up", default=None)
T = TypeVar("T")


@contextmanager
def looked_up_once() -> Iterator[None]:
    """In the block, which is one of reading, what goes through ``once`` is looked up once: for who
    asks many rooms at a time, each of which needs to know what day it is there. Within another such
    block it goes on with what that one knows.
    """
    if _looked_up.get() is not None:
        yield
        return
    token = _looked_up.set({})
    try:
        yield
    finally:
        _looked_up.reset(token)


def organization_of(actor: Actor) -> Organization:
    """The organization the actor acts for. Raises ``Organization.DoesNotExist``."""
    return once(actor, "organization", lambda: Organization.objects.get(id=actor.organization_id))


def once(actor: Actor, name: str, read: Callable[[], T]) -> T:
    """What ``read`` gives about the actor's organization: asked once within ``looked_up_once``.

    ``name``: the same for the same reading. What is given is shared: it is not to be changed.
    """
    known = _looked_up.get()
    if known is None:
        return read()
    key = (name, actor.organization_id)
    if key not in known:
        known[key] = read()
    return cast(T, known[key])


def organizations_all() -> list[UUID]:
    """Every organization's id, for sweeps that enter each one. Only workers may ask."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM organizations_all()")
        return [row[0] for row in cursor.fetchall()]


def value_of(setting: Setting, organization_id: UUID) -> Any:
    """What is set in the organization, or the default. Needs no context.

    Looked up at most once in ``KEPT_SECONDS``, since some are asked for at each request.
    """
    kept = _kept.get(organization_id)
    if kept is None or kept[0] < time.monotonic():
        kept = (time.monotonic() + KEPT_SECONDS, _settings_of(organization_id))
        _kept[organization_id] = kept
    return kept[1].get(setting.name, setting.default)


def forget_settings(organization_id: UUID) -> None:
    """Looks the organization's settings up anew at the next question."""
    _kept.pop(organization_id, None)


def changes_of(actor: Actor, setting: Setting, *, limit: int = 50) -> list[SettingChange]:
    """The latest values of a setting in the actor's organization, newest first."""
    changes = SettingChange.objects.filter(organization_id=actor.organization_id, name=setting.name)
    return list(changes.order_by("-id")[:limit])


def _settings_of(organization_id: UUID) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, value FROM organizations_settings(%s)", [organization_id])
        return {name: json.loads(value) for name, value in cursor.fetchall()}
