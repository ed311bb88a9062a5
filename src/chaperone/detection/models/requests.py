"""How far the request log was looked at."""

from typing import ClassVar

from django.db import models

from chaperone.database.identifiers import new_id


class RequestCursor(models.Model):
    """From which request on an organization's log was not looked at yet; that of those who entered
    none is the platform's.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    next_id = models.UUIDField()

    class Meta:
        db_table = "detection_request_cursor"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id"], name="detection_request_cursor_one"
            ),
        ]

    def __str__(self) -> str:
        return f"looked at up to request {self.next_id}"
