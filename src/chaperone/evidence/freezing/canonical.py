"""A day's results as the text that its hash is of."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from chaperone.evidence.models import Frozen

FORMAT = "chaperone evidence day 1"


def canonical(organization_id: UUID, on: date, results: Iterable[Frozen]) -> str:
    """Canonical JSON: results in the order of citations, sorted keys, no spaces."""
    said = {
        "format": FORMAT,
        "organization": str(organization_id),
        "on": on.isoformat(),
        "results": [_said(each) for each in sorted(results, key=lambda each: each.citation)],
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    """SHA-256 of the text as UTF-8, in hex."""
    return sha256(text.encode()).hexdigest()


def counted(statuses: Iterable[str]) -> dict[str, int]:
    """How many standards have which status, in the order of the words."""
    found: dict[str, int] = {}
    for status in statuses:
        found[status] = found.get(status, 0) + 1
    return dict(sorted(found.items()))


def _said(each: Frozen) -> Mapping[str, Any]:
    return {
        "citation": each.citation,
        "status": each.status,
        "sentence": each.sentence,
        "figures": each.figures,
        "ledger": each.ledger,
        "remedy": each.remedy,
        "collected_at": moment(each.collected_at),
    }


def moment(at: datetime) -> str:
    """A time as files have it: UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
