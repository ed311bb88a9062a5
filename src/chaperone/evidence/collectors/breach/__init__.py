"""Breach notification (45 CFR 164.400-414)."""
