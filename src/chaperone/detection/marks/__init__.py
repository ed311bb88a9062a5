"""How who opens a record is related to whose it is: by blind indexes (docs/security/kinship.md)."""

from chaperone.detection.marks.kin import Kin, kin_of

__all__ = ["Kin", "kin_of"]
