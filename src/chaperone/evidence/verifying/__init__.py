"""The whole ledger, verified each day by itself (45 CFR 164.312(b), (c)(2))."""
