"""That this installation was restored from a backup, and what came of it. Of the platform."""

from django.db import models
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id


class Restoration(models.Model):
    """One restore of this installation (45 CFR 164.308(a)(7)(ii)(B)). Never changed.

    ``backup_at``: the moment that the database is of; ``base``: the copy in the archive for points
    in time that it was recovered from, or nothing. ``held``: entries that it held; ``kept``: those
    of the log as it was that stand in it again; ``lost``: signed before, and gone; ``unread``:
    there, and nobody can open them. ``recovered_to``: until when what came back tells what
    happened. ``figures``: what was done again, and how many texts wait.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    backup_id = models.CharField(max_length=64)
    backup_at = models.DateTimeField()
    base = models.CharField(max_length=120, blank=True, default="")
    restored_at = models.DateTimeField(db_default=Now())
    recovered_to = models.DateTimeField()
    held = models.BigIntegerField()
    kept = models.BigIntegerField()
    lost = models.BigIntegerField()
    unread = models.BigIntegerField()
    figures = models.JSONField(default=dict)
    entry_id = models.UUIDField(help_text="The ledger's entry about the epoch.")

    def __str__(self) -> str:
        return f"restoration {self.id}"
