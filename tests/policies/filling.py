"""An organization of many people and policies, written past the product: for its size alone."""

import os

import psycopg
from psycopg.conninfo import make_conninfo

from chaperone.policies.models import Version
from chaperone.training.actions.courses import make_course
from chaperone.training.models import Course
from tests.cast import LAKESIDE, maria, samuel
from tests.policies.scene import published

# Each row is a copy of one that the product made, so that this needs to know no columns but these.
_PEOPLE = """
    INSERT INTO accounts_user
    SELECT (jsonb_populate_record(u, jsonb_build_object(
        'id', gen_random_uuid(), 'name', 'Person ' || to_char(n, 'FM00000'),
        'email', 'person' || n || '@lakeside.example', 'username', 'person' || n))).*
    FROM accounts_user u, generate_series(1, %(people)s) n WHERE u.id = %(person)s
"""
_GRANTS = """
    INSERT INTO access_grant
    SELECT (jsonb_populate_record(g, jsonb_build_object(
        'id', gen_random_uuid(), 'user_id', u.id))).*
    FROM access_grant g, accounts_user u
    WHERE u.name LIKE 'Person %%' AND g.id = (
        SELECT id FROM access_grant WHERE user_id = %(person)s AND organization_id = %(here)s LIMIT 1)
"""
_POLICIES = """
    INSERT INTO policies_policy
    SELECT (jsonb_populate_record(p, jsonb_build_object(
        'id', gen_random_uuid(), 'name', 'filled-' || n))).*
    FROM policies_policy p, generate_series(1, %(policies)s) n WHERE p.id = %(policy)s
"""
_VERSIONS = """
    INSERT INTO policies_version
    SELECT (jsonb_populate_record(v, jsonb_build_object(
        'id', gen_random_uuid(), 'policy_id', p.id, 'title', p.name))).*
    FROM policies_version v, policies_policy p
    WHERE v.id = %(version)s AND p.name LIKE 'filled-%%'
"""
_ACKNOWLEDGED = """
    INSERT INTO policies_acknowledgement
        (id, organization_id, version_id, user_id, sha256, until, acknowledged_at)
    SELECT gen_random_uuid(), %(here)s, v.id, u.id, v.sha256, current_date + 300, now()
    FROM policies_version v, accounts_user u
    WHERE v.organization_id = %(here)s AND v.state = 'published' AND u.name LIKE 'Person %%'
      AND NOT (v.title = 'filled-1' AND u.name <= 'Person ' || to_char(%(owing)s, 'FM00000'))
"""
_STANDING = """
    INSERT INTO policies_standing (id, organization_id, user_id, done_until)
    SELECT gen_random_uuid(), %(here)s, u.id, current_date + CASE
        WHEN u.name <= 'Person ' || to_char(%(owing)s, 'FM00000') THEN -1 ELSE 300 END
    FROM accounts_user u WHERE u.name LIKE 'Person %%'
"""
_COURSES = """
    INSERT INTO training_course
    SELECT (jsonb_populate_record(c, jsonb_build_object(
        'id', gen_random_uuid(), 'slug', 'filled-' || n, 'title', 'Filled ' || n))).*
    FROM training_course c, generate_series(1, %(courses)s) n WHERE c.id = %(course)s
"""
# The first is open for everybody: as many people late as can be; the others are passed.
_ASSIGNED = """
    INSERT INTO training_assignment (id, organization_id, user_id, course_id, due_on, passed_at)
    SELECT gen_random_uuid(), %(here)s, u.id, c.id, current_date - 3,
        CASE WHEN c.slug = 'filled-1' THEN NULL ELSE now() END
    FROM training_course c, accounts_user u
    WHERE c.organization_id = %(here)s AND c.slug LIKE 'filled-%%' AND u.name LIKE 'Person %%'
"""
_STATEMENTS = (
    _PEOPLE,
    _GRANTS,
    _POLICIES,
    _VERSIONS,
    _ACKNOWLEDGED,
    _STANDING,
    _COURSES,
    _ASSIGNED,
)
_COURSE = {
    "slug": "handwashing",
    "title": "Handwashing",
    "minutes": 5,
    "pass_percent": 80,
    "renew_months": 12,
    "for_roles": ["*"],
}
_PAGES = [{"title": "Hands", "text": "Wash them."}]
_QUESTIONS = [{"text": "When?", "choices": ["Before", "Never"], "answer": 0, "why": "Germs."}]


def begin() -> tuple[Version, Course]:
    """A policy and a course that nobody of the demo has seen to: what ``fill`` makes copies of."""
    version = published()
    with samuel.acting() as actor:
        course = make_course(actor=actor, course=_COURSE, pages=_PAGES, questions=_QUESTIONS)
    return version, course


def fill(
    database: str,
    version: Version,
    course: Course,
    *,
    people: int,
    policies: int,
    owing: int,
    courses: int,
) -> None:
    """Adds people, policies and courses: all acknowledged but one policy by ``owing`` of the people,
    all passed but one course by everybody.
    """
    values = {
        "people": people,
        "policies": policies,
        "owing": owing,
        "person": maria.user.id,
        "here": LAKESIDE,
        "policy": version.policy_id,
        "version": version.id,
        "courses": courses,
        "course": course.id,
    }
    dsn = make_conninfo(os.environ["CHAPERONE_TEST_ADMIN"], dbname=database)
    with psycopg.connect(dsn, autocommit=True) as admin:
        for statement in _STATEMENTS:
            admin.execute(statement, values)
        admin.execute(
            "VACUUM ANALYZE policies_acknowledgement, policies_standing, access_grant,"
            " accounts_user, training_assignment"
        )
