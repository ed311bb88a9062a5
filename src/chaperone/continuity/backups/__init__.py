"""Backups: a dump, files, the ledger's mirror and configuration, encrypted to keys kept elsewhere.

45 CFR 164.308(a)(7)(ii)(A). ``format`` is the file, ``targets`` where it is kept.
"""
