"""Exposure from the ledger: who and what was seen, or could have been (45 CFR 164.404(a)(1))."""
