"""What can be stopped with a click: what it asks of the actor, what it does, how it is undone.

Each goes through the verb of the room that it belongs to, so that it does there what it always
does, and stands in the ledger as that.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from chaperone.access.actions.ending import end_access
from chaperone.access.actors import Staff
from chaperone.access.errors import AccessError
from chaperone.accounts.actions.sessions import end_sessions
from chaperone.conversations.stopping import ASSISTANT_WORKS, GOES_OUT
from chaperone.incidents.errors import AlreadyDone, NotUndoable
from chaperone.incidents.models import Containment
from chaperone.jobs.actions import nudge
from chaperone.organizations.actions import change_setting
from chaperone.organizations.queries import value_of
from chaperone.organizations.settings import Setting

How = Containment.How
KEYS_TASK = "incidents.keys"


class Way(NamedTuple):
    """A way of stopping something. ``does`` gives what stood before, or what came of it: numbers
    and names of settings. ``undo``: None where it cannot be undone; ``again`` says then what to do.
    """

    how: How
    permission: str
    of_a_person: bool
    about: str
    again: str
    does: Callable[[Staff, UUID | None, str], dict[str, Any]]
    undo: Callable[[Staff, str], None] | None = None
    by_worker: bool = False


def _end_sessions(actor: Staff, target: UUID | None, reason: str) -> dict[str, Any]:
    assert target is not None
    return {"sessions": end_sessions(actor=actor, user_id=target, reason=reason)}


def _end_access(actor: Staff, target: UUID | None, reason: str) -> dict[str, Any]:
    assert target is not None
    try:
        end_access(actor=actor, user_id=target, reason=reason)
    except AccessError as problem:
        raise AlreadyDone(str(problem)) from problem
    return {}


def _new_keys(actor: Staff, _target: UUID | None, _reason: str) -> dict[str, Any]:
    nudge(KEYS_TASK, organization_id=actor.organization_id)
    return {}


def _stop(setting: Setting) -> Callable[[Staff, UUID | None, str], dict[str, Any]]:
    def stop(actor: Staff, _target: UUID | None, reason: str) -> dict[str, Any]:
        if not value_of(setting, actor.organization_id):
            raise AlreadyDone
        change_setting(actor=actor, setting=setting, value=False, reason=reason)
        return {"setting": setting.name}

    return stop


def _go_on(setting: Setting, task: str) -> Callable[[Staff, str], None]:
    def go_on(actor: Staff, reason: str) -> None:
        if value_of(setting, actor.organization_id):
            raise NotUndoable("It goes on already: somebody else allowed it again.")
        change_setting(actor=actor, setting=setting, value=True, reason=reason)
        nudge(task, organization_id=actor.organization_id)

    return go_on


_SETTINGS = "settings.security"
WAYS: Mapping[str, Way] = MappingProxyType(
    {
        each.how: each
        for each in (
            Way(
                How.SESSIONS,
                "sessions.manage",
                True,
                "They are signed out everywhere at once, and can sign in again.",
                "They sign in again themselves.",
                _end_sessions,
            ),
            Way(
                How.GRANTS,
                "access.end",
                True,
                "All their access here ends at once, with their sessions, keys and links. Who"
                " works nowhere else can no longer sign in.",
                "Access is given again by a request that somebody else approves.",
                _end_access,
            ),
            Way(
                How.KEYS,
                _SETTINGS,
                False,
                "A new key takes the place of the one that wraps the organization's keys, and of"
                " those that seal what belongs to no member. Everything goes on meanwhile.",
                "Keys are not taken back. Old values are sealed anew by and by.",
                _new_keys,
                by_worker=True,
            ),
            Way(
                How.CARRIER,
                _SETTINGS,
                False,
                "Every text to members waits, within seconds, but for the fixed ones in an"
                " emergency or crisis. Nothing is lost: they go out when you undo this.",
                "",
                _stop(GOES_OUT),
                _go_on(GOES_OUT, "conversations.release"),
            ),
            Way(
                How.ASSISTANT,
                _SETTINGS,
                False,
                "The assistant writes nothing more, within seconds; every text is left to the"
                " coaches. Fixed texts in an emergency or crisis go out as ever.",
                "",
                _stop(ASSISTANT_WORKS),
                _go_on(ASSISTANT_WORKS, "conversations.answer"),
            ),
        )
    }
)
"""Every way, in the order of the page."""
