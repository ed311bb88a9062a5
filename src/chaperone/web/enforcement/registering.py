"""Fills the registry of ``policies``; asked once, by the start of ``web``."""

from chaperone.policies.registry import Enforcement, enforces
from chaperone.web.enforcement import (
    access,
    backups,
    browsers,
    continuity,
    database,
    encryption,
    programme,
    record,
    sign_in,
    texts,
)

CLAIMS: tuple[Enforcement, ...] = (
    *access.CLAIMS,
    *sign_in.CLAIMS,
    *database.CLAIMS,
    *record.CLAIMS,
    *backups.CLAIMS,
    *encryption.CLAIMS,
    *browsers.CLAIMS,
    *texts.CLAIMS,
    *programme.CLAIMS,
    *continuity.CLAIMS,
)


def register() -> None:
    """Names everything that the starter texts lean on."""
    for claim in CLAIMS:
        enforces(claim)
