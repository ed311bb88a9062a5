"""The vetted library, the same for every organization and about nobody, and who approved it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.database.identifiers import new_id

NOTE_LENGTH = 500


class Passage(models.Model):
    """One question of the library and its answer, word for word as its source gives it.

    ``short`` is our short version of the answer, empty where there is none. ``version`` changes
    with every word of either (`library.version_of`).
    """

    id = models.TextField(primary_key=True)
    subject = models.TextField()
    question = models.TextField()
    answer = models.TextField()
    short = models.TextField(db_default="", default="")
    version = models.CharField(max_length=16, db_default="", default="")
    topics = ArrayField(models.TextField())
    url = models.TextField()
    source = models.TextField()
    licence = models.TextField()

    class Meta:
        db_table = "assistant_passage"

    def __str__(self) -> str:
        return self.question


class Review(models.Model):
    """One decision of an organization's clinician about a version of an entry; all are kept."""

    class Kind(models.TextChoices):
        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Not to be sent"
        WITHDRAWN = "withdrawn", "Approval withdrawn"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    passage_id = models.TextField()
    version = models.CharField(max_length=16)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    review_again_on = models.DateField(null=True)
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField(db_default=Now())
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "passage_id"],
                condition=Q(superseded_at=None),
                name="assistant_review_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(kind="approved", review_again_on__isnull=False)
                | (~Q(kind="approved") & Q(review_again_on=None)),
                name="assistant_review_again",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organization_id", "passage_id", "-id"], name="assistant_review_history"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.passage_id}"


class Evaluation(models.Model):
    """One measurement on an organization's own labelled texts: figures, and of what versions.

    No text is kept, nor what came out for one: `file` is the digest by which the same file is
    known again. Run by the installation's operator.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    file = models.CharField(max_length=64)
    figures = models.JSONField()
    product = models.CharField(max_length=32)
    library = models.CharField(max_length=16)
    rules = models.CharField(max_length=16)
    run_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "-id"], name="assistant_evaluation_newest"),
        ]

    def __str__(self) -> str:
        return f"evaluation {self.id}"
