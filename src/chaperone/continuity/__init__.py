"""Nothing is lost, what must go is gone: backups, restores, drills, emergency mode.

45 CFR 164.308(a)(7).
"""
