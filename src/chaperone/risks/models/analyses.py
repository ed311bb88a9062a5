"""Risk analyses: what the register said on a day, frozen and signed."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id


class Analysis(models.Model):
    """A dated report of the risk analysis (45 CFR 164.308(a)(1)(ii)(A), 164.316(b)(1)).

    ``content``: canonical JSON of scope, assets, method, findings and plan; never changed, so that
    its SHA-256 in the ledger stays true. ``signature_id``: empty until somebody signs it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    title = models.CharField(max_length=160)
    content = models.TextField()
    risks = models.IntegerField(help_text="How many open risks it tells of.")
    highest = models.SmallIntegerField(
        null=True, help_text="The highest residual level among them."
    )
    drawn_up_by = models.UUIDField()
    drawn_up_at = models.DateTimeField(db_default=Now())
    signature_id = models.UUIDField(null=True)
    signed_by = models.UUIDField(null=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["organization_id", "-drawn_up_at", "-id"], name="risks_analysis_newest"
            )
        ]

    def __str__(self) -> str:
        return self.title
