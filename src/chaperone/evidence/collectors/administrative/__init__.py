"""Administrative safeguards (45 CFR 164.308)."""
