"""What is returned of members as HL7 FHIR R4 resources, for another system to take in. Pure.

Made of the same lines as the rows: nothing is opened for it a second time. What FHIR has a place
for is here; all there is, drafts and what triage decided too, is in the rows.
https://hl7.org/fhir/R4/patient.html, communication.html, consent.html
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from chaperone.database.identifiers import instant_of

VERSION = "4.0.1"
Row = Mapping[str, Any]
Resource = dict[str, Any]

_NOTICE = "Notice of a breach by electronic mail"
_RULE = "https://www.ecfr.gov/current/title-45/section-164.404"
_SCOPES = "http://terminology.hl7.org/CodeSystem/consentscope"
_MODES = "http://terminology.hl7.org/CodeSystem/v3-ParticipationMode"
_PRIORITY = {"routine": "routine", "urgent": "urgent", "crisis": "stat", "emergency": "stat"}
_STATUS = {
    "pending": "preparation",
    "sending": "in-progress",
    "sent": "completed",
    "delivered": "completed",
    "failed": "stopped",
    "withheld": "not-done",
    "held": "on-hold",
    "restored": "on-hold",
    "unconfirmed": "unknown",
}
"""Of texts to the member, by what became of them (``Delivery.State``)."""


def resources_of(
    lines: Iterable[Mapping[str, Any]], deliveries: Mapping[UUID, str]
) -> Iterator[Resource]:
    """A Patient for each member, a Communication for each text, a Consent for each time when it was
    written down whether they are given notice by e-mail.

    ``lines``: as ``packing.lines_about`` gives them, of whole members; ``deliveries``: the state of
    each text to a member.
    """
    tables: dict[str, list[Row]] = {}
    for line in lines:
        tables.setdefault(line["table"], []).append(line["row"])
    contacts = tables.get("members_contact", [])
    # By time, as their ids are: the last of a member is in force.
    newest = {row["member_id"]: row for row in sorted(contacts, key=lambda row: row["id"])}
    triaged = {row["id"]: row["triage"] for row in tables.get("conversations_turn", [])}
    for row in tables.get("members_member", []):
        yield _patient(row, newest.get(row["id"], {}))
    for row in contacts:
        yield _consent(row, in_force=newest[row["member_id"]] is row)
    for row in tables.get("conversations_message", []):
        yield _communication(row, triaged.get(row["id"], ""), deliveries)


def _patient(row: Row, contact: Row) -> Resource:
    # What is sealed and not known is not in a row at all.
    email, language, born = contact.get("email"), contact.get("language"), row.get("birth_date")
    address = {"text": row.get("address"), "state": row["state"]}
    telecom = [{"system": "phone", "value": row["phone"], "use": "mobile"}]
    return _said(
        resourceType="Patient",
        id=str(row["id"]),
        active=row["status"] == "active",
        name=[{"text": row["name"]}],
        telecom=telecom + ([{"system": "email", "value": email}] if email else []),
        birthDate=born.isoformat() if born else None,
        address=[_said(**address)] if any(address.values()) else None,
        communication=[{"language": _language(language), "preferred": True}] if language else None,
    )


def _communication(row: Row, triaged: str, deliveries: Mapping[UUID, str]) -> Resource:
    inbound = row["direction"] == "inbound"
    member, at = _member(row), instant_of(row["id"]).isoformat()
    return _said(
        resourceType="Communication",
        id=str(row["id"]),
        status="completed" if inbound else _STATUS.get(deliveries.get(row["id"], ""), "unknown"),
        priority=_PRIORITY.get(triaged),
        medium=[{"coding": [{"system": _MODES, "code": "SMSWRIT", "display": "SMS message"}]}],
        subject=member,
        sent=at,
        received=at if inbound else None,
        sender=member if inbound else _author(row),
        recipient=None if inbound else [member],
        payload=[{"contentString": row["body"]}],
    )


def _consent(row: Row, *, in_force: bool) -> Resource:
    return _said(
        resourceType="Consent",
        id=str(row["id"]),
        status="active" if in_force else "inactive",
        scope={"coding": [{"system": _SCOPES, "code": "patient-privacy"}]},
        category=[{"text": _NOTICE}],
        patient=_member(row),
        dateTime=row["recorded_at"].isoformat(),
        policy=[{"uri": _RULE}],
        provision={"type": "permit" if row["electronic"] else "deny"},
    )


def _member(row: Row) -> Resource:
    return {"reference": f"Patient/{row['member_id']}"}


def _author(row: Row) -> Resource:
    """Who wrote a text to the member: a coach by their id, or what no person wrote."""
    if row["author_id"]:
        urn = {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{row['author_id']}"}
        return {"type": "Practitioner", "identifier": urn}
    return {"type": "Device", "display": row["author"]}


def _language(code: str) -> Resource:
    return {"coding": [{"system": "urn:ietf:bcp:47", "code": code}]}


def _said(**elements: Any) -> Resource:
    """A resource without what is not known: FHIR knows no empty elements."""
    return {name: value for name, value in elements.items() if value not in (None, "", [])}
