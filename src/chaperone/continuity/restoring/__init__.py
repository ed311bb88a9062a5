"""Coming back from a backup (45 CFR 164.308(a)(7)(ii)(B)): checked first, then filled, then made to
know what came after it.
"""
