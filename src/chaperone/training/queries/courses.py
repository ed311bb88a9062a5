"""Courses, what they say, and which of them somebody must take."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from chaperone.ledger.actors import Actor
from chaperone.training.errors import NoSuchCourse
from chaperone.training.models import Course, Version

EVERYBODY = "*"


def courses(actor: Actor) -> QuerySet[Course]:
    """Every course of the actor's organization, by title; those retired last."""
    rows = Course.objects.filter(organization_id=actor.organization_id)
    return rows.order_by("retired_at", "title", "id")


def courses_for(actor: Actor, roles: Collection[str]) -> QuerySet[Course]:
    """Those that somebody with these roles must take."""
    asked = Q(for_roles__contains=[EVERYBODY]) | Q(for_roles__overlap=list(roles))
    return courses(actor).filter(asked, retired_at=None)


def course_of(actor: Actor, course_id: UUID) -> Course:
    """One course. Raises ``NoSuchCourse``."""
    found = courses(actor).filter(id=course_id).first()
    if found is None:
        raise NoSuchCourse
    return found


def latest_versions(actor: Actor) -> QuerySet[Version]:
    """Of each course that is not retired what is taken now, with the course. One query."""
    rows = Version.objects.filter(organization_id=actor.organization_id, course__retired_at=None)
    return rows.select_related("course").order_by("course_id", "-number").distinct("course_id")


def latest_version(course: Course) -> Version:
    """What is taken now."""
    return course.versions.order_by("-number")[0]
