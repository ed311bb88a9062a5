"""All files of an account, bound together by their hashes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from chaperone.disclosures.bundle.instructions import instructions
from chaperone.disclosures.bundle.lines import json_lines
from chaperone.disclosures.bundle.printed import printed
from chaperone.disclosures.bundle.sheet import sheet
from chaperone.ledger.queries import Disclosed
from chaperone.merkle.audit.checkpoints import Checkpoint
from chaperone.merkle.audit.keys import VerifierKey
from chaperone.organizations.models import Organization

FORMAT = "chaperone account 1"
SUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Whole:
    """What an account is made of. ``names``: of staff, by id; ``waiting``: how many entries were
    left out, since the signed copy does not hold them yet.
    """

    organization: Organization
    member: UUID | None
    since: datetime | None
    until: datetime | None
    made_at: datetime
    entries: Sequence[Disclosed]
    waiting: int
    names: Mapping[UUID, str]
    checkpoint: Checkpoint
    note: bytes
    key_changes: Sequence[bytes]
    first_key: VerifierKey


@dataclass(frozen=True, slots=True)
class Bundle:
    """Files by name; ``digest``: SHA-256 of the list of their hashes, which the ledger records."""

    files: Mapping[str, bytes]
    digest: str


def bundled(whole: Whole) -> Bundle:
    """The files, each of which is bound by SHA256SUMS (as ``sha256sum`` writes it)."""
    facts = _facts(whole)
    zone = whole.organization.time_zone
    files = {
        "account.csv": sheet(whole.entries, whole.names, zone),
        "account.json": (json.dumps(facts, indent=1, ensure_ascii=False) + "\n").encode(),
        "account.pdf": printed(facts, whole.entries, whole.names, zone, whole.made_at),
        "checkpoint": whole.note,
        "entries.jsonl": json_lines(whole.entries),
        "verify.md": instructions(facts).encode(),
    }
    files |= {
        f"key-change-{number}": statement for number, statement in enumerate(whole.key_changes)
    }
    sums = "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return Bundle(files | {SUMS: sums.encode()}, sha256(sums.encode()).hexdigest())


def _facts(whole: Whole) -> dict[str, object]:
    return {
        "format": FORMAT,
        "organization": {"id": str(whole.organization.id), "name": whole.organization.name},
        "about_member": str(whole.member) if whole.member else None,
        "since": whole.since.isoformat() if whole.since else None,
        "until": whole.until.isoformat() if whole.until else None,
        "made_at": whole.made_at.isoformat(timespec="seconds"),
        "entries": len(whole.entries),
        "left_out_not_signed_yet": whole.waiting,
        "log": whole.checkpoint.origin,
        "tree_size": whole.checkpoint.size,
        "first_key": str(whole.first_key),
    }
