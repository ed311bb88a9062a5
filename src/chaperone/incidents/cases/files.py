"""Evidence of an incident: files, sealed, known by their SHA-256, each opening on record."""

KIND = "incidents.case"
"""By what ``registers`` knows whose files they are, and who may read them."""
