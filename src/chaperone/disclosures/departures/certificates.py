"""The certificate of a departure: canonical JSON without PHI, whose hash is in the ledger."""

import json
from hashlib import sha256
from typing import Any

from chaperone.disclosures.departures.packing import FORMAT
from chaperone.disclosures.models import Departure

STAYS = (
    "The record of who opened what, the certificates, and the programme's registers stay for as"
    " long as the law asks (45 CFR 164.316(b)(2)(i)); they hold no members' data but ids."
)


def content_of(departure: Departure, members: list[dict[str, str]]) -> str:
    """The certificate. ``members``: for each the id and the hash of their own certificate."""
    parts = departure.parts.order_by("number")
    what: dict[str, Any] = {
        "departure": str(departure.id),
        "organization": str(departure.organization_id),
        "basis": "45 CFR 164.504(e)(2)(ii)(J)",
        "asked_by": str(departure.asked_by),
        "decided_by": str(departure.decided_by),
        "arrived_by": str(departure.arrived_by),
        "agreed_by": str(departure.agreed_by),
        "returned_to": departure.recipient,
        "format": FORMAT,
        "parts": [
            {
                "number": each.number,
                "form": each.form,
                "rows": each.rows,
                "size": each.size,
                "sha256": each.sha256,
            }
            for each in parts
        ],
        "members": members,
        "stays": STAYS,
    }
    return json.dumps(what, sort_keys=True, separators=(",", ":"))


def digest_of(content: str) -> str:
    """SHA-256 of the certificate, as the ledger has it."""
    return sha256(content.encode()).hexdigest()
