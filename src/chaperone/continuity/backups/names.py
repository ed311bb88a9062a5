"""What the file of a backup is called, and the line of the catalogue beside it."""

import re
import secrets
from datetime import UTC, datetime

ENDING, LINE_ENDING = ".age", ".json"
_OTHERS = re.compile(r"[^a-z0-9]+")
_NAME = re.compile(r"chaperone-[a-z0-9-]+-(\d{8}T\d{6}Z)-[0-9a-f]{8}\.age")
_LONGEST = 40


def new_name(installation: str, made_at: datetime) -> str:
    """Such as ``chaperone-care-example-org-20261126T020000Z-9f86d081.age``."""
    short = _OTHERS.sub("-", installation.lower()).strip("-")[:_LONGEST].strip("-") or "here"
    stamp = made_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return f"chaperone-{short}-{stamp}-{secrets.token_hex(4)}{ENDING}"


def made_at_of(name: str) -> datetime | None:
    """When a backup of this name was made; None where it is no such name."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    try:
        return datetime.strptime(found[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def line_beside(name: str) -> str:
    """The public line of the catalogue that lies beside a backup."""
    return name.removesuffix(ENDING) + LINE_ENDING
