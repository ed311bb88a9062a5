"""Physical safeguards (45 CFR 164.310)."""
