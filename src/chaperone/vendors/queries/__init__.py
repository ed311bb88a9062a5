"""The register of vendors, and the gate before members' data leaves for one of them."""

from chaperone.vendors.queries.gate import (
    Answer,
    InForce,
    agreement_for,
    ask_gate,
    platform_id,
    require_agreement,
)
from chaperone.vendors.queries.register import (
    Registered,
    agreement_of,
    agreements_of,
    chain_above,
    in_state,
    register_of,
    still_at_work,
    vendor_of,
    vendors_of,
)
from chaperone.vendors.queries.standing import Standing, chain_of, gaps_in, standings_of

__all__ = [
    "Answer",
    "InForce",
    "Registered",
    "Standing",
    "agreement_for",
    "agreement_of",
    "agreements_of",
    "ask_gate",
    "chain_above",
    "chain_of",
    "gaps_in",
    "in_state",
    "platform_id",
    "register_of",
    "require_agreement",
    "standings_of",
    "still_at_work",
    "vendor_of",
    "vendors_of",
]
