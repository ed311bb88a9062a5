"""The request log's table. It is made, guarded and partitioned in ``sql/``."""

from django.db import models


class Request(models.Model):
    """One request. ``sealed`` is what counts; the other columns are there to search by."""

    id = models.UUIDField(primary_key=True)
    organization_id = models.UUIDField()
    actor_id = models.UUIDField(null=True)
    route = models.TextField()
    status = models.SmallIntegerField()
    address_index = models.BinaryField()
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"request {self.id}"
