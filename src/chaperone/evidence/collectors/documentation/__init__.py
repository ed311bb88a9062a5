"""Policies, procedures and documentation (45 CFR 164.316)."""
