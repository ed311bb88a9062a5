"""OCSF 1.8.0: one entry as one JSON object on one line (https://schema.ocsf.io/1.8.0).

Version 1.9.0 only adds to the three classes that are used here, and prefers other names for
nothing that is sent.
"""

from typing import Any

from chaperone.ledger.sinks.leaving import UNKNOWN, Leaving
from chaperone.ledger.sinks.ocsf.classes import (
    AUTHENTICATION,
    DATASTORE_ACTIVITY,
    OcsfClass,
    class_of,
)
from chaperone.ledger.sinks.plain import as_json, plain
from chaperone.ledger.sinks.source import PRODUCT, Source

VERSION = "1.8.0"
_LOG = "chaperone.ledger"
_STATUS = {
    "success": (1, "Success"),
    "failure": (2, "Failure"),
    "refused": (2, "Failure"),
    UNKNOWN: (0, "Unknown"),
}
_SEVERITY = {
    "success": (1, "Informational"),
    "failure": (2, "Low"),
    "refused": (3, "Medium"),
    UNKNOWN: (0, "Unknown"),
}
_PEOPLE = {"staff": (1, "User"), "operator": (2, "Admin"), "anonymous": (0, "Unknown")}
_PROGRAM = (3, "System")
_MEMBER = (99, "member")


def formatted(entry: Leaving, source: Source) -> bytes:
    """One line without its end, in ASCII."""
    return as_json(event_of(entry, source)).encode("ascii")


def event_of(entry: Leaving, source: Source) -> dict[str, Any]:
    """The entry as an event of the schema."""
    found, activity, name = class_of(entry)
    status, severity = _STATUS[entry.outcome], _SEVERITY[entry.outcome]
    return {
        "class_uid": found.uid,
        "class_name": found.name,
        "category_uid": found.category_uid,
        "category_name": found.category_name,
        "activity_id": activity,
        "activity_name": plain(name),
        "type_uid": found.uid * 100 + activity,
        "type_name": plain(f"{found.name}: {name if activity != 99 else 'Other'}"),
        "time": int(entry.at.timestamp() * 1000),
        "message": plain(entry.meaning),
        "severity_id": severity[0],
        "severity": severity[1],
        "status_id": status[0],
        "status": status[1],
        "status_detail": entry.outcome,
        "metadata": _metadata(entry, source),
        "actor": _actor(entry),
        "src_endpoint": _origin(entry),
        **_of_class(entry, found),
        "unmapped": _unmapped(entry),
    }


def _metadata(entry: Leaving, source: Source) -> dict[str, Any]:
    return {
        "version": VERSION,
        "product": {
            "name": PRODUCT,
            "vendor_name": PRODUCT,
            "version": plain(source.version),
        },
        "uid": str(entry.id),
        "event_code": plain(entry.event),
        "log_name": _LOG,
        "log_provider": plain(source.host),
        "sequence": entry.position,
        "tenant_uid": str(entry.organization),
        "original_time": entry.at.isoformat(timespec="microseconds"),
    }


def _actor(entry: Leaving) -> dict[str, Any]:
    actor: dict[str, Any] = {"user": _user(entry)}
    if entry.session:
        actor["session"] = {"uid": str(entry.session)}
    if entry.grants:
        actor["authorizations"] = [{"policy": {"uid": str(grant)}} for grant in entry.grants]
    return actor


def _user(entry: Leaving) -> dict[str, Any]:
    default = _MEMBER if entry.actor_kind == "member" else _PROGRAM
    type_id, kind = _PEOPLE.get(entry.actor_kind, default)
    user: dict[str, Any] = {
        "type_id": type_id,
        "type": kind,
        "org": {"uid": str(entry.organization)},
    }
    if entry.actor_id:
        return user | {"uid": str(entry.actor_id)}
    return user | {"name": plain(entry.actor_kind)}


def _origin(entry: Leaving) -> dict[str, Any]:
    """The schema wants one of every event; who has no address is named by what they are."""
    return {"ip": entry.address} if entry.address else {"name": plain(entry.actor_kind)}


def _of_class(entry: Leaving, found: OcsfClass) -> dict[str, Any]:
    if found is AUTHENTICATION:
        session = {"session": {"uid": str(entry.session)}} if entry.session else {}
        return {"user": _user(entry), "service": {"name": PRODUCT}, "is_remote": True} | session
    if found is DATASTORE_ACTIVITY:
        return _datastore(entry)
    return {
        "api": {"operation": plain(entry.event), "service": {"name": PRODUCT}},
        "resources": [{"uid": str(member), "type": "member"} for member in entry.members],
    }


def _datastore(entry: Leaving) -> dict[str, Any]:
    tables = sorted({element.split(".")[0] for element in entry.elements})
    store: dict[str, Any] = {
        "database": {"name": "chaperone", "type_id": 1, "type": "Relational"},
        "type_id": 1,
        "type": "Database",
    }
    if len(tables) == 1:
        store["table"] = {"name": plain(tables[0])}
    return store


def _unmapped(entry: Leaving) -> dict[str, Any]:
    return {
        "outcome": entry.outcome,
        "purpose": plain(entry.purpose),
        "members": list(map(str, entry.members)),
        "elements": list(map(plain, entry.elements)),
        "details": entry.details,
        "withheld": list(map(plain, entry.withheld)),
        "leaf_hash": entry.leaf_hash,
        "checkpoint_size": entry.checkpoint,
    }
