"""The page of backups: who sees what, and asking for one."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from chaperone.continuity.models import Backup
from chaperone.ledger.queries import search
from tests.cast import amara, ines, maria, samuel

pytestmark = pytest.mark.xdist_group("backups")
PAGE = "/continuity/backups/"


def test_where_it_is():
    assert reverse("continuity:backups:backups") == PAGE


@pytest.mark.parametrize("who", [amara, samuel, ines])
def test_who_reads_it_finds_when_the_last_was_made(db, data, who):
    page = who.client().get(PAGE, secure=True).content.decode()
    assert "Could we restore from yesterday?" in page
    assert "No backup was made yet" in page
    assert ("Back up now" in page) == (who is amara)


def test_coaches_do_not_find_it(committed, data):
    assert maria.client().get(PAGE, secure=True).status_code == 404


def test_whoever_runs_the_installation_asks_for_one(db, data):
    client = amara.client()
    answer = client.post(PAGE + "now/", secure=True, follow=True)
    assert "Asked for. It begins within seconds" in answer.content.decode()
    client.post(PAGE + "now/", secure=True)
    asked = Backup.objects.get(state="asked")
    with amara.acting() as actor:
        found = search(actor, events=["continuity.backup.asked"]).rows
        assert asked.asked_by == actor.user_id
        assert {row.details["backup"] for row in found} == {str(asked.id)}


def test_a_customer_asks_for_none(committed, data):
    assert samuel.client().post(PAGE + "now/", secure=True).status_code == 404
    assert not Backup.objects.exists()


def test_asking_is_all_that_the_page_can_do(db, data):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Backup.objects.create(state="whole")


@pytest.mark.parametrize(
    "query", ["state=none", "since=1", "page=x", "q=%00", "state=whole&state=failed"]
)
def test_bad_questions_get_a_sentence(db, data, query):
    assert amara.client().get(f"{PAGE}?{query}", secure=True).status_code == 400


def test_settings_that_are_wrong_are_told(db, data, configure):
    configure(at="25:00")
    page = amara.client().get(PAGE, secure=True).content.decode()
    assert "“at” must be a time of day" in page


def test_how_many_questions_it_asks(committed, as_login, data, django_assert_max_num_queries):
    """The same for one backup as for thirty."""
    with as_login("worker"):
        for number in range(30):
            Backup.objects.create(
                state="whole",
                target=str(data / "backups"),
                name=f"chaperone-x-20261126T0200{number:02}Z-00000000.age",
                size=1,
                counts={"members_member": 214},
            )
    for who, counted in ((amara, True), (samuel, False)):
        client = who.client()
        client.get(PAGE, secure=True)
        with django_assert_max_num_queries(24):
            page = client.get(PAGE, secure=True).content.decode()
        # How many members others have is nobody's business.
        assert ("214 members" in page) == counted
        assert str(data) not in page
