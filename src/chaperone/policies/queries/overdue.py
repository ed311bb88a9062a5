"""Who has not acknowledged what: everybody of an organization by everything that is mandatory."""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.policies.models import Acknowledgement, Version
from chaperone.policies.queries.versions import published_by_policy
from chaperone.policies.spans import in_force

PAGE = 50

# Those who lack something are found by their standing; how many they are comes with the page.
_LACKING = """
    SELECT u.id, u.name, count(*) OVER ()
    FROM (
        SELECT DISTINCT g.user_id FROM access_grant g
        WHERE g.organization_id = %(organization)s AND g.starts_at <= statement_timestamp()
          AND (g.ends_at IS NULL OR g.ends_at > statement_timestamp())
    ) p JOIN accounts_user u ON u.id = p.user_id AND u.is_active
        LEFT JOIN policies_standing s
            ON s.organization_id = %(organization)s AND s.user_id = p.user_id
    WHERE (s.done_until IS NULL OR s.done_until < %(today)s) AND u.name ILIKE %(name)s
    ORDER BY u.name, u.id LIMIT %(limit)s OFFSET %(offset)s
"""
_PEOPLE = """people AS MATERIALIZED (
        SELECT DISTINCT g.user_id FROM access_grant g JOIN accounts_user u ON u.id = g.user_id
        WHERE g.organization_id = %(organization)s AND u.is_active
          AND g.starts_at <= statement_timestamp()
          AND (g.ends_at IS NULL OR g.ends_at > statement_timestamp())
    )"""
_COUNT = f"""
    WITH {_PEOPLE}
    SELECT v.id, count(a.user_id), (SELECT count(*) FROM people)
    FROM unnest(%(versions)s::uuid[]) v (id)
        LEFT JOIN policies_acknowledgement a
            ON a.organization_id = %(organization)s AND a.version_id = v.id
           AND a.renewed_at IS NULL AND a.until >= %(today)s
           AND a.user_id IN (SELECT user_id FROM people)
    GROUP BY v.id
"""  # noqa: S608  (a constant of ours)
# Who lacks nothing by their standing has acknowledged all of them: only the others are looked up.
_SHORT = f"""
    WITH {_PEOPLE}, short AS MATERIALIZED (
        SELECT p.user_id FROM people p LEFT JOIN policies_standing s
            ON s.organization_id = %(organization)s AND s.user_id = p.user_id
        WHERE s.done_until IS NULL OR s.done_until < %(today)s
    )
    SELECT v.id, count(*) - count(a.user_id), (SELECT count(*) FROM people)
    FROM unnest(%(versions)s::uuid[]) v (id) CROSS JOIN short
        LEFT JOIN policies_acknowledgement a
            ON a.organization_id = %(organization)s AND a.user_id = short.user_id
           AND a.version_id = v.id AND a.renewed_at IS NULL AND a.until >= %(today)s
    GROUP BY v.id
"""  # noqa: S608  (a constant of ours)


class Lacking(NamedTuple):
    """Somebody, and the versions that they have not acknowledged."""

    user_id: UUID
    name: str
    versions: list["Asked"]


class Asked(NamedTuple):
    """A mandatory version in force. ``overdue``: whether its grace is over."""

    version_id: UUID
    title: str
    number: int
    effective_on: date
    grace_until: date | None
    overdue: bool


class Overdue(NamedTuple):
    """A page of those who lack something. ``people``: how many there are in all."""

    lines: list[Lacking]
    people: int
    asked: list[Asked]
    more: bool


def overdue(actor: Actor, *, name: str = "", page: int = 1) -> Overdue:
    """Who has not acknowledged everything mandatory that is in force, by name; four queries.

    ``name``: part of a name; ``page``: from 1, of ``PAGE`` people.
    """
    today = today_of(actor)
    asked = asked_of(actor, today)
    if not asked:
        return Overdue([], 0, [], more=False)
    rows = _rows(actor, today, name, page)
    if not rows and page > 1:
        return overdue(actor, name=name)
    done = _done(actor, today, [row[0] for row in rows[:PAGE]])
    lines = [
        Lacking(
            user_id,
            person,
            [each for each in asked if (user_id, each.version_id) not in done],
        )
        for user_id, person, _ in rows[:PAGE]
    ]
    return Overdue(lines, rows[0][2] if rows else 0, asked, more=len(rows) > PAGE)


def asked_of(actor: Actor, today: date) -> list[Asked]:
    """The mandatory versions in force, by title. Two queries."""
    current = [in_force(spans, today) for spans in published_by_policy(actor).values()]
    mandatory = {each.version_id: each for each in current if each and each.mandatory}
    rows = Version.objects.filter(organization_id=actor.organization_id, id__in=mandatory)
    found = [
        Asked(
            version_id,
            title,
            number,
            mandatory[version_id].effective_on,
            mandatory[version_id].grace_until,
            overdue=(mandatory[version_id].grace_until or date.min) < today,
        )
        for version_id, title, number in rows.values_list("id", "title", "number")
    ]
    return sorted(found, key=lambda each: each.title.casefold())


def _rows(actor: Actor, today: date, name: str, page: int) -> list[tuple[UUID, str, int]]:
    pattern = "".join(f"\\{each}" if each in "\\%_" else each for each in name)
    values: dict[str, Any] = {
        "organization": actor.organization_id,
        "today": today,
        "name": f"%{pattern}%",
        "limit": PAGE + 1,
        "offset": (page - 1) * PAGE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LACKING, values)
        return [(row[0], row[1], row[2]) for row in cursor.fetchall()]


def _done(actor: Actor, today: date, people: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    rows = Acknowledgement.objects.filter(
        organization_id=actor.organization_id,
        user_id__in=people,
        renewed_at=None,
        until__gte=today,
    )
    return set(rows.values_list("user_id", "version_id"))


class Acknowledged(NamedTuple):
    """How many of the people who must have acknowledged a version."""

    done: int
    people: int


def acknowledged_counts(
    actor: Actor, version_ids: Collection[UUID], today: date
) -> dict[UUID, Acknowledged]:
    """How many people of the organization there are, and of them who acknowledged each version."""
    values: dict[str, Any] = {
        "organization": actor.organization_id,
        "versions": list(version_ids),
        "today": today,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        return {row[0]: Acknowledged(row[1], row[2]) for row in cursor.fetchall()}


def short_counts(
    actor: Actor, version_ids: Collection[UUID], today: date
) -> dict[UUID, Acknowledged]:
    """The same of mandatory versions in force that somebody has not acknowledged. One query, whose
    work grows with those who lack something, and not with all that was ever acknowledged.
    """
    values: dict[str, Any] = {
        "organization": actor.organization_id,
        "versions": list(version_ids),
        "today": today,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SHORT, values)
        return {
            version_id: Acknowledged(people - short, people)
            for version_id, short, people in cursor.fetchall()
            if short
        }
