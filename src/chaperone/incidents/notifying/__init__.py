"""Telling people, media, the Secretary and authorities of a breach (45 CFR 164.404-410)."""
