"""Policies that tests need, made as people make them."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from chaperone.policies.actions.acknowledging import acknowledge
from chaperone.policies.actions.deciding import approve
from chaperone.policies.actions.drafts import Content, add_policy, begin_draft, submit
from chaperone.policies.actions.publishing import publish
from chaperone.policies.models import Version
from tests.cast import LAKESIDE, Person, grace, inside, samuel, today_there

DAY = timedelta(days=1)
TEXT = """## Purpose

Screens are locked when nobody sits before them.

Sessions end by themselves.
[enforced](tests.idle "15 minutes")
"""


def today() -> date:
    return today_there()


def content(**changes: Any) -> Content:
    values: dict[str, Any] = {
        "title": "Locked screens",
        "text": TEXT,
        "mandatory": True,
        "public": False,
        "citations": ["164.310(b)"],
        "review_months": 12,
        "change": "New.",
    }
    return Content(**values | changes)


def draft(author: Person = grace, **changes: Any) -> Version:
    with author.acting() as actor:
        return add_policy(actor=actor, kind="policy", content=content(**changes))


def next_draft(before: Version, author: Person = grace, **changes: Any) -> Version:
    with author.acting() as actor:
        return begin_draft(
            actor=actor, policy_id=before.policy_id, content=content(change="Next.", **changes)
        )


def in_review(version: Version | None = None, author: Person = grace) -> Version:
    version = version or draft(author)
    with author.acting() as actor:
        return submit(actor=actor, version_id=version.id)


def approved(version: Version | None = None, officer: Person = samuel) -> Version:
    version = in_review(version)
    with officer.acting() as actor:
        return approve(actor=actor, version_id=version.id, sha256=version.sha256, factor="totp")


def published(
    version: Version | None = None, *, effective_on: date | None = None, officer: Person = samuel
) -> Version:
    version = approved(version, officer)
    with officer.acting() as actor:
        return publish(actor=actor, version_id=version.id, effective_on=effective_on or today())


def acknowledged(version: Version, *people: Person) -> None:
    for person in people:
        with person.acting() as actor:
            acknowledge(actor=actor, version_id=version.id, sha256=version.sha256)


def found(version_id: UUID) -> Version:
    with inside(LAKESIDE):
        return Version.objects.select_related("policy").get(id=version_id)


def fresh(version: Version) -> Version:
    return found(version.id)
