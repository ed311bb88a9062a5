"""A clinical reviewer of Lakeside, and entries to review."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.utils import timezone

from chaperone.access.actions import give_grant
from chaperone.access.actors import Staff, operator
from chaperone.assistant.models import Passage
from tests.cast import LAKESIDE, Person, daniel, inside

A1C = "mplus2024:6308-1"
REVIEWER: Person = daniel


def make_reviewer() -> None:
    """Daniel reviews the library from now on; as the owner, who alone gives a grant by hand."""
    with inside(LAKESIDE):
        give_grant(
            actor=operator(LAKESIDE),
            user_id=REVIEWER.user.id,
            role="clinical_reviewer",
            reason="A dietitian.",
        )


@contextmanager
def reviewing() -> Iterator[Staff]:
    with REVIEWER.acting() as actor:
        yield actor


def version_of(passage_id: str) -> str:
    return Passage.objects.get(id=passage_id).version


def in_days(days: int) -> date:
    return timezone.now().date() + timedelta(days=days)
