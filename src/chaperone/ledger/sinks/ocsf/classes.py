"""Which class of OCSF an entry is, and which of its activities.

Names of events are permanent and end in what was done, so that both follow from the name.
"""

from typing import NamedTuple

from chaperone.ledger.sinks.leaving import Leaving

_OTHER = 99


class OcsfClass(NamedTuple):
    """A class of the schema, in the words of the schema."""

    uid: int
    name: str
    category_uid: int
    category_name: str
    activities: dict[int, str]


AUTHENTICATION = OcsfClass(
    3002,
    "Authentication",
    3,
    "Identity & Access Management",
    {1: "Logon", 2: "Logoff"},
)
API_ACTIVITY = OcsfClass(
    6003,
    "API Activity",
    6,
    "Application Activity",
    {1: "Create", 2: "Read", 3: "Update", 4: "Delete"},
)
DATASTORE_ACTIVITY = OcsfClass(6005, "Datastore Activity", 6, "Application Activity", {1: "Read"})

_LOGON = frozenset({"succeeded", "failed", "refused"})
_SIGN_IN, _SESSION, _STEP_UP = "accounts.sign_in", "accounts.session", "accounts.step_up"
_ACCESS = "access.record.appended"

_VERBS = {
    1: "added appended asked assigned begun completed created enrolled given issued made received"
    " requested sent texted written",
    2: "checked disproved exported fetched listed opened searched verified viewed",
    3: "accepted announced answered approved attempted changed chosen confirmed deactivated decided"
    " declined endorsed handed_back handed_over judged locked moved passed reactivated renamed"
    " resealed resumed rewrapped rewritten rotated settled silenced started stopped taken_over"
    " unlocked withheld",
    4: "deleted destroyed discarded ended pruned purged removed retired revoked withdrawn",
}
_ACTIVITY = {verb: activity for activity, verbs in _VERBS.items() for verb in verbs.split()}


def class_of(entry: Leaving) -> tuple[OcsfClass, int, str]:
    """The class, its activity, and the activity's name; 99 with the verb where none fits."""
    thing, _, verb = entry.event.rpartition(".")
    if thing in (_SIGN_IN, _SESSION, _STEP_UP):
        found, activity = AUTHENTICATION, _authentication(thing, verb)
    elif entry.elements or entry.event == _ACCESS:
        found, activity = DATASTORE_ACTIVITY, 1
    else:
        found, activity = API_ACTIVITY, _ACTIVITY.get(verb, _OTHER)
    return found, activity, found.activities.get(activity, verb)


def _authentication(thing: str, verb: str) -> int:
    if thing == _SIGN_IN:
        return 1 if verb in _LOGON else _OTHER
    return 2 if thing == _SESSION else _OTHER
