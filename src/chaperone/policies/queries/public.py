"""What anybody may read: the public policies in force of an organization, without staff's names."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from chaperone.policies.errors import NoSuchPolicy

_PUBLIC = "SELECT * FROM policies_public(%s)"


class PublicPolicy(NamedTuple):
    """A public policy as it is in force today, by its organization's clock."""

    organization_id: UUID
    organization: str
    name: str
    kind: str
    title: str
    number: int
    text: str
    effective_on: date
    published_at: datetime


def public_policies(slug: str) -> list[PublicPolicy]:
    """The public policies of an organization by title; none where there is no such one."""
    with connection.cursor() as cursor:
        cursor.execute(_PUBLIC, [slug])
        return [PublicPolicy._make(row) for row in cursor.fetchall()]


def public_policy(slug: str, name: str) -> PublicPolicy:
    """One of them. Raises ``NoSuchPolicy``."""
    for policy in public_policies(slug):
        if policy.name == name:
            return policy
    raise NoSuchPolicy
