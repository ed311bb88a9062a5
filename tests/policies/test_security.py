"""What the database itself refuses, as the real logins meet it, with transactions that commit."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from chaperone.access.models import Hold
from chaperone.policies.actions.acknowledging import acknowledge
from chaperone.policies.actions.publishing import retire
from chaperone.policies.models import Version
from tests.cast import LAKESIDE, grace, inside, maria, samuel, tom
from tests.policies.scene import draft, in_review, published, today

pytestmark = pytest.mark.usefixtures("committed")


def refused(statement: str, *values: Any, person: Any = samuel, match: str = "") -> None:
    with (
        person.acting(),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match=match),
        transaction.atomic(),
    ):
        cursor.execute(statement, values)


def test_what_went_to_review_cannot_be_changed_nor_approved_by_its_author() -> None:
    version = in_review()
    state = "UPDATE policies_version SET state = %s, decided_by = %s, decided_at = now()"
    for change in (
        "text = 'x'",
        "mandatory = false",
        "sha256 = 'x'",
        "authors = '{}'",
        "title = ''",
    ):
        refused(f"UPDATE policies_version SET {change} WHERE id = %s", version.id, match="never")
    refused(f"{state} WHERE id = %s", "approved", grace.user.id, version.id, match="four_eyes")
    refused(f"{state} WHERE id = %s", "published", samuel.user.id, version.id, match="go from")
    refused(
        "UPDATE policies_version SET state = 'approved' WHERE id = %s", version.id, match="by_s"
    )


def test_an_author_stays_one() -> None:
    version = draft()
    refused(
        "UPDATE policies_version SET authors = %s WHERE id = %s",
        [samuel.user.id],
        version.id,
        match="an author stays one",
    )


def test_what_was_published_stays_and_so_does_who_acknowledged_it() -> None:
    version = published()
    with maria.acting() as actor:
        acknowledge(actor=actor, version_id=version.id, sha256=version.sha256)
    refused("UPDATE policies_version SET grace_until = '2099-01-01'", match="never changed")
    for table in ("policy", "version", "acknowledgement", "review"):
        refused(f"DELETE FROM policies_{table}", match="permission denied")
        refused(f"TRUNCATE policies_{table} CASCADE", match="permission denied")
    refused("UPDATE policies_acknowledgement SET user_id = user_id", match="permission denied")
    refused("UPDATE policies_policy SET name = 'x'", match="permission denied")
    with samuel.acting() as actor:
        retire(actor=actor, policy_id=version.policy_id, reason="Over.")
    refused(
        "UPDATE policies_policy SET retired_on = NULL, retired_by = NULL WHERE id = %s",
        version.policy_id,
        match="retired already",
    )


def test_nobody_begins_with_what_is_approved_nor_acknowledges_for_somebody_else() -> None:
    version = published()
    columns = [field.column for field in Version._meta.fields]
    values = ", ".join(
        {"id": "gen_random_uuid()", "number": "99", "state": "'approved'"}.get(name, name)
        for name in columns
    )
    refused(
        f"INSERT INTO policies_version ({', '.join(columns)})"
        f" SELECT {values} FROM policies_version WHERE id = %s",
        version.id,
        match="row-level security",
    )
    refused(
        "INSERT INTO policies_acknowledgement"
        " (id, organization_id, version_id, user_id, sha256, until)"
        " VALUES (%s, %s, %s, %s, 'x', now())",
        uuid4(),
        LAKESIDE,
        version.id,
        maria.user.id,
        match="row-level security",
    )


def test_another_organization_sees_nothing_and_workers_change_nothing(as_login: Any) -> None:
    version = published()
    with tom.acting(), connection.cursor() as cursor:
        for table in ("policy", "version", "acknowledgement", "review"):
            cursor.execute(f"SELECT count(*) FROM policies_{table}")
            assert cursor.fetchone() == (0,)
    with as_login("worker"), inside(LAKESIDE), connection.cursor() as cursor:
        for statement in (
            "UPDATE policies_version SET state = 'discarded'",
            "INSERT INTO policies_review SELECT * FROM policies_review",
        ):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                cursor.execute(statement)
        assert Version.objects.filter(id=version.id).exists()


def test_the_web_login_clears_nobody_who_lacks_something() -> None:
    published()
    with (
        maria.acting() as actor,
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        Hold.objects.create(
            organization_id=LAKESIDE,
            user_id=actor.user_id,
            name="policies",
            until=today(),
            why="policies acknowledged",
            given_by=actor.user_id,
        )
