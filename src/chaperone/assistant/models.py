"""The vetted library: the same for every organization, and about nobody."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Passage(models.Model):
    """One question of the library and its answer, word for word as its source gives it."""

    id = models.TextField(primary_key=True)
    subject = models.TextField()
    question = models.TextField()
    answer = models.TextField()
    topics = ArrayField(models.TextField())
    url = models.TextField()
    source = models.TextField()
    licence = models.TextField()

    class Meta:
        db_table = "assistant_passage"

    def __str__(self) -> str:
        return self.question
