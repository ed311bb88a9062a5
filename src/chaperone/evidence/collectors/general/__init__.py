"""General rules (45 CFR 164.306): computed from all others, and from what was decided."""
