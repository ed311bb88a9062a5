"""Point in time: every change of the database is kept, so that it can be taken back to any moment.

For the embedded server: its write-ahead log, piece by piece, and a copy of its files each week
(``wal``, ``base``, ``recovering``). Other servers: ``pgbackrest`` and ``rds``.
45 CFR 164.308(a)(7)(ii)(A) and (B).
"""
