"""Copies of the database that others make: the archiver, pgBackRest, Amazon RDS. Recorded, verified
on demand, and told where one is missing (45 CFR 164.308(a)(7)(ii)(A)).
"""
