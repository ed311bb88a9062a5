"""Reading on through a replica while the primary database is away (45 CFR 164.308(a)(7)(ii)(C))."""
