from chaperone.continuity.models.ceremonies import Ceremony

__all__ = ["Ceremony"]
