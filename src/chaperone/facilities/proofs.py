"""What shows that a copy is the same as its original (45 CFR 164.310(d)(2)(iv))."""

import re

from chaperone.facilities.models import Movement

_SHA256 = re.compile(r"[0-9a-f]{64}", re.IGNORECASE)
_COUNTS = re.compile(r"\s*([0-9]+)\D+([0-9]+)\s*", re.ASCII)


def wrong_proof(how: str, proof: str) -> str:
    """What is wrong with the result of a comparison; empty where it shows that both are alike."""
    if how == Movement.Verified.HASH and not _SHA256.fullmatch(proof.strip()):
        return "A SHA-256 has 64 digits and letters from a to f."
    if how == Movement.Verified.COUNT:
        counts = _COUNTS.fullmatch(proof)
        if not counts:
            return "Write both counts, such as 1204 and 1204."
        if int(counts[1][:30]) != int(counts[2][:30]) or int(counts[1][:30]) == 0:
            return "The counts differ, or are none: this is no whole copy."
    return ""
