from typing import Any

from django.db import models

from chaperone.conversations.models import Answerer, Author, Urgency
from chaperone.database.identifiers import new_id


class PlainText(str):
    """Text that answers to ``open``, because the template that both pages share calls it."""

    __slots__ = ()

    def open(self) -> str:
        return self


class PlainTextField(models.TextField):
    """Ordinary text."""

    def from_db_value(self, value: str | None, *_: Any) -> PlainText | None:
        return None if value is None else PlainText(value)


class Team(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=200)


class Person(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id)
    team = models.ForeignKey(Team, on_delete=models.PROTECT)
    name = PlainTextField()


class Talk(models.Model):
    person = models.OneToOneField(Person, on_delete=models.PROTECT, primary_key=True)
    answerer = models.CharField(max_length=16, default=Answerer.ASSISTANT)
    urgency = models.CharField(max_length=16, default=Urgency.ROUTINE)
    waiting_since = models.DateTimeField(null=True)
    unread = models.PositiveIntegerField(default=0)
    version = models.BigIntegerField(default=1)


class Text(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    author = models.CharField(max_length=16, choices=Author.choices)
    body = PlainTextField()
    triage = models.CharField(max_length=16, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    # What the template asks of each message: a name that is missing would cost the peer dearly.
    author_name = ""
    delivery_note = ""
    sources = ()


class Sending(models.Model):
    text = models.OneToOneField(Text, on_delete=models.PROTECT, primary_key=True)
    state = models.CharField(max_length=16)
    note = models.CharField(max_length=300, default="")


class Role(models.Model):
    user_id = models.UUIDField(db_index=True)
    role = models.CharField(max_length=32)
    team = models.ForeignKey(Team, on_delete=models.PROTECT)
    organization_name = models.CharField(max_length=200)
    time_zone = models.CharField(max_length=64)


MODELS = (Team, Person, Talk, Text, Sending, Role)
