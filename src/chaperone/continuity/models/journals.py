"""Journals of emergency mode, and how far each has joined the ledger."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Journal(models.Model):
    """A journal that joins, or has joined. Of no organization: its lines are of many.

    ``joined``: up to which line of the file, so that a join that was killed goes on. ``problems``:
    where it is not what was written, in sentences that name lines and nothing of what they say.
    """

    id = models.UUIDField(primary_key=True)
    began_at = models.DateTimeField()
    lines = models.BigIntegerField()
    joined = models.BigIntegerField(default=0)
    entries = models.BigIntegerField(default=0)
    requests = models.BigIntegerField(default=0)
    problems = ArrayField(models.TextField(), default=list)
    begun_at = models.DateTimeField(auto_now_add=True)
    joined_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(joined__lte=models.F("lines")),
                name="continuity_journal_not_beyond",
            )
        ]

    def __str__(self) -> str:
        return f"Journal {self.id}: {self.joined} of {self.lines}"
