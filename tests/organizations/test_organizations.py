"""Organizations: made with their keys by the owner, invisible to each other."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chaperone.access.actors import operator
from chaperone.organizations.actions import create_organization, create_platform
from chaperone.organizations.models import Organization
from chaperone.organizations.queries import looked_up_once, once, organization_of
from chaperone.vault.models import Key, Purpose
from tests.cast import HARBOR, LAKESIDE, ZONES, inside


@pytest.mark.usefixtures("committed")
def test_organization_is_made_with_all_its_keys(as_login):
    with as_login("owner"):
        made = create_organization(name="Hillside", slug="hillside", time_zone="America/Denver")
        with inside(made.id):
            purposes = set(
                Key.objects.filter(organization_id=made.id).values_list("purpose", flat=True)
            )
    assert purposes == set(Purpose.values) - {Purpose.MEMBER}


@pytest.mark.usefixtures("committed")
def test_platform_keys_are_made_once(as_login):
    with as_login("owner"):
        create_platform()
        create_platform()


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize(
    ("slug", "zone"), [("two words", "UTC"), ("ok", "Mars/Olympus"), ("ok", ""), ("", "UTC")]
)
def test_bad_slug_or_zone_is_refused(as_login, slug, zone):
    with as_login("owner"), pytest.raises(ValidationError):
        create_organization(name="Hillside", slug=slug, time_zone=zone)


@pytest.mark.usefixtures("committed")
def test_organizations_do_not_see_each_other():
    with inside(LAKESIDE):
        assert list(Organization.objects.values_list("id", flat=True)) == [LAKESIDE]
    with inside(HARBOR):
        assert list(Organization.objects.values_list("id", flat=True)) == [HARBOR]
    assert not Organization.objects.exists()


@pytest.mark.django_db
def test_who_asks_many_rooms_looks_an_organization_up_once():
    with inside(LAKESIDE), CaptureQueriesContext(connection) as asked:
        with looked_up_once():
            zones = {organization_of(operator(LAKESIDE)).time_zone for _ in range(3)}
        assert len(asked) == 1
        assert zones == {ZONES[LAKESIDE]}
        organization_of(operator(LAKESIDE))
        assert len(asked) == 2
        readings = iter(range(9))
        with looked_up_once():
            assert {once(operator(LAKESIDE), "n", lambda: next(readings)) for _ in range(3)} == {0}
            assert once(operator(HARBOR), "n", lambda: next(readings)) == 1
        assert once(operator(LAKESIDE), "n", lambda: next(readings)) == 2
        with looked_up_once(), pytest.raises(Organization.DoesNotExist):
            organization_of(operator(HARBOR))  # known or not, row security decides


@pytest.mark.django_db
def test_web_login_can_neither_make_nor_list_organizations():
    for statement in (
        "INSERT INTO organizations_organization DEFAULT VALUES",
        "SELECT organizations_all()",
    ):
        with (
            pytest.raises(Exception, match="permission denied"),
            inside(LAKESIDE),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
