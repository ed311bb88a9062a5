"""Keys: made with their owner, kept for a while, never kept from a transaction that may roll back."""

import pytest
from django.db import connection, transaction

from chaperone.crypto.errors import CryptoError
from chaperone.database.identifiers import PLATFORM, new_id
from chaperone.vault import keeping
from chaperone.vault.errors import KeyMissing
from chaperone.vault.keyring import keyring
from chaperone.vault.models import Key, Purpose
from chaperone.vault.wrapping import unwrapped
from tests.cast import HARBOR, LAKESIDE, inside

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


@pytest.fixture(autouse=True)
def _forgetful():
    keyring.forget()
    yield
    keyring.forget()


def test_key_of_a_rolled_back_transaction_is_not_kept():
    member_id = new_id()
    with inside(LAKESIDE):
        with transaction.atomic():
            keyring.create_member(LAKESIDE, member_id)
            keyring.sealing_key(LAKESIDE, Purpose.MEMBER, member_id)
            transaction.set_rollback(True)
        with pytest.raises(KeyMissing):
            keyring.sealing_key(LAKESIDE, Purpose.MEMBER, member_id)


def test_member_has_one_key():
    member_id = new_id()
    with inside(LAKESIDE):
        keyring.create_member(LAKESIDE, member_id)
        with pytest.raises(Exception, match="vault_key_one_in_force"), transaction.atomic():
            keyring.create_member(LAKESIDE, member_id)


def test_keys_of_another_organization_are_out_of_reach():
    with inside(HARBOR), pytest.raises(KeyMissing):
        keyring.sealing_key(LAKESIDE, Purpose.SHARED)


def test_without_context_only_the_platforms_keys_are_visible():
    with transaction.atomic():
        assert set(Key.objects.values_list("organization_id", flat=True)) == {PLATFORM}


def test_wrapped_keys_cannot_be_swapped_between_members():
    first, second = new_id(), new_id()
    with inside(LAKESIDE):
        keyring.create_member(LAKESIDE, first)
        keyring.create_member(LAKESIDE, second)
        keys = {key.member_id: key for key in Key.objects.filter(member_id__in=[first, second])}
        keys[first].wrapped = keys[second].wrapped
        with pytest.raises(CryptoError):
            unwrapped(keys[first])


def test_kept_keys_are_used_without_asking_the_database(django_assert_num_queries):
    with inside(LAKESIDE):
        key = Key.objects.get(organization_id=LAKESIDE, purpose=Purpose.SHARED)
        keyring.sealing_key(LAKESIDE, Purpose.SHARED)
        with django_assert_num_queries(0):
            assert keyring.sealing_key(LAKESIDE, Purpose.SHARED).id == key.id


def test_kept_keys_are_forgotten_after_their_time(monkeypatch, django_assert_num_queries):
    with inside(LAKESIDE):
        monkeypatch.setattr(keeping, "KEPT_SECONDS", -1.0)
        keyring.sealing_key(LAKESIDE, Purpose.SHARED)
        with django_assert_num_queries(2):  # the key and the organization's, anew
            keyring.sealing_key(LAKESIDE, Purpose.SHARED)


def test_number_of_kept_keys_is_bounded(monkeypatch):
    monkeypatch.setattr(keeping, "KEPT_KEYS", 3)
    with inside(LAKESIDE):
        for key in Key.objects.filter(organization_id=LAKESIDE, purpose=Purpose.MEMBER):
            keyring.sealing_key(LAKESIDE, Purpose.MEMBER, key.member_id)
        assert len(keeping.memory.sealing.by_id) == 3
        assert len(keeping.memory.sealing.in_force) == 3


def test_blind_index_differs_by_organization_and_element():
    with inside(LAKESIDE):
        here = keyring.blind_index(LAKESIDE, element="a", token="+16175550100")
        again = keyring.blind_index(LAKESIDE, element="a", token="+16175550100")
        other_element = keyring.blind_index(LAKESIDE, element="b", token="+16175550100")
    with inside(HARBOR):
        elsewhere = keyring.blind_index(HARBOR, element="a", token="+16175550100")
    assert here == again
    assert len({here, other_element, elsewhere}) == 3


def test_web_login_can_neither_change_nor_delete_keys():
    for statement in ("UPDATE vault_key SET wrapped = ''", "DELETE FROM vault_key"):
        with (
            pytest.raises(Exception, match="permission denied"),
            inside(LAKESIDE),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
