"""What an organization publishes of how it stands."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id


class TrustPage(models.Model):
    """That the statement be public, and which sentences are left out. The latest row holds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    is_public = models.BooleanField()
    left_out = ArrayField(models.CharField(max_length=32), default=list)
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "-id"], name="evidence_trustpage_latest"),
        ]

    def __str__(self) -> str:
        return f"trust page, {'public' if self.is_public else 'withdrawn'}"
