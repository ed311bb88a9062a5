"""Keys apart from backups: printed shares, two of three, or wrapped by a key service.

45 CFR 164.308(a)(7)(ii)(A) and 164.312(a)(2)(iv); NIST SP 800-57 part 1, 5.3 and 8.2.2.
"""
