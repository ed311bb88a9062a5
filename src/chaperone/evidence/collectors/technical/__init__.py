"""Technical safeguards (45 CFR 164.312)."""
