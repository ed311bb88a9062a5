"""What continuity keeps."""

from chaperone.continuity.models.backups import Backup

__all__ = ["Backup"]
