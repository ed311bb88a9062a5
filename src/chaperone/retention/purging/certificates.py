"""The certificate of a run: what went, on what ground, what was held back, and what remains.

It holds ids, counts and times, no PHI. Its canonical JSON is what the ledger's entry hashes.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from chaperone.retention.certificates import left_in_copies, moment, with_its_check
from chaperone.retention.classes import registered
from chaperone.retention.models import Hold, Run, RunCertificate, Step
from chaperone.retention.queries import Reference

FORMAT = 2
"""1 counted our own backups only, and had no “copies”."""
METHOD = {
    "name": "Rows deleted from the database; of tables by month, the whole month's table dropped",
    "rule": "45 CFR 164.310(d)(2)(i), 164.316(b)(2)(i)",
}
RESIDUE = (
    (
        "The bytes of deleted rows stay in the files of their tables until the database has used"
        " their place again, and in its write-ahead log, its replicas and archives as long as"
        " these are kept."
    ),
    (
        "What was sealed stays sealed there. Of members it can be read by whoever also has the"
        " member's key, until that is destroyed."
    ),
    "Backups that were made before hold these rows until they expire.",
    "Copies that nobody told Chaperone of are not counted here.",
    "The ledger keeps who did what to them, by id.",
)


def content_of(
    certificate: RunCertificate, *, run: Run, steps: Sequence[Step], holds: Sequence[Hold]
) -> str:
    """The certificate as canonical JSON: sorted keys, no spaces."""
    said = {
        "format": FORMAT,
        "kind": "certificate of destruction: purge of what was kept long enough",
        "certificate": str(certificate.id),
        "organization": str(run.organization_id),
        "run": {
            "id": str(run.id),
            "kind": run.kind,
            "begun_at": moment(run.begun_at),
            "begun_by": str(run.begun_by) if run.begun_by else None,
            "ended": run.state,
            "stopped_by": str(run.stopped_by) if run.stopped_by else None,
        },
        "made_at": moment(certificate.made_at),
        "method": METHOD,
        "classes": [_step(each) for each in steps],
        "holds": [_hold(each) for each in holds],
        **left_in_copies(run.organization_id),
        "residue": RESIDUE,
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def chained(digest: str, ids: Sequence[str]) -> str:
    """The digest of a step after these ids went, in order: for each the SHA-256, in hex, of the
    one before, a line feed and the id. How the rows fell into batches does not show in it.
    """
    for each in ids:
        digest = hashlib.sha256(f"{digest}\n{each}".encode()).hexdigest()
    return digest


def as_json(certificate: RunCertificate, reference: Reference) -> bytes:
    """The certificate with what an auditor needs to check it against the ledger."""
    return with_its_check(
        certificate,
        reference,
        "“ids_sha256” of a class is made of the ids that went, in order: each time the SHA-256, in"
        " hex, of the one before (nothing at first), a line feed and the id.",
        "The ledger's entry “entry” has the event retention.run.ended, and in its details this"
        " “sha256” and how many rows of each class went.",
    )


def _step(step: Step) -> dict[str, Any]:
    kind = registered().get(step.class_name)
    return {
        "class": step.class_name,
        "label": kind.label if kind else step.class_name,
        "table": kind.found.table if kind and kind.found else None,
        "kept_days": step.days,
        "legal_source": kind.legal_source if kind else None,
        "older_than": moment(step.bound),
        "due": step.due,
        "held_back": step.held,
        "purged": step.purged,
        "oldest": moment(step.oldest) if step.oldest else None,
        "newest": moment(step.newest) if step.newest else None,
        "ids_sha256": step.digest or None,
    }


def _hold(hold: Hold) -> dict[str, Any]:
    return {
        "hold": str(hold.id),
        "reach": hold.reach,
        "class": hold.class_name or None,
        "member": str(hold.member_id) if hold.member_id else None,
        "ground": hold.ground,
        "matter": hold.matter,
        "placed_at": moment(hold.placed_at),
    }
