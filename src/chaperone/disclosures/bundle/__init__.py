"""The files of an account: what an auditor takes away, and how it is checked without us."""

from chaperone.disclosures.bundle.whole import Bundle, Whole, bundled

__all__ = ["Bundle", "Whole", "bundled"]
