"""What pages and other rooms ask about policies. Each group of questions has a file of its own."""

from chaperone.policies.queries.drift import drifts_of
from chaperone.policies.queries.reading import (
    InForce,
    ToAcknowledge,
    must_acknowledge,
    policies_in_force,
)
from chaperone.policies.queries.versions import (
    policy_of,
    published_by_policy,
    version_of,
    versions_of,
)

__all__ = [
    "InForce",
    "ToAcknowledge",
    "drifts_of",
    "must_acknowledge",
    "policies_in_force",
    "policy_of",
    "published_by_policy",
    "version_of",
    "versions_of",
]
