"""What the blind index gives away: whether two whole numbers are the same, and no more."""

import pytest
from django.apps import apps
from django.db import models

from chaperone.members.actions import stop_texts
from chaperone.members.models import PHONE_ELEMENT, Member, Suppression
from chaperone.vault.fields import SealedField
from chaperone.vault.keyring import keyring
from tests.cast import HARBOR, LAKESIDE, grace, inside, kristopher, ursula

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


def index(token, organization_id=LAKESIDE, element=PHONE_ELEMENT):
    return keyring.blind_index(organization_id, element=element, token=token)


def test_each_member_has_one_index_of_the_whole_number_and_none_of_a_part():
    with inside(LAKESIDE):
        stored = {bytes(each) for each in Member.objects.values_list("phone_index", flat=True)}
        members = Member.objects.count()
        assert len(stored) == members
        number = ursula.phone
        assert index(number) in stored
        parts = {number[:length] for length in range(1, len(number))}
        parts |= {number[start:] for start in range(1, len(number))}
        parts |= {number[1:], number.replace("+", "00"), f" {number}", *ursula.name.split()}
        assert not {index(part) for part in parts} & stored


def test_it_tells_nothing_across_organizations_or_elements():
    with inside(LAKESIDE):
        here, other_element = index(ursula.phone), index(ursula.phone, element="another")
    with inside(HARBOR):
        there = index(ursula.phone, HARBOR)
    assert len({here, there, other_element}) == 3


def test_who_said_stop_stands_in_the_index_once_more():
    with grace.acting() as actor:
        stop_texts(actor=actor, member=ursula.member)
        (stopped,) = Suppression.objects.values_list("phone_index", flat=True)
        assert bytes(stopped) == bytes(ursula.member.phone_index)
        assert bytes(stopped) != bytes(kristopher.member.phone_index)


def test_no_other_element_of_a_member_is_indexed():
    """A new index column must be written down in docs/security/what-is-sealed.md, and here."""
    found = {
        (model._meta.label_lower, field.name)
        for model in apps.get_models()
        if model.__module__.startswith("chaperone.")
        for field in model._meta.concrete_fields
        if isinstance(field, models.BinaryField)
        and not isinstance(field, SealedField)
        and "index" in field.name
    }
    assert found == {
        ("members.member", "phone_index"),
        ("members.member", "surname_index"),
        ("members.member", "household_index"),
        ("members.member", "area_index"),
        ("workforce.home", "household_index"),
        ("workforce.home", "area_index"),
        ("workforce.home", "phone_index"),
        ("members.suppression", "phone_index"),
        ("carriers.handsetphone", "number_index"),
        ("carriers.handsettext", "number_index"),
        ("conversations.unknownturn", "number_index"),
        ("requestlog.request", "address_index"),
    }
