"""Organizational requirements (45 CFR 164.314)."""
