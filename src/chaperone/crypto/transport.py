"""Which TLS this installation speaks, as a server and as a client."""

from ssl import TLSVersion

LOWEST_TLS = TLSVersion.TLSv1_2
"""Older versions are refused (NIST SP 800-52 Rev. 2, 3.1; 45 CFR 164.312(e)(2)(ii))."""
