"""What all registers of this room have in common."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id


class Record(models.Model):
    """A row of a register: whose it is, who entered it and when. Nothing is ever deleted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True
        indexes: ClassVar[list[models.Index]] = []
