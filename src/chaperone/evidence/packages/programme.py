"""What a package holds of the programme: policies in force, who approved them, and registers."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from chaperone.access.actors import Staff
from chaperone.documents.rendering import render
from chaperone.evidence.freezing.canonical import moment
from chaperone.evidence.packages.report import Report
from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.policies.models import Version
from chaperone.policies.printing import document_of
from chaperone.policies.queries.registering import registered
from chaperone.registers.declared import all_registers
from chaperone.registers.models import Signature
from chaperone.registers.queries.signatures import signatures_by_record
from chaperone.registers.sheets import to_csv


class Policies(NamedTuple):
    """Files of policies in force, and the entries of the signatures under them."""

    files: dict[str, bytes]
    entries: list[UUID]


def policies_of(actor: Actor, report: Report) -> Policies:
    """Every policy in force as PDF, and a list of who approved which text. Three queries."""
    in_force = registered(actor, today_of(actor)).filter(state="in_force")
    ids = [each.current_id for each in in_force]
    versions = Version.objects.select_related("policy").filter(
        organization_id=actor.organization_id, id__in=ids
    )
    signed = signatures_by_record(actor, ids)
    found = {}
    listed = []
    for version in versions.order_by("policy__name"):
        signatures = signed.get(version.id, [])
        name = f"{version.policy.name}-{version.number}.pdf"
        found[f"policies/{name}"] = _printed(version, signatures, report)
        listed.append(_listed(version, signatures, name))
    listing = json.dumps(listed, ensure_ascii=False, indent=1) + "\n"
    entries = [each.entry_id for group in signed.values() for each in group]
    return Policies(found | {"policies/policies.json": listing.encode()}, entries)


def registers_of(actor: Actor) -> Iterator[tuple[str, bytes]]:
    """The registers that an auditor may read, as an auditor reads them, each as CSV. None has
    members' data.
    """
    reader = Staff("worker", None, actor.organization_id, roles=frozenset({"auditor"}))
    for register in all_registers():
        if reader.may(register.read):
            text = to_csv(register.rows(reader), register.columns)
            yield f"registers/{register.name}.csv", text.encode()


def _printed(version: Version, signatures: list[Signature], report: Report) -> bytes:
    zone = ZoneInfo(report.organization.time_zone)
    approved = [
        (
            "Approved by",
            f"{each.name}, {each.role}, {each.signed_at.astimezone(zone):%Y-%m-%d %H:%M %Z}",
        )
        for each in signatures
    ]
    return render(
        document_of(
            version,
            organization=report.organization.name,
            made_at=report.local,
            facts=[
                ("In force from", f"{version.effective_on}"),
                *approved,
                ("Rules", ", ".join(version.citations) or "none"),
            ],
        )
    )


def _listed(version: Version, signatures: list[Signature], name: str) -> dict[str, Any]:
    return {
        "file": name,
        "title": version.title,
        "version": version.number,
        "effective_on": version.effective_on.isoformat() if version.effective_on else None,
        "sha256": version.sha256,
        "approvals": [
            {
                "name": each.name,
                "role": each.role,
                "meaning": each.meaning,
                "factor": each.factor_label,
                "signed_at": moment(each.signed_at),
                "signed_sha256": each.sha256,
                "ledger": str(each.entry_id),
            }
            for each in signatures
        ],
    }
