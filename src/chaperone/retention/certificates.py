"""Certificates of destruction (45 CFR 164.310(d)(2)(i); NIST SP 800-88 Rev. 1, 4.8).

A certificate is canonical JSON; the ledger's entry holds its SHA-256, so that whoever can check the
entry can check the certificate. It names the member by id only.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from chaperone.ledger.actors import Actor
from chaperone.retention.models import Certificate, Destruction, RunCertificate
from chaperone.retention.queries import Reference
from chaperone.retention.registry import Left, Purged, backups
from chaperone.vault.shredding import SealedValues, ShreddedKey

FORMAT = 2
"""1 counted our own backups only, and had no “copies”."""
METHOD = {
    "name": "Purge by cryptographic erase",
    "standard": "NIST SP 800-88 Rev. 1, sections 2.5 and 2.6",
    "rule": "45 CFR 164.310(d)(2)(i)",
    "values_sealed_with": "AES-256-GCM (NIST SP 800-38D)",
    "keys_wrapped_with": "AES-256 key wrap (RFC 3394; NIST SP 800-38F)",
    "key_bits": 256,
}
KEPT = (
    "Entries of the ledger, which name the member by id and hold what staff gave as a reason.",
    "Reasons that staff gave for asking for access to this member or taking it in an emergency.",
    "Ids, times and states of messages, without what they said.",
    "If the member said STOP: the blind index of the number, so that STOP stays in force.",
    "Texts that came from the number while it belonged to no member.",
)
RESIDUE = (
    (
        "Other processes of this installation may hold the unwrapped key in memory for up to five"
        " minutes."
    ),
    (
        "The wrapped key was deleted from the database. Until a worker has written its table anew,"
        " and the database made its next checkpoint, its bytes stay in the table's file."
    ),
    (
        "Its bytes stay in the write-ahead log until the server reuses that, in replicas and"
        " archives of the log as long as these are kept, and in backups until they expire."
    ),
    "They are of use only to somebody who holds the organization's key as well.",
    "Copies that nobody told Chaperone of are not counted here.",
)
NO_BACKUPS = "not known: this installation records no backups"


def content_of(
    certificate: Certificate,
    *,
    sealed: Sequence[SealedValues],
    purged: Sequence[Purged],
    keys: Sequence[ShreddedKey],
) -> str:
    """The certificate as canonical JSON: sorted keys, no spaces."""
    said = {
        "format": FORMAT,
        "kind": "certificate of destruction",
        "certificate": str(certificate.id),
        "organization": str(certificate.organization_id),
        "member": str(certificate.member_id),
        "destroyed_at": moment(certificate.made_at),
        "method": METHOD,
        "keys": [{"id": str(key.id), "made_at": moment(key.made_at)} for key in keys],
        "sealed_values": [value._asdict() for value in sealed],
        "purged": [each._asdict() for each in purged],
        "authority": _authority(certificate.destruction),
        **left_in_copies(certificate.organization_id),
        "kept": KEPT,
        "residue": RESIDUE,
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(certificate: Certificate | RunCertificate) -> str:
    """SHA-256 of the certificate's JSON, in hex, as the ledger's entry has it."""
    return hashlib.sha256(certificate.content.encode()).hexdigest()


def digests_of(actor: Actor) -> list[dict[str, str]]:
    """Every certificate of the organization: the member's id and the hash that the ledger has."""
    rows = Certificate.objects.filter(organization_id=actor.organization_id).order_by("member_id")
    return [
        {"member": str(each.member_id), "certificate": digest_of(each)} for each in rows.iterator()
    ]


def as_json(certificate: Certificate, reference: Reference) -> bytes:
    """The certificate with what an auditor needs to check it against the ledger."""
    return with_its_check(
        certificate,
        reference,
        "The ledger's entry “entry” has the event retention.member.destroyed, and in its details"
        " this “sha256” and the ids of the keys.",
    )


def with_its_check(
    certificate: Certificate | RunCertificate, reference: Reference, *steps: str
) -> bytes:
    """A certificate, where the ledger has it, and how to check one against the other.

    ``steps``: what is particular to its kind, after the hash and before the proof.
    """
    said = {
        "certificate": said_by(certificate),
        "sha256": digest_of(certificate),
        "ledger": {
            "entry": str(reference.entry_id),
            "leaf_index": reference.position,
            "checkpoint": reference.checkpoint,
        },
        "check": [
            (
                "Write the value of “certificate” as JSON with sorted keys and no spaces, in UTF-8;"
                " its SHA-256 is “sha256”."
            ),
            *steps,
            (
                "The entry stands at “leaf_index”, under the signed checkpoint; the ledger's"
                " verifier proves that."
            ),
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n"


def said_by(certificate: Certificate | RunCertificate) -> dict[str, Any]:
    """What a certificate says, for pages."""
    said: dict[str, Any] = json.loads(certificate.content)
    return said


def left_in_copies(organization_id: UUID) -> dict[str, Any]:
    """``copies``: which hold it, each until when; ``last_backup_expires``: of all of them."""
    known = backups()
    if known is None:
        return {"last_backup_expires": NO_BACKUPS, "copies": []}
    found = known(organization_id)
    copies = [
        {"what": each.what, "until": each.until and moment(each.until), "says": each.says}
        for each in found
    ]
    return {"last_backup_expires": _last_of(found), "copies": copies}


def copy_line(said: Mapping[str, str | None]) -> str:
    """One of “copies” as a sentence."""
    until = f"until {said['until']} at the latest" if said["until"] else "not known until when"
    return f"{said['what']}: {until}. {said['says']}".strip()


def _last_of(found: Sequence[Left]) -> str:
    last = max((each.until for each in found if each.until), default=None)
    unknown = ", ".join(each.what for each in found if each.until is None)
    if unknown:
        return f"not known of: {unknown}" + (f"; the others by {moment(last)}" if last else "")
    return moment(last) if last else "no backup holds it"


def _authority(destruction: Destruction) -> dict[str, Any]:
    decided_at = destruction.decided_at
    return {
        "destruction": str(destruction.id),
        "basis": destruction.basis,
        "basis_in_words": Destruction.Basis(destruction.basis).label,
        "file_number": destruction.file_number,
        "asked_by": str(destruction.asked_by),
        "asked_at": moment(destruction.asked_at),
        "approved_by": str(destruction.decided_by),
        "approved_at": moment(decided_at) if decided_at else None,
    }


def moment(at: datetime) -> str:
    """A time as certificates have it: UTC, to the second."""
    return at.astimezone(UTC).isoformat(timespec="seconds")
