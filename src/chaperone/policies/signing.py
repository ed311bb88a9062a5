"""What exactly is signed when a version is approved, and acknowledged when it is read."""

from hashlib import sha256

from chaperone.policies.kinds import KINDS
from chaperone.policies.models import Policy, Version


def signed_text(policy: Policy, version: Version) -> str:
    """The version's text under all that is decided with it, one a line."""
    return "\n".join(
        (
            f"Title: {version.title}",
            f"Kind: {KINDS[policy.kind]}",
            f"Policy: {policy.id}",
            f"Version: {version.number}",
            f"Everybody must acknowledge it: {_word(version.mandatory)}",
            f"Public: {_word(version.public)}",
            f"Reviewed every: {version.review_months} months",
            f"Rules: {', '.join(version.citations)}",
            f"What is new: {version.change}",
            "",
            version.text,
        )
    )


def hash_of(policy: Policy, version: Version) -> str:
    """SHA-256 of ``signed_text`` in UTF-8, in hex, as the ledger has it."""
    return sha256(signed_text(policy, version).encode()).hexdigest()


def _word(yes: bool) -> str:
    return "yes" if yes else "no"
